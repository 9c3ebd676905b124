import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import ViewerPage, wait


@pytest.fixture
def ct(reader, server):
    page = ViewerPage(reader, server, server.studies["ct"])
    page.wait_for("full")
    return page


def test_a_preview_comes_first_and_full_depth_replaces_it(reader, server):
    # The network is made slow, so that what is quick alone is seen.
    reader.execute_cdp_cmd("Network.enable", {})
    reader.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1})
    try:
        page = ViewerPage(reader, server, server.studies["ct"])
        reader.execute_script("""
            window.qualities = [];
            new MutationObserver(() => window.qualities.push(document.querySelector('.viewport')?.dataset.quality))
              .observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['data-quality'] });""")
        page.wait_for("full")
        seen = [quality for quality in reader.execute_script("return window.qualities") if quality in ("preview", "full")]
        assert seen[-1] == "full"
        assert page.signs == ["full"]
    finally:
        reader.execute_cdp_cmd("Network.emulateNetworkConditions", {
            "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


def test_the_middle_of_the_stack_is_shown_first_with_its_texts(ct):
    assert ct.image() == studies.SLICES // 2 + 1
    assert "张三" in ct.text("topLeft") and "YG0001" in ct.text("topLeft")
    assert "头颅平扫" in ct.text("topRight")
    assert f"{studies.SLICES // 2 + 1} / {studies.SLICES}" in ct.text("bottomLeft")
    assert "横断位 14 mm" in ct.text("bottomLeft")
    assert ct.window == (400, 40)


def test_dragging_changes_the_window_and_the_pixels(ct):
    before = ct.picture()
    ct.drag(64, -32)
    width, center = ct.window
    assert width == pytest.approx(400 + 64 * 400 / 256, abs=2)
    assert center == pytest.approx(40 - 32 * 400 / 256, abs=2)
    assert ct.picture() != before
    ct.press("x")
    assert ct.window == (400, 40)
    assert ct.picture() == before


def test_presets_have_keys_and_0_is_the_images_own(ct):
    ct.press("3")
    assert ct.window == (1500, -600)
    ct.press("0")
    assert ct.window == (400, 40)


def test_wheel_keys_drag_and_slider_scroll(ct):
    middle = ct.image()
    ct.wheel(120)
    ct.wait_for_image(middle + 1)
    ct.press(Keys.ARROW_UP, Keys.ARROW_UP)
    ct.wait_for_image(middle - 1)
    ct.press(Keys.HOME)
    ct.wait_for_image(1)
    ct.press(Keys.END)
    ct.wait_for_image(studies.SLICES)
    ct.press(Keys.HOME, "s")
    ct.drag(0, 100)
    assert ct.image() > 1


def test_every_slice_has_its_own_pixels(ct):
    ct.press(Keys.HOME)
    seen = set()
    for number in range(1, studies.SLICES + 1):
        ct.wait_for_image(number)
        seen.add(ct.picture())
        ct.press(Keys.ARROW_DOWN)
    assert len(seen) == studies.SLICES


def test_letters_follow_turns_and_flips(ct):
    assert ct.marks == ("R", "L", "A", "P")
    ct.press("r")
    assert ct.marks == ("P", "A", "R", "L")
    ct.press("h")
    assert ct.marks == ("A", "P", "R", "L")
    ct.press("v")
    assert ct.marks == ("A", "P", "L", "R")
    ct.press("x")
    assert ct.marks == ("R", "L", "A", "P")


def test_inversion_and_zoom_change_the_picture_and_fit_brings_it_back(ct):
    before = ct.picture()
    ct.press("i")
    assert ct.picture() != before
    ct.press("i", "z")
    assert ct.picture() == before
    ct.drag(0, -80)
    assert "缩放" in ct.text("bottomRight") and ct.picture() != before
    ct.press("f")
    assert ct.picture() == before


def test_actual_size_is_a_hundred_per_cent(ct):
    ct.press("u")
    assert "100%" in ct.text("bottomRight")


def test_layouts_fill_with_further_series_and_double_click_makes_one_large(ct):
    ct.click('[data-grid="1x2"]')
    ct.wait_for("full", index=1)
    assert len(ct.viewports) == 2
    shown = {tile.get_attribute("data-series") for tile in ct.browser.find_elements(By.CSS_SELECTOR, ".tile.shown")}
    assert shown == {studies.uid(1, 1), studies.uid(1, 2)}
    ct.click('[data-grid="2x2"]')
    assert len(ct.viewports) == 4
    assert ct.quality(3) == "empty"


def test_linked_viewports_scroll_together(ct):
    ct.click('[data-grid="1x2"]')
    ct.wait_for("full", index=1)
    ct.press("k", Keys.HOME)
    ct.wait_for_image(1, index=0)
    ct.wait_for_image(1, index=1)


def test_the_strip_says_what_there_is_and_what_was_seen(ct, server):
    tiles = ct.browser.find_elements(By.CSS_SELECTOR, ".tile")
    assert [tile.get_attribute("data-series") for tile in tiles] == [studies.uid(1, 1), studies.uid(1, 2)]
    assert "CT" in tiles[0].text and "轴位 1" in tiles[0].text and f"{studies.SLICES} 幅" in tiles[0].text
    assert "seen" in tiles[0].get_attribute("class") and "seen" not in tiles[1].get_attribute("class")
    wait(ct.browser, lambda: tiles[0].find_element(By.TAG_NAME, "img").get_property("naturalWidth") > 0)
    tiles[1].click()
    wait(ct.browser, lambda: "seen" in tiles[1].get_attribute("class"))


def test_a_series_can_be_asked_for_by_address(reader, server):
    page = ViewerPage(reader, server, server.studies["ct"], series=studies.uid(1, 2))
    page.wait_for("full")
    assert "序列 2" in page.text("bottomLeft")


def test_a_film_plays_at_its_own_speed(reader, server):
    page = ViewerPage(reader, server, server.studies["film"])
    page.wait_for("full", "server")
    assert "20 幅/秒" in page.browser.find_element(By.ID, "cine").text
    page.press("c")
    wait(page.browser, lambda: page.image() >= 4)
    page.press("c")
    stopped = page.image()
    page.settle()
    assert page.image() == stopped


def test_a_detector_spacing_is_labelled_as_such(reader, server):
    page = ViewerPage(reader, server, server.studies["radiograph"])
    page.wait_for("full")
    assert "detectorSpacing" in page.signs
    assert "探测器" in page.viewport.find_element(By.CLASS_NAME, "scalebar").text


def test_what_is_no_image_says_so(reader, server):
    page = ViewerPage(reader, server, server.studies["waveform"])
    page.wait_for("unpictured")
    assert "波形" in page.viewport.find_element(By.CLASS_NAME, "notice").text


def test_a_document_opens_in_a_tab_of_its_own(reader, server):
    page = ViewerPage(reader, server, server.studies["document"])
    page.wait_for("unpictured")
    mine = reader.current_window_handle
    page.viewport.find_element(By.CSS_SELECTOR, ".notice button").click()
    wait(reader, lambda: len(reader.window_handles) == 2)
    reader.switch_to.window(next(handle for handle in reader.window_handles if handle != mine))
    try:
        wait(reader, lambda: reader.current_url.startswith("blob:"))
    finally:
        reader.close()
        reader.switch_to.window(mine)


def test_a_study_that_is_not_there_is_told_in_words_with_a_retry(reader, server):
    page = ViewerPage(reader, server, studies.uid(404))
    page.wait_for("failed")
    notice = page.viewport.find_element(By.CLASS_NAME, "notice")
    assert "没有找到" in notice.text
    assert notice.find_element(By.TAG_NAME, "button").text == "重试"


def test_every_tool_has_words_in_both_languages(ct):
    ct.click("#language")
    labels = [label.text for label in ct.browser.find_elements(By.CSS_SELECTOR, "#toolbar .label") if label.is_displayed()]
    assert "Window" in labels
    assert not any("\u4e00" <= letter <= "\u9fff" for label in labels for letter in label)
    assert "Full depth" in ct.viewport.find_element(By.CLASS_NAME, "signs").text


def test_nothing_breaks_the_content_security_policy_or_throws(ct):
    ct.press("r", "i", "c", "c", "t", "t", "l", "l", "l", "l", "x")
    complaints = [entry["message"] for entry in ct.browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert complaints == []
