"""Planes through volumes: three directions, slabs, tilted, curved; PET in SUV and over CT."""
import base64
import io
import math
import re

import numpy
import pytest
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import wait
from reading import ReadingPage, generate_reading, send, stored


@pytest.fixture
def chest(reader, server):
    page = ReadingPage(reader, server, stored(server, "chest"))
    page.alone()
    page.shift("v")
    wait(reader, lambda: len(page.viewports) == 4, lambda: page.status)
    for index in range(4):
        page.wait_for("full", index=index)
    return page


def levels(page, index):
    address = page.browser.execute_script(
        "return [...document.querySelectorAll('.viewport')[arguments[0]].querySelectorAll('.picture')].find((canvas) => !canvas.hidden).toDataURL()", index)
    return numpy.array(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).convert("L"), dtype=int)


def letters(page, index):
    return tuple(page.viewports[index].find_element(By.CSS_SELECTOR, f".mark.{side}").text for side in ("left", "right", "top", "bottom"))


def signs(page, index):
    return [sign.get_attribute("data-sign") for sign in page.viewports[index].find_elements(By.CSS_SELECTOR, ".sign")]


def test_three_directions_stand_as_they_should(chest):
    assert letters(chest, 0) == ("R", "L", "A", "P")
    assert letters(chest, 1) == ("R", "L", "H", "F")
    assert letters(chest, 3) == ("A", "P", "H", "F")
    assert all("plane" in signs(chest, index) for index in (0, 1, 3)) and "plane" not in signs(chest, 2)
    for index in (0, 1, 3):
        assert levels(chest, index).std() > 20


def test_a_plane_shows_the_anatomy_where_it_is(chest):
    """The trachea of the phantom, 18 mm wide at x = 0, y = 8: black between bright in the axial plane."""
    picture = levels(chest, 0)
    height, width = picture.shape
    # The phantom's field is 384 × 0.9333 mm, its middle at x = 0 and y = 0 but for half a pixel.
    scale = min(width, height) / (384 * 0.7 * 512 / 384)
    at = lambda x, y: picture[round(height / 2 + y * scale), round(width / 2 + x * scale)]  # noqa: E731
    assert at(0, 8) < 30 < 100 < at(16, -20)


def test_the_cursor_leads_every_plane(chest):
    chest.click_at(40, 20, index=0)
    wait(chest.browser, lambda: len(chest.browser.find_elements(By.CSS_SELECTOR, ".viewport path.cursor")) >= 3)
    before = [chest.image(index) for index in (1, 3)]
    chest.click_at(-40, -30, index=0)
    wait(chest.browser, lambda: [chest.image(index) for index in (1, 3)] != before)


def test_slabs_are_brighter_or_darker_and_say_so(chest):
    plain = levels(chest, 1).mean()
    chest.press(";")
    wait(chest.browser, lambda: "slab.maximum" in signs(chest, 1) and chest.quality(1) == "full")
    bright = levels(chest, 1).mean()
    chest.press("'")
    wait(chest.browser, lambda: "slab.minimum" in signs(chest, 1) and chest.quality(1) == "full")
    assert levels(chest, 1).mean() < plain < bright
    chest.press("'")
    wait(chest.browser, lambda: "plane" in signs(chest, 1))


def test_a_tilted_plane_is_oblique_and_measures_true(chest):
    chest.press(",")
    chest.drag_between((0, 0), (100, 0), index=0)
    wait(chest.browser, lambda: "斜位" in chest.viewports[0].find_element(By.CLASS_NAME, "bottomLeft").text
         or "横断位" in chest.viewports[0].find_element(By.CLASS_NAME, "bottomLeft").text)
    assert len(letters(chest, 0)[0]) >= 1 and letters(chest, 0) != ("R", "L", "A", "P")
    chest.press("d")
    chest.drag_between((-40, 0), (40, 0), index=1)
    text = [lines for kind, lines in chest.shapes(1) if kind == "length"][-1][0]
    bar = chest.viewports[1].find_element(By.CSS_SELECTOR, ".scalebar")
    bar_mm = float(re.match(r"([\d.]+)", bar.text).group(1)) * (10 if "cm" in bar.text else 1)
    assert float(re.match(r"([\d.]+)", text).group(1)) == pytest.approx(80 * bar_mm / bar.size["height"], rel=0.03)
    chest.shift("x")
    chest.wait_until_kept()


def test_a_curve_is_straightened(chest):
    chest.shift("d")
    for place in ((-80, -40), (0, 0), (80, -40)):
        chest.click_at(*place, index=1)
    chest.press(Keys.ENTER)
    chest.press(".")
    wait(chest.browser, lambda: "curve" in signs(chest, 2) and chest.quality(2) == "full", lambda: chest.status)
    assert levels(chest, 2).std() > 10
    chest.shift("x")
    chest.wait_until_kept()


@pytest.mark.parametrize("number, change, words", [(51, "one", "层数太少"), (52, "nowhere", "缺少空间位置")])
def test_a_series_that_is_no_volume_says_why(reader, server, number, change, words):
    images = [studies.ct_slice(number, 1, position) for position in range(1, 2 if change == "one" else 5)]
    if change == "nowhere":
        for image in images:
            del image.ImagePositionPatient
    send(server, images)
    page = ReadingPage(reader, server, studies.uid(number))
    page.alone()
    page.shift("v")
    wait(reader, lambda: words in page.status, lambda: page.status)
    assert len(page.viewports) == 1


@pytest.fixture
def petct(reader, server):
    page = ReadingPage(reader, server, stored(server, "petct"))
    wait(reader, lambda: len(page.viewports) == 3)
    for index in range(3):
        page.wait_for("full", index=index)
    wait(reader, lambda: "SUV" in page.viewports[1].find_element(By.CLASS_NAME, "bottomRight").text)
    return page


def test_pet_is_told_in_suv(petct):
    """The lesion of the phantom has a SUV of 9.5 at x = −84, y = −24, z = 18."""
    petct.press("]", Keys.HOME)
    for _ in range(27):
        petct.press(Keys.ARROW_DOWN)
    petct.wait_for_image(28, index=1)
    petct.press("n")
    box = petct.viewports[1].size
    scale = min(box["width"], box["height"]) / (128 * 3.2)
    petct.click_at(round(-84 * scale), round(-24 * scale), index=1)
    [(_, lines)] = petct.shapes(1)
    assert "SUVbw" in lines[0] and float(re.match(r"([\d.]+)", lines[0]).group(1)) == pytest.approx(9.5, abs=0.4)
    petct.shift("x")
    petct.wait_until_kept()


def test_fusion_lays_the_hot_lesion_over_ct(petct):
    def coloured():
        address = petct.browser.execute_script("return document.querySelectorAll('.viewport')[2].querySelector('.fusion:not(.regions)')?.toDataURL()")
        if not address:
            return 0
        picture = numpy.array(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))), dtype=int)
        return int(((picture[..., 0] > 200) & (picture[..., 3] > 80)).sum())
    petct.press("]", "]", Keys.HOME)
    for _ in range(27):
        petct.press(Keys.ARROW_DOWN)
    petct.wait_for_image(28, index=2)
    wait(petct.browser, lambda: coloured() > 50)
    petct.press("\\")
    wait(petct.browser, lambda: coloured() == 0)
