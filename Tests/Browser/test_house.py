"""The viewer's rooms and who may import whom (ARCHITECTURE.md), and that pages name every module they need ahead of time."""
import pathlib
import re

import pytest

PUBLIC = pathlib.Path(__file__).resolve().parents[2] / "Sources/Server/Public"
IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'", re.MULTILINE)

ALLOWED = {
    "math": {"math"},
    "data": {"math", "data"},
    "loaders": {"math", "data", "loaders"},
    "render": {"math", "render"},
    "viewport": {"math", "data", "render", "viewport"},
    "tools": {"math", "viewport", "tools"},
    "overlays": {"math", "data", "viewport", "overlays"},
    "sync": {"math", "data", "viewport", "sync"},
    "layouts": {"math", "data", "layouts"},
}
MODULES = sorted(PUBLIC.rglob("*.js"))


def imports(module):
    for one, other in IMPORT.findall(module.read_text()):
        yield (module.parent / (one or other)).resolve()


def room(module):
    parts = module.relative_to(PUBLIC).parts
    return parts[1] if parts[0] == "viewer" else parts[0]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PUBLIC)))
def test_imports_lead_to_files_in_allowed_rooms(module):
    for target in imports(module):
        assert target.is_file(), target
        if (allowed := ALLOWED.get(room(module))) is not None:
            assert room(target) in allowed, f"{room(module)} may not import {target.relative_to(PUBLIC)}"


def test_only_render_touches_webgl():
    for module in MODULES:
        if room(module) != "render":
            assert "webgl2" not in module.read_text(), module


def test_files_are_small_and_checked():
    for module in MODULES:
        text = module.read_text()
        assert text.startswith("// @ts-check"), module
        if "i18n" not in module.parts:
            assert text.count("\n") <= 300, module


def words_of(table):
    """The keys of a table of words; every folder of them has a zh.js and an en.js."""
    return set(re.findall(r"^  '?([\w.]+)'?:", table.read_text(), re.MULTILINE))


@pytest.mark.parametrize("table", sorted(PUBLIC.rglob("zh.js")), ids=lambda table: table.parent.name)
def test_both_languages_have_the_same_words(table):
    words = words_of(table)
    assert words == words_of(table.with_name("en.js"))
    assert len(words) > 10


def test_every_word_that_a_page_asks_for_exists():
    known = set().union(*map(words_of, PUBLIC.rglob("zh.js")))
    for page in PUBLIC.glob("*.html"):
        for key in re.findall(r'data-words(?:-[\w-]+)?="([^"]+)"', page.read_text()):
            assert key in known, f"{page.name}: {key}"


def test_the_viewer_page_names_all_its_modules_ahead():
    needed, open_ = set(), [PUBLIC / "viewer/app/asking.js", PUBLIC / "viewer/app/main.js"]
    while open_:
        module = open_.pop()
        if module not in needed:
            needed.add(module)
            open_.extend(imports(module))
    named = {PUBLIC / path.lstrip("/") for path in re.findall(r'modulepreload" href="([^"]+)"', (PUBLIC / "viewer.html").read_text())}
    assert named == needed


def test_pages_carry_no_inline_script_or_style():
    for page in PUBLIC.glob("*.html"):
        text = page.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), page
