"""The greyscale chain of CRender beside the formulas of PS3.3 C.11 in 64-bit NumPy, and beside pydicom."""
from ctypes import byref, c_size_t, c_void_p

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.pixels import apply_modality_lut, apply_voi_lut

import crender
from crender import LINEAR, LINEAR_EXACT, SIGMOID, TABLE, VOI, Modality, RenderError, Table, request, source, window


@pytest.fixture(scope="module")
def renderer():
    return crender.Renderer()


@pytest.fixture
def random():
    return np.random.default_rng(7)


def levels(values, centre, width, kind=LINEAR, top=255):
    """PS3.3 C.11.2.1.2 and C.11.2.1.3, rounded half up."""
    if kind == SIGMOID:
        with np.errstate(over="ignore"):
            y = top / (1 + np.exp(-4 * (values - centre) / width))
    elif kind == LINEAR_EXACT:
        y = ((values - centre) / width + 0.5) * top
    elif width <= 1:
        y = np.where(values > centre - 0.5, top, 0)
    else:
        y = ((values - (centre - 0.5)) / (width - 1) + 0.5) * top
    return np.clip(np.floor(y + 0.5), 0, top).astype(int)


def whole_range(dtype, bits_stored):
    """Every stored value of the type, as a frame of 256 columns."""
    low = -(1 << bits_stored - 1) if np.issubdtype(dtype, np.signedinteger) else 0
    return np.arange(low, low + (1 << bits_stored)).astype(dtype).reshape(-1, 256)


@pytest.mark.parametrize("dtype", [np.int16, np.uint16])
@pytest.mark.parametrize("bits_stored", [10, 12, 16])
def test_every_stored_value_gets_the_level_of_the_formula(renderer, random, dtype, bits_stored):
    pixels = whole_range(dtype, bits_stored)
    described = source(pixels, bits_stored)
    windows = [(40, 400), (-600, 1500), (40.5, 401), (0, 2), (0, 1), (10, 0.5), (0, 256), (127.5, 256), (3e5, 10), (0, 1e7)]
    windows += [(round(random.uniform(-2000, 4000), n % 3), round(random.uniform(1, 5000), n % 3)) for n in range(60)]
    for n, (centre, width) in enumerate(windows):
        slope, intercept = (1, 0) if n % 2 else (random.choice([0.5, 1, 2.25, -1, 0.0310]), random.choice([0, -1024, 3.7]))
        drawn = renderer.render(described, request(Modality(slope, intercept, Table()), window(centre, width)))
        expected = levels(pixels * slope + intercept, centre, width)
        assert np.array_equal(drawn, expected), (centre, width, slope, intercept)


@pytest.mark.parametrize("kind", [LINEAR_EXACT, SIGMOID])
def test_the_other_functions_of_the_window(renderer, kind):
    pixels = whole_range(np.int16, 12)
    for centre, width in [(40, 400), (0.25, 1), (-100, 0.5), (1000, 4096)]:
        drawn = renderer.render(source(pixels, 12), request(voi=window(centre, width, kind)))
        assert np.array_equal(drawn, levels(pixels.astype(float), centre, width, kind)), (centre, width)
    step = renderer.render(source(pixels, 12), request(voi=window(40, 0, kind)))
    assert np.array_equal(step, np.where(pixels > 40, 255, 0)), "a width of 0 is a step"


@pytest.mark.parametrize("function,kind", [("LINEAR", LINEAR), ("LINEAR_EXACT", LINEAR_EXACT), ("SIGMOID", SIGMOID)])
def test_windows_agree_with_pydicom(renderer, function, kind):
    pixels = whole_range(np.uint16, 12)
    dataset = Dataset()
    dataset.WindowCenter, dataset.WindowWidth, dataset.VOILUTFunction = 1900, 1777, function
    dataset.PhotometricInterpretation, dataset.BitsStored, dataset.PixelRepresentation = "MONOCHROME2", 12, 0
    expected = np.floor(apply_voi_lut(pixels, dataset) / 4095 * 255 + 0.5)
    assert np.array_equal(renderer.render(source(pixels, 12), request(voi=window(1900, 1777, kind))), expected)


