"""The viewer's pure modules, run where they live: in the browser."""
import pytest


def run(browser, modules, body):
    """Evaluates `body` with the exports of the modules in scope."""
    imports = "".join(f"Object.assign(scope, await import('{module}'));" for module in modules)
    answer = browser.execute_async_script(f"""
        const done = arguments[0];
        (async () => {{
          const scope = {{}};
          {imports}
          return (({{ {", ".join(exports(modules))} }}) => {{ {body} }})(scope);
        }})().then((value) => done({{ value }}), (error) => done({{ problem: String(error && error.stack) }}));""")
    assert "problem" not in answer, answer
    return answer["value"]


NAMES = {
    "/viewer/math/voi.js": ["linear", "linearExact", "sigmoid", "windowOver"],
    "/viewer/math/lookup.js": ["lookupTable", "lookup"],
    "/viewer/math/orientation.js": ["directionLetters", "plane"],
    "/viewer/data/text.js": ["ageAt", "displayAge", "displayName", "displayDate"],
    "/viewer/data/pixels.js": ["unpack"],
    "/viewer/data/stack.js": ["stackOf"],
    "/viewer/data/dataset.js": ["Dataset"],
    "/viewer/loaders/multipart.js": ["singlePart"],
    "/viewer/loaders/queue.js": ["RequestQueue"],
    "/scripts/studies/dates.js": ["typedDate", "studyDateKey"],
}


def exports(modules):
    return [name for module in modules for name in NAMES[module]]


def test_linear_window_as_in_the_note_of_ps3_3_c_11_2_1_2_1(reader):
    # Centre 2048 and width 4096 spread 0 … 4095 over the whole range; centre 2048 and width 1 is a threshold at 2047.5.
    assert run(reader, ["/viewer/math/voi.js"], """
        const wide = { center: 2048, width: 4096 }, step = { center: 2048, width: 1 };
        return [linear(0, wide), linear(4095, wide), linear(2047.5, wide), linear(2047, step), linear(2048, step)];
        """) == [0, 1, 0.5, 0, 1]


def test_exact_and_sigmoid_windows(reader):
    exact = run(reader, ["/viewer/math/voi.js"], "return [-50, 0, 25, 50].map((x) => linearExact(x, { center: 0, width: 100 }))")
    assert exact == [0, 0.5, 0.75, 1]
    assert run(reader, ["/viewer/math/voi.js"], "return sigmoid(0, { center: 0, width: 100 })") == 0.5


@pytest.mark.parametrize("descriptor, signed, value, expected", [
    ("[0, 0, 8]", "false", 65535, 255),        # 0 entries are 65536
    ("[4, 65534, 8]", "true", -2, 0),          # the first value is signed where the pixels are
    ("[4, 65534, 8]", "true", -100, 0),        # below the table: the first entry
    ("[4, 10, 8]", "false", 5000, 3),          # above it: the last
])
def test_lookup_tables_are_read_as_ps3_3_c_11_1_1_says(reader, descriptor, signed, value, expected):
    entry = run(reader, ["/viewer/math/lookup.js"], f"""
        const count = {descriptor}[0] || 65536;
        const bytes = new Uint8Array(count).map((_, index) => Math.floor(index * (count > 4 ? 256 / count : 1)));
        return lookup(lookupTable({descriptor}, bytes, {signed}), {value});""")
    assert entry == expected


def test_letters_of_oblique_directions_are_in_order_of_strength(reader):
    assert run(reader, ["/viewer/math/orientation.js"], """
        return [directionLetters([1, 0, 0]), directionLetters([-0.8, 0, 0.6]), directionLetters([0.05, -0.99, 0]), plane([0, 0.2, 0.98])];
        """) == ["L", "RH", "A", "axial"]


@pytest.mark.parametrize("birth, day, expected", [
    ("19600315", "20260501", [66, 1, 16]),
    ("20260131", "20260301", [0, 1, 1]),
    ("20260430", "20260501", [0, 0, 1]),
    ("20260502", "20260501", None),
    ("", "20260501", None),
])
def test_ages(reader, birth, day, expected):
    age = run(reader, ["/viewer/data/text.js"], f"const age = ageAt('{birth}', '{day}'); return age && [age.years, age.months, age.days]")
    assert age == expected


def test_names_are_shown_as_people_write_them(reader):
    assert run(reader, ["/viewer/data/text.js"], """
        const shown = (alphabetic, ideographic = '') => displayName({ alphabetic, ideographic, phonetic: '' });
        return [shown('Wang^XiaoDong', '王^小东'), shown('Doe^John^^Dr'), shown('张^三'), shown('')];
        """) == ["王小东", "Doe John  Dr", "张三", ""]


@pytest.mark.parametrize("typed, expected", [
    ("20260501", "20260501"), ("2026-05-01", "20260501"), ("0501", "20260501"), ("1224", "20251224"), ("0229", "20240229"),
    ("20260231", None), ("1301", None), ("abc", None), ("", None),
])
def test_typed_dates(reader, typed, expected):
    assert run(reader, ["/scripts/studies/dates.js"], f"return typedDate('{typed}', new Date(2026, 10, 23))") == expected


