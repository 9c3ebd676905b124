"""The words and drawings of the tools that are loaded after the first picture."""
import pathlib
import re

PUBLIC = pathlib.Path(__file__).resolve().parents[2] / "Sources/Server/Public"
READING = PUBLIC / "scripts/i18n/reading"


def keys(path):
    return set(re.findall(r"^  '?([\w.-]+)'?:", path.read_text(), re.MULTILINE))


def test_the_reading_tools_have_the_same_words_in_both_languages():
    assert keys(READING / "zh.js") == keys(READING / "en.js")
    assert len(keys(READING / "zh.js")) > 100


def test_no_word_is_said_twice():
    for language in ("zh", "en"):
        assert not keys(READING / f"{language}.js") & keys(PUBLIC / f"scripts/i18n/{language}.js")


def test_every_word_that_the_tools_name_exists():
    known = keys(READING / "zh.js") | keys(PUBLIC / "scripts/i18n/zh.js")
    for module in (PUBLIC / "viewer").rglob("*.js"):
        for key in re.findall(r"\bwords\('([\w.]+)'", module.read_text()):
            assert key in known, f"{module.name}: {key}"


def test_every_tool_has_a_name_a_drawing_and_a_key_of_its_own():
    known = keys(READING / "zh.js") | keys(PUBLIC / "scripts/i18n/zh.js")
    drawings = set(re.findall(r'<symbol id="([\w-]+)"', (PUBLIC / "icons/sprite.svg").read_text()))
    taken = {}
    for module in (PUBLIC / "viewer/app").glob("*.js"):
        for name, key, rest in re.findall(r"\{\s*id: '([\w.]+)', key: '([^']+)'(.*)", module.read_text()):
            assert f"command.{name}" in known, name
            icon = re.search(r"icon: '([\w-]+)'", rest)
            assert (icon.group(1) if icon else name) in drawings, name
            assert taken.setdefault(key, name) in (name, "link", "linkAutomatic"), f"{key} is both {name} and {taken[key]}"


def test_hanging_protocols_are_data_that_can_be_read():
    import json
    protocols = json.loads((PUBLIC / "viewer/layouts/protocols.json").read_text())
    assert len({protocol["id"] for protocol in protocols}) == len(protocols) >= 5
    for protocol in protocols:
        rows, columns = map(int, protocol["grid"].split("x"))
        assert 1 <= len(protocol["places"]) <= rows * columns and protocol["zh"] and protocol["en"]
        re.compile(protocol["match"].get("region", ""))