def test_every_instruction_set_gives_the_same_levels(renderer, random):
    kernels = renderer.kernels()
    plain = kernels.pop("plain")
    memory = random.integers(0, 256, 2 * 1001 + 1, np.uint8)
    for count in range(1001):
        scale = float(np.exp(random.uniform(-6, 6)) * random.choice([-1, 1]))
        stored = int(random.integers(1, 17))
        high = int(random.integers(stored - 1, 16))
        asked = crender.Window(scale, float(random.uniform(-1e6, 1e6)) if count % 3 else 128, 15 - high, 16 - stored,
                               bool(count & 1), bool(count & 2), bool(count & 4), int(random.integers(0, 65536)),
                               int(random.integers(0, 65536)))
        # An odd address, as in a file; one byte beyond the end tells whether a kernel writes too far.
        cells = c_void_p(memory.ctypes.data + (count & 1))
        expected = np.full(count + 1, 77, np.uint8)
        plain(byref(asked), cells, c_size_t(count), c_void_p(expected.ctypes.data))
        for name, kernel in kernels.items():
            drawn = np.full(count + 1, 77, np.uint8)
            kernel(byref(asked), cells, c_size_t(count), c_void_p(drawn.ctypes.data))
            assert np.array_equal(drawn, expected), (name, count)
            assert drawn[count] == 77


def test_stored_bits_are_cut_out_of_their_cell(renderer, random):
    values = random.integers(-512, 512, (20, 30))
    noise = random.integers(0, 65536, (20, 30))
    for high in (9, 11, 15):
        mask = 0x3FF << (high - 9)
        cells = ((values & 0x3FF) << (high - 9) | noise & ~mask).astype(np.uint16).view(np.int16)
        drawn = renderer.render(source(cells, 10, high), request(voi=window(0, 700)))
        assert np.array_equal(drawn, levels(values.astype(float), 0, 700)), high
        assert np.array_equal(renderer.values(source(cells, 10, high)), values)


def test_modality_tables(renderer):
    pixels = whole_range(np.int16, 10)
    for entries, first, bits in [(np.arange(0, 500, 2), -100, 10), (np.arange(200)[::-1], 0, 8), (np.array([7, 9]), 3, 4)]:
        for width in (np.uint16, np.uint8) if entries.max() < 256 else (np.uint16,):
            dataset = Dataset()
            item = Dataset()
            item.add_new("LUTDescriptor", "SS", [len(entries), first, 16])
            item.add_new("LUTData", "US", [int(entry) for entry in entries])
            dataset.ModalityLUTSequence = [item]
            dataset.PixelRepresentation = 1
            expected = apply_modality_lut(pixels, dataset)
            modality = Modality(5, 99, crender.table(entries.astype(width), first, bits))
            assert np.array_equal(renderer.values(source(pixels, 10), modality), expected), "the table wins over the slope"
            drawn = renderer.render(source(pixels, 10), request(modality, window(100, 150)))
            assert np.array_equal(drawn, levels(expected.astype(float), 100, 150))


def test_voi_tables(renderer):
    pixels = whole_range(np.int16, 12)
    entries = (np.arange(1000) ** 1.2).astype(np.uint16)
    table = crender.table(entries, -300, 12)
    drawn = renderer.render(source(pixels, 12), request(Modality(2, 5, Table()), VOI(TABLE, table=table)))
    looked_up = entries[np.clip(pixels.astype(int) * 2 + 5 + 300, 0, 999)].astype(float)
    assert np.array_equal(drawn, np.floor(looked_up * 255 / 4095 + 0.5))


def test_a_voi_table_whose_entries_pass_its_bits_is_believed(renderer):
    table = crender.table(np.array([0, 1023], np.uint16), 0, 8)
    drawn = renderer.render(source(np.array([[0, 1]], np.uint16)), request(voi=VOI(TABLE, table=table)))
    assert drawn.tolist() == [[0, 255]]


def test_a_full_table_has_65536_entries(renderer):
    table = crender.table(np.arange(65536).astype(np.uint16)[::-1], -32768, 16)
    pixels = whole_range(np.int16, 16)
    drawn = renderer.render(source(pixels), request(Modality(1, 0, table), window(32768, 65536)))
    assert np.array_equal(drawn, levels(32767.0 - pixels, 32768, 65536))