def test_date_ranges(reader):
    assert run(reader, ["/scripts/studies/dates.js"], """
        const now = new Date(2026, 2, 1);
        return ['today', 'week', 'month', 'all'].map((range) => studyDateKey(range, '', '', now)).concat(studyDateKey('custom', '', '20260101', now));
        """) == ["20260301", "20260223-20260301", "20260131-20260301", "", "-20260101"]


def test_bits_above_the_high_bit_are_dropped_and_the_sign_is_spread(reader):
    assert run(reader, ["/viewer/data/pixels.js"], """
        const layout = { rows: 1, columns: 3, samples: 1, bitsAllocated: 16, bitsStored: 12, highBit: 11, planar: false, numbers: 'integer', photometric: 'MONOCHROME2' };
        const buffer = () => Uint16Array.of(0xF001, 0x0FFF, 0x17FF).buffer;
        const read = (signed) => [...unpack(buffer(), { layout: { ...layout, signed }, palette: null, modalityTable: null }).values];
        return [read(false), read(true)];""") == [[1, 4095, 2047], [1, -1, 2047]]


def test_subsampled_colour_shares_its_chroma(reader):
    # Two pixels in four bytes, Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2); without chroma they are grey.
    assert run(reader, ["/viewer/data/pixels.js"], """
        const layout = { rows: 1, columns: 2, samples: 3, bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false, planar: false, numbers: 'integer', photometric: 'YBR_FULL_422' };
        return [...unpack(Uint8Array.of(50, 200, 128, 128).buffer, { layout, palette: null, modalityTable: null }).data];
        """) == [50, 50, 50, 255, 200, 200, 200, 255]


def stack_of(reader, positions, orientation="[1,0,0,0,1,0]", numbers=None):
    """Instance numbers in stack order and the warnings, for slices at these positions."""
    numbers = numbers or list(range(1, len(positions) + 1))
    return run(reader, ["/viewer/data/stack.js", "/viewer/data/dataset.js"], f"""
        const value = (...Value) => ({{ Value }});
        const slices = {positions}.map((position, index) => new Dataset({{
          '00080018': value('1.' + index), '00200013': value({numbers}[index]), '00200032': value(...position), '00200037': value(...{orientation}),
          '00280010': value(4), '00280011': value(4) }}));
        const stack = stackOf(slices);
        return {{ order: stack.images.map((image) => image.dataset.number('00200013')), spatial: stack.isSpatial, uneven: stack.isUneven, tilted: stack.isTilted }};""")


def test_stacks_are_ordered_by_position_not_by_number(reader):
    found = stack_of(reader, [[0, 0, 4], [0, 0, 0], [0, 0, 2]], numbers=[7, 9, 8])
    assert found == {"order": [7, 8, 9], "spatial": True, "uneven": False, "tilted": False}


def test_gaps_and_tilt_are_noticed(reader):
    assert stack_of(reader, [[0, 0, 0], [0, 0, 2], [0, 0, 4], [0, 0, 8]])["uneven"]
    assert stack_of(reader, [[0, 0, 0], [0, 0.5, 2], [0, 1, 4]])["tilted"]


def test_repeated_positions_keep_their_numbers(reader):
    found = stack_of(reader, [[0, 0, 0], [0, 0, 2], [0, 0, 0], [0, 0, 2]])
    assert found["order"] == [1, 2, 3, 4] and not found["spatial"]


def test_the_body_of_a_multipart_answer_is_found_with_any_bytes_in_it(reader):
    assert run(reader, ["/viewer/loaders/multipart.js"], """
        const head = '--b\\r\\nContent-Type: application/octet-stream\\r\\n\\r\\n';
        const answer = new Response(new Blob([head, Uint8Array.of(13, 10, 13, 10, 45, 45, 0, 255), '\\r\\n--b--\\r\\n']),
          { headers: { 'Content-Type': 'multipart/related; type="application/octet-stream"; boundary="b"' } });
        return singlePart(answer).then((buffer) => [...new Uint8Array(buffer)]);""") == [13, 10, 13, 10, 45, 45, 0, 255]


def test_what_is_waited_for_overtakes_what_is_fetched_ahead(reader):
    order = run(reader, ["/viewer/loaders/queue.js"], """
        const queue = new RequestQueue(2, 1);
        const begun = [];
        const gates = {};
        const run = (name) => () => { begun.push(name); return new Promise((resolve) => { gates[name] = resolve; }); };
        queue.add('ahead 1', 11, run('ahead 1'));
        queue.add('ahead 2', 12, run('ahead 2'));
        queue.add('now', 0, run('now'));
        gates['ahead 1'](); gates['now']();
        return new Promise((resolve) => setTimeout(() => resolve(begun), 20));""")
    assert order == ["ahead 1", "now", "ahead 2"]
