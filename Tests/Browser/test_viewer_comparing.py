"""Pictures beside one another: linked, with lines and cursor, hung by protocol, with the earlier examination."""
import json
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import wait
from reading import ReadingPage, ask, stored


@pytest.fixture
def pair(reader, server):
    """Two series of one frame of reference beside one another."""
    page = ReadingPage(reader, server, server.studies["ct"])
    page.click('[data-grid="1x2"]')
    for index in (0, 1):
        page.wait_for("full", index=index)
    return page


@pytest.fixture
def spine(reader, server):
    page = ReadingPage(reader, server, stored(server, "spine"))
    wait(reader, lambda: len(page.viewports) == 3)
    for index in range(3):
        page.wait_for("full", index=index)
    return page


def activate(page, index):
    page.press(*["]"] * index)


def test_automatic_links_go_by_position_and_can_be_switched_off(pair):
    pair.choose("compare", "linkAutomatic")
    pair.press(Keys.HOME)
    for index in (0, 1):
        pair.wait_for_image(1, index=index)
    pair.press("k", Keys.END)
    pair.wait_for_image(studies.SLICES, index=0)
    assert pair.image(1) == 1


def test_manual_links_keep_the_distance_on_the_screen(pair):
    first, second = pair.image(0), pair.image(1)
    pair.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    pair.wait_for_image(first + 2, index=0)
    pair.choose("compare", "linkManual")
    pair.press(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP)
    pair.wait_for_image(first - 1, index=0)
    pair.wait_for_image(second - 3, index=1)
    pair.shift("k")
    pair.press(Keys.ARROW_DOWN)
    pair.wait_for_image(first, index=0)
    assert pair.image(1) == second - 3


def corner(page, index):
    return page.viewports[index].find_element(By.CLASS_NAME, "bottomRight").text


def test_window_and_camera_are_shared_when_asked(pair):
    pair.shift("w")
    pair.press("3")
    assert all("窗宽 1500" in corner(pair, index) for index in (0, 1))
    pair.shift("w")
    pair.press("1")
    assert "窗宽 1500" in corner(pair, 1) and "窗宽 80" in corner(pair, 0)
    pair.shift("z")
    pair.press("z")
    pair.drag(0, -60)
    assert corner(pair, 0).split("\n")[0] == corner(pair, 1).split("\n")[0] != "缩放 100%"