def test_inversion_comes_after_the_window_and_only_once(renderer):
    pixels = whole_range(np.int16, 12)
    straight = levels(pixels.astype(float), 300, 700)
    asked = window(300, 700)
    for photometric, flags, is_inverted in [
            ("MONOCHROME2", {}, False), ("MONOCHROME1", {}, True), ("MONOCHROME2", {"has_inverse_shape": True}, True),
            ("MONOCHROME1", {"has_inverse_shape": True}, True), ("MONOCHROME1", {"inverts": True}, False)]:
        drawn = renderer.render(source(pixels, 12, photometric=photometric), request(voi=asked, **flags))
        assert np.array_equal(drawn, 255 - straight if is_inverted else straight), (photometric, flags)


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
@pytest.mark.parametrize("bits_stored", [12, 16])
@pytest.mark.parametrize("kind", [LINEAR, SIGMOID])
def test_padding_is_black_and_counts_for_nothing(renderer, photometric, bits_stored, kind):
    pixels = whole_range(np.int16, bits_stored)
    described = source(pixels, bits_stored, photometric=photometric)
    for value, limit in [(-2000, -2000), (-100, 50), (50, -100), (1500, 30000)]:
        drawn = renderer.render(described, request(voi=window(20, 300, kind), padding=(value, limit)))
        clean = renderer.render(described, request(voi=window(20, 300, kind)))
        mask = 1 << bits_stored - 1
        low, high = sorted(((number + mask) % (2 * mask) - mask) for number in (value, limit))
        assert np.array_equal(drawn, np.where((pixels >= low) & (pixels <= high), 0, clean)), (value, limit)


def test_padding_written_without_its_sign(renderer):
    pixels = np.array([[-2000, 0, 500]], np.int16)
    drawn = renderer.render(source(pixels), request(padding=(63536, 63536)))
    assert drawn.tolist() == [[0, 0, 255]], "63536 is -2000 in 16 bits; 0 is the least value left"


def test_without_a_window_the_values_span_all_levels(renderer, random):
    pixels = random.integers(100, 900, (40, 50)).astype(np.uint16)
    pixels[0, 0], pixels[0, 1] = 100, 899
    expected = np.floor((pixels - 100) / 799 * 255 + 0.5)
    assert np.abs(renderer.render(source(pixels)) - expected).max() <= 1, "ties of the float formula"
    padded = pixels.copy()
    padded[5:9] = 0
    padded[10:12] = 65000
    drawn = renderer.render(source(padded), request(voi=VOI(), padding=(0, 0)))
    assert drawn[10, 0] == 255 and drawn[0, 0] < 3
    clipped = renderer.render(source(pixels), request(voi=VOI(clip=0.1)))
    low, high = np.quantile(pixels, [0.1, 0.9])
    assert np.abs(clipped.astype(int) - np.clip((pixels - low) / (high - low) * 255, 0, 255)).max() <= 3


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint32, np.int32, np.float32, np.float64])
def test_other_cells(renderer, random, dtype):
    if np.issubdtype(dtype, np.integer):
        info = np.iinfo(dtype)
        pixels = random.integers(info.min, info.max, (30, 40), dtype, endpoint=True)
        centre, width = (info.min + info.max) / 2, (info.max - info.min) / 3
    else:
        pixels = random.normal(0, 3, (30, 40)).astype(dtype)
        centre, width = 0.5, 7.5
    drawn = renderer.render(source(pixels), request(Modality(0.5, 1, Table()), window(centre, width)))
    assert np.array_equal(drawn, levels(pixels.astype(float) * 0.5 + 1, centre, width))


def test_what_is_not_a_number_is_black(renderer):
    pixels = np.array([[np.nan, 0, 1, np.inf, -np.inf, 2]], np.float32)
    drawn = renderer.render(source(pixels), request())
    assert drawn.tolist() == [[0, 0, 128, 255, 0, 255]]
    assert renderer.measure(source(pixels)).count == 3


