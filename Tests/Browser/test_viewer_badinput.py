"""What is wrong in a study: what can be shown is shown, and what cannot is said."""
import base64
import io

import numpy
import pytest
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import wait
from reading import ReadingPage, send


def study(server, number, change, slices=4):
    """A CT of a few slices in which something was changed."""
    images = [studies.ct_slice(number, 1, position) for position in range(1, slices + 1)]
    for position, image in enumerate(images):
        change(image, position)
    send(server, images)
    return studies.uid(number)


def spread(page):
    return numpy.array(Image.open(io.BytesIO(base64.b64decode(page.picture().split(",")[1]))).convert("L")).std()


def test_markup_in_names_is_text(reader, server):
    def change(image, _):
        image.PatientName = "<script>alert(1)</script>"
        image.SeriesDescription = "<b>series</b><script>window.ran = 1</script>"
        image.StudyDescription = "\"><svg onload=alert(1)>"
    page = ReadingPage(reader, server, study(server, 41, change))
    assert "<script>alert(1)" in page.text("topLeft")
    assert "<b>series</b>" in page.browser.find_element(By.CSS_SELECTOR, ".tile").text
    assert reader.execute_script("return window.ran ?? null") is None
    assert [one["message"] for one in reader.get_log("browser") if one["level"] == "SEVERE"] == []


@pytest.mark.parametrize("number, center, width", [(42, 40, 0), (43, 40, -5), (44, 1e30, 1e30), (45, -3e38, 1)])
def test_absurd_windows_leave_a_picture_or_a_way_to_one(reader, server, number, center, width):
    def change(image, _):
        image.WindowCenter, image.WindowWidth = center, width
    page = ReadingPage(reader, server, study(server, number, change))
    page.wait_for("full")
    page.press("2")
    assert page.window == (2000, 500) and spread(page) > 5
    page.press("x")
    page.wait_for("full")


def test_a_slice_that_is_cut_off_fails_alone(reader, server):
    def change(image, position):
        if position == 1:
            image.PixelData = image.PixelData[:5000]
    page = ReadingPage(reader, server, study(server, 46, change))
    page.alone()
    page.press(Keys.HOME)
    page.wait_for_image(1)
    page.press(Keys.ARROW_DOWN)
    page.wait_for("failed")
    assert page.viewport.find_element(By.CSS_SELECTOR, ".notice button").text == "重试"
    page.press(Keys.ARROW_DOWN)
    page.wait_for_image(3)
    page.wait_for("full")


def test_images_of_several_sizes_are_all_shown(reader, server):
    def change(image, position):
        if position % 2:
            image.PixelData = image.pixel_array[:64, :96].copy().tobytes()
            image.Rows, image.Columns = 64, 96
    page = ReadingPage(reader, server, study(server, 47, change))
    page.alone()
    seen = set()
    page.press(Keys.HOME)
    for number in range(1, 5):
        page.wait_for_image(number)
        seen.add(page.text("bottomLeft").split("\n")[-1])
        page.press(Keys.ARROW_DOWN)
    assert seen == {"128 × 128", "96 × 64"}


def test_images_without_a_place_are_shown_in_order_and_say_nothing_of_places(reader, server):
    def change(image, _):
        for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "FrameOfReferenceUID"):
            delattr(image, keyword)
    page = ReadingPage(reader, server, study(server, 48, change))
    page.alone()
    assert page.marks == ("", "", "", "") and "mm" not in page.text("bottomLeft").split("\n")[2].split("层厚")[0]
    page.press("d")
    page.drag_between((-60, 0), (60, 0))
    assert "mm" in page.shapes()[0][1][0], "the spacing is still known"
    page.shift("x")
    page.wait_until_kept()


def test_what_is_drawn_without_a_connection_is_kept_when_it_is_back(reader, server):
    page = ReadingPage(reader, server, study(server, 49, lambda *_: None))
    page.alone()
    reader.execute_cdp_cmd("Network.enable", {})
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    try:
        reader.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, **conditions})
        page.press("d")
        page.drag_between((-60, 0), (60, 0))
        wait(reader, lambda: "尚未保存" in page.status)
        assert len(page.shapes()) == 1
    finally:
        reader.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, **conditions})
    page.wait_until_kept()
    page.reload()
    page.alone()
    assert len(page.shapes()) == 1