def test_reference_lines_lie_where_the_active_slice_is(spine):
    activate(spine, 2)
    line = spine.viewports[1].find_element(By.CSS_SELECTOR, ".reference").get_attribute("d")
    (x0, y0), (x1, y1) = ((float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", line))
    assert y0 == pytest.approx(y1, abs=0.2), "an axial slice crosses a sagittal one level"
    # Axial image 10 lies at z = −10; the sagittal images reach from z = 150 down, 0.875 mm a pixel, 320 rows.
    box = spine.viewports[1].size
    scale = min(box["width"] / 320, box["height"] / 320)
    row = (150 + 10) / 0.875 + 0.5
    assert y0 == pytest.approx(box["height"] / 2 + (row - 160) * scale, abs=1)
    spine.shift("l")
    assert spine.browser.find_elements(By.CSS_SELECTOR, ".reference") == []


def test_the_cursor_leads_the_other_pictures_to_its_place(spine):
    spine.shift("n")
    spine.click_at(0, -40, index=1)
    box = spine.viewports[1].size
    scale = min(box["width"] / 320, box["height"] / 320)
    z = 150 - (160 - 40 / scale - 0.5) * 0.875
    # Axial image n lies at z = 60 − 7 n.
    spine.wait_for_image(round((60 - z) / 7), index=2)
    wait(spine.browser, lambda: len(spine.browser.find_elements(By.CSS_SELECTOR, ".viewport path.cursor")) == 3)


def test_spine_hangs_with_sagittal_and_axial_series(spine):
    assert [re.search(r"[矢横][^\n]*", view.find_element(By.CLASS_NAME, "topRight").text).group() for view in spine.viewports] == ["矢状位 T1", "矢状位 T2", "横断位 T2"]


def test_mammography_hangs_back_to_back_with_mirrored_sides(reader, server):
    page = ReadingPage(reader, server, stored(server, "breast"))
    wait(reader, lambda: len(page.viewports) == 4)
    for index in range(4):
        page.wait_for("full", index=index)
    names = [view.find_element(By.CLASS_NAME, "topRight").text.split("\n")[-2] for view in page.viewports]
    assert names == ["R CC", "L CC", "R MLO", "L MLO"]
    # The chest wall touches the middle: the last column of a right breast is bright, the first of a left one.
    lit = reader.execute_script("""
        return [...document.querySelectorAll('.viewport')].map((view) => {
          const source = [...view.querySelectorAll('.picture')].find((canvas) => !canvas.hidden);
          const copy = Object.assign(document.createElement('canvas'), { width: source.width, height: source.height }).getContext('2d');
          copy.drawImage(source, 0, 0);
          const column = (x) => copy.getImageData(x, 0, 1, source.height).data.reduce((most, level, at) => (at % 4 === 3 ? most : Math.max(most, level)), 0);
          return [column(1), column(source.width - 2)];
        });""")
    for index, (left, right) in enumerate(lit):
        assert (left == 0 and right > 20) if index % 2 == 0 else (left > 20 and right == 0), lit


def test_the_prior_is_found_and_hung_beside(reader, server):
    page = ReadingPage(reader, server, stored(server, "chest"))
    wait(reader, lambda: len(page.viewports) == 4)
    for index in range(4):
        page.wait_for("full", index=index)
    dates = [re.search(r"20\d\d-\d\d-\d\d", view.find_element(By.CLASS_NAME, "topRight").text).group() for view in page.viewports]
    assert dates == ["2026-10-12", "2025-10-09"] * 2
    assert [bool(view.find_elements(By.CSS_SELECTOR, '[data-sign="prior"]')) for view in page.viewports] == [False, True] * 2
    assert "既往 2025-10-09" in page.browser.find_element(By.ID, "strip").text
    page.press(Keys.HOME)
    for index in range(4):
        page.wait_for_image(1, index=index)


def test_layouts_go_to_four_by_four(pair):
    pair.click('[data-drawer="layout"]')
    pair.click('[data-matrix="4x4"]')
    assert len(pair.viewports) == 16
    pair.click('[data-drawer="layout"]')
    pair.click('[data-matrix="3x2"]')
    assert len(pair.viewports) == 6
    boxes = [view.rect for view in pair.viewports]
    assert len({round(box["x"]) for box in boxes}) == 2 and len({round(box["y"]) for box in boxes}) == 3


def test_a_layout_is_kept_edited_and_removed(pair, server):
    pair.press("3")
    pair.click('[data-drawer="layout"]')
    name = pair.browser.find_element(By.CSS_SELECTOR, ".saver input")
    name.send_keys("我的双幅")
    pair.click(".saver button")
    row = wait(pair.browser, lambda: [one for one in pair.browser.find_elements(By.CSS_SELECTOR, ".protocol") if "我的双幅" in one.text])[0]
    kept = json.loads(ask(server, "/api/reading/choices/hanging"))
    assert kept[0]["grid"] == "1x2" and kept[0]["places"][0]["look"]["window"] == {"center": -600, "width": 1500}
    row.find_element(By.CSS_SELECTOR, ".small").click()
    area = pair.browser.find_element(By.CSS_SELECTOR, ".editor textarea")
    pair.browser.execute_script("arguments[0].value = arguments[0].value.replace('1x2', '9x9')", area)
    pair.click('[data-editor="hanging.keep"]')
    assert "grid" in pair.browser.find_element(By.CSS_SELECTOR, ".editor .said").text
    pair.browser.execute_script("arguments[0].value = arguments[0].value.replace('9x9', '2x1')", area)
    pair.click('[data-editor="hanging.keep"]')
    wait(pair.browser, lambda: json.loads(ask(server, "/api/reading/choices/hanging"))[0]["grid"] == "2x1")
    pair.reload()
    wait(pair.browser, lambda: len(pair.viewports) == 2 and pair.viewports[1].rect["y"] > pair.viewports[0].rect["y"] + 100)
    pair.click('[data-drawer="layout"]')
    pair.browser.find_element(By.CSS_SELECTOR, ".protocol .small").click()
    pair.click('[data-editor="hanging.remove"]')
    wait(pair.browser, lambda: json.loads(ask(server, "/api/reading/choices/hanging")) == [])


def test_a_series_is_dropped_on_a_picture(pair):
    pair.browser.execute_script("""
        const [tile, target] = [document.querySelectorAll('.tile')[1], document.querySelectorAll('.viewport')[0]];
        const carried = new DataTransfer();
        tile.dispatchEvent(new DragEvent('dragstart', { dataTransfer: carried, bubbles: true }));
        target.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));""")
    wait(pair.browser, lambda: "序列 2" in pair.text("bottomLeft"))