def test_one_bit_frames_may_begin_inside_a_byte(renderer, random):
    bits = random.integers(0, 2, 3 * 7 * 5)
    packed = np.packbits(bits, bitorder="little")
    for frame in range(3):
        described = crender.Source(packed.ctypes.data, len(packed), 7, 5, 1, 1, 1, 0, False, False, 0, 1, frame * 35)
        assert np.array_equal(renderer.render(described).ravel(), bits[frame * 35:][:35] * 255)


def test_sixteen_bits_of_grey(renderer):
    pixels = whole_range(np.int16, 12)
    drawn = renderer.render(source(pixels, 12), request(voi=window(300, 2000), bits=16))
    assert drawn.dtype == np.uint16
    assert np.array_equal(drawn, levels(pixels.astype(float), 300, 2000, top=65535))


@pytest.mark.parametrize("dtype,slope,intercept,expected", [
    (np.int16, 1, -1024, np.int16), (np.uint16, 1, 0, np.uint16), (np.uint16, 1, -1, np.float32), (np.int16, 0.5, 0, np.float32),
    (np.uint8, -3, 7, np.int16), (np.int32, 1, 0, np.float32), (np.float32, 1, 0, np.float32)])
def test_modality_values_come_in_the_smallest_type(renderer, random, dtype, slope, intercept, expected):
    pixels = random.integers(0, 200, (9, 11)).astype(dtype)
    if dtype in (np.uint16, np.int32):
        pixels[0, 0], pixels[0, 1] = 65535, 0
    if dtype == np.int32:
        pixels[0, 2] = -70000
    values = renderer.values(source(pixels), Modality(slope, intercept, Table()))
    assert values.dtype == expected
    assert np.array_equal(values, (pixels.astype(float) * slope + intercept).astype(expected))


@pytest.mark.parametrize("dtype", [np.int16, np.uint8, np.int32, np.float32])
def test_statistics_and_histogram(renderer, random, dtype):
    pixels = random.integers(0, 120, (60, 70)).astype(dtype)
    modality, padding = Modality(2, -50, Table()), (10, 20)
    values = (pixels[(pixels < 10) | (pixels > 20)]).astype(float) * 2 - 50
    found = renderer.measure(source(pixels), modality, padding)
    assert (found.count, found.minimum, found.maximum) == (len(values), values.min(), values.max())
    assert found.mean == pytest.approx(values.mean(), rel=1e-12)
    assert found.standard_deviation == pytest.approx(values.std(), rel=1e-12)
    counted = renderer.histogram(source(pixels), -40, 150, 19, modality, padding)
    assert np.array_equal(counted, np.histogram(values, 19, (-40, 150))[0])


def test_statistics_of_nothing(renderer):
    found = renderer.measure(source(np.full((3, 3), 5, np.int16)), padding=(5, 5))
    assert (found.count, found.minimum, found.maximum, found.mean, found.standard_deviation) == (0, 0, 0, 0, 0)


def test_what_cannot_be_is_refused_with_a_reason(renderer):
    pixels = np.zeros((8, 8), np.int16)
    short = source(pixels)
    short.length -= 1
    huge = source(pixels)
    huge.rows = huge.columns = 65535
    stored = source(pixels, 16)
    stored.bits_stored = 17
    table = crender.table(np.zeros(3, np.uint16))
    table.count = 4
    nothing = crender.table(np.zeros(3, np.uint16))
    nothing.count = 0
    for described, asked, reason in [
            (short, request(), "need 128 bytes; there are 127"), (huge, request(), "bytes"), (stored, request(), "Bits Stored"),
            (source(pixels), request(Modality(1, 0, table)), "the modality lookup table says 4 entries"),
            (source(pixels), request(voi=VOI(TABLE, table=nothing)), "the VOI lookup table has 0 entries"),
            (source(pixels), request(voi=window(float("nan"), 1)), "Window Center"),
            (source(pixels), request(Modality(float("inf"), 0, Table())), "Rescale Slope"),
            (source(pixels), request(bits=12), "12 bits"), (source(pixels, photometric="RGB"), request(), "do not go together")]:
        with pytest.raises(RenderError, match=reason):
            renderer.render(described, asked)
