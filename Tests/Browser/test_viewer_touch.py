"""The tools under a thumb."""
import re

from reading import ReadingPage
from test_phone import touch


def chosen(phone, server, command):
    page = ReadingPage(phone, server, server.studies["ct"])
    page.wait_for("full")
    page.click(".more")
    page.click('[data-drawer="measure"]')
    page.click(f'[data-panel="measure"] [data-command="{command}"]')
    return page


def test_a_length_is_drawn_with_a_finger_and_two_fingers_still_zoom(phone, server):
    page = chosen(phone, server, "length")
    box = page.viewport.rect
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch(phone, "touchStart", (x - 60, y))
    touch(phone, "touchMove", (x, y))
    touch(phone, "touchMove", (x + 60, y))
    touch(phone, "touchEnd")
    page.settle()
    [(kind, lines)] = page.shapes()
    scale = min(box["width"], box["height"]) / 128
    assert kind == "length" and abs(float(re.match(r"[\d.]+", lines[0]).group()) - 120 / scale * 0.661468) < 0.5
    before = page.text("bottomRight")
    touch(phone, "touchStart", (x - 20, y + 90), (x + 20, y + 130))
    touch(phone, "touchMove", (x - 60, y + 50), (x + 60, y + 170))
    touch(phone, "touchEnd")
    page.settle()
    assert page.text("bottomRight") != before, "a pinch is no drawing"
    assert len(page.shapes()) == 1
    page.click(".more")
    page.click('[data-drawer="measure"]')
    page.click('[data-panel="measure"] [data-command="clearShapes"]')
    page.wait_until_kept()


def test_drawers_fit_the_screen(phone, server):
    page = ReadingPage(phone, server, server.studies["ct"])
    page.click(".more")
    for drawer in ("measure", "show", "compare", "layout", "volume", "keep", "give"):
        page.click(f'[data-drawer="{drawer}"]')
        panel = phone.execute_script(f"""
            const box = document.querySelector('[data-panel="{drawer}"]').getBoundingClientRect();
            return [box.left, box.right, box.top, box.bottom];""")
        assert panel[0] >= 0 and panel[1] <= 390 and panel[2] >= 0 and panel[3] <= 845, (drawer, panel)
        assert phone.execute_script("return document.documentElement.scrollWidth") == 390
        page.click(f'[data-drawer="{drawer}"]')
