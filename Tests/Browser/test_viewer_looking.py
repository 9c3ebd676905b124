"""How a picture is shown: colour schemes, display filters, magnifier, true size; and what leaves as pictures, film and paper."""
import base64
import io
import time

import numpy
import pytest
from PIL import Image
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import wait
from reading import ReadingPage, stored


@pytest.fixture
def ct(reader, server):
    page = ReadingPage(reader, server, server.studies["ct"])
    page.alone()
    return page


def levels(page):
    return numpy.array(Image.open(io.BytesIO(base64.b64decode(page.picture().split(",")[1]))).convert("RGB"), dtype=int)


def test_a_colour_scheme_colours_by_brightness_and_grey_brings_it_back(ct):
    grey = levels(ct)
    ct.click('[data-drawer="show"]')
    ct.click('[data-scheme="hotIron"]')
    hot = levels(ct)
    level = grey[..., 0]
    # PS3.6 B.1.1: red first, green from the middle, blue in the last quarter.
    assert numpy.abs(hot[..., 0] - numpy.minimum(255, level * 255 / 128)).max() <= 2
    assert hot[..., 1][level < 128].max() <= 1 and hot[..., 2][level < 192].max() <= 1
    ct.click('[data-scheme="grey"]')
    assert (levels(ct) == grey).all()
    ct.press("j")
    assert (levels(ct) == hot).all(), "the key goes to the next scheme"
    ct.press("x")
    assert (levels(ct) == grey).all()


def test_schemes_are_as_many_as_offered_and_differ(ct):
    ct.click('[data-drawer="show"]')
    pictures = {}
    for swatch in ct.browser.find_elements(By.CSS_SELECTOR, ".swatch"):
        swatch.click()
        ct.settle()
        pictures[swatch.get_attribute("data-scheme")] = ct.picture()
    assert len(pictures) >= 7 and len(set(pictures.values())) == len(pictures)


def test_sharpening_brings_out_edges_and_smoothing_takes_noise_away(ct):
    def roughness():
        return numpy.abs(numpy.diff(levels(ct)[..., 0], axis=1)).mean()
    plain = roughness()
    ct.shift("s")
    sharp = roughness()
    ct.shift("f")
    soft = roughness()
    ct.shift("f")
    assert soft < plain < sharp and roughness() == plain


def test_the_magnifier_follows_the_pointer(ct):
    ct.shift("m")
    ActionChains(ct.browser).move_to_element_with_offset(ct.viewport, 50, 40).perform()
    glass = wait(ct.browser, lambda: ct.browser.find_elements(By.CSS_SELECTOR, ".magnifier"))[0]
    box, view = glass.rect, ct.viewport.rect
    assert box["x"] + box["width"] / 2 == pytest.approx(view["x"] + view["width"] / 2 + 50, abs=2)
    ct.shift("m")
    assert ct.browser.find_elements(By.CSS_SELECTOR, ".magnifier") == []


def test_true_size_makes_a_millimetre_a_millimetre(ct):
    ct.shift("u")
    # 96 CSS pixels to the inch; a pixel of this CT is 0.661468 mm wide.
    assert f"缩放 {round(0.661468 * 96 / 25.4 * 100)}%" in ct.text("bottomRight")


@pytest.fixture
def downloads(reader, tmp_path):
    reader.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    def finished(ending):
        for _ in range(400):
            found = [path for path in tmp_path.iterdir() if path.suffix == ending]
            if found and found[0].stat().st_size:
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no {ending} came: {list(tmp_path.iterdir())}")
    yield finished
    reader.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "default"})


def test_a_picture_is_exported_with_what_is_drawn_on_it(ct, downloads):
    ct.press("d")
    ct.drag_between((-100, 0), (100, 0))
    ct.choose("give", "savePNG")
    picture = numpy.array(Image.open(downloads(".png")).convert("RGB"), dtype=int)
    view = ct.viewport.size
    assert picture.shape[:2] == (round(view["height"] * 2), round(view["width"] * 2))
    line = picture[picture.shape[0] // 2, picture.shape[1] // 2 - 150]
    assert line[1] > 120 and line[1] > line[0] + 30, f"what was drawn last is selected, and teal: {line}"
    corner = picture[:160, :400]
    assert corner.max() > 150, "the patient's name is in the corner"
    ct.shift("x")
    ct.wait_until_kept()


def test_a_film_is_exported_as_video(reader, server, downloads):
    page = ReadingPage(reader, server, server.studies["film"])
    page.alone()
    page.choose("give", "saveFilm")
    for _ in range(200):
        if "已保存" in page.status:
            break
        time.sleep(0.05)
    ending = "." + page.status.rsplit(".", 1)[1]
    film = downloads(ending).read_bytes()
    assert film[:4] == b"\x1aE\xdf\xa3" or film[4:8] == b"ftyp"
    assert len(film) > 5000


def test_a_page_is_printed_with_the_patients_line(ct):
    ct.browser.execute_script("window.print = () => { window.printed = document.querySelector('.sheet .who').textContent; }")
    ct.control("p")
    line = wait(ct.browser, lambda: ct.browser.execute_script("return window.printed"))
    assert "张三" in line and "YG0001" in line and "2026-05-01" in line
    pdf = base64.b64decode(ct.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert pdf.startswith(b"%PDF") and len(pdf) > 20_000
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 1


def test_an_ultrasound_film_shows_its_frames_in_colour(reader, server):
    page = ReadingPage(reader, server, stored(server, "heart"))
    page.wait_for("full", "server")
    assert "30 幅/秒" in page.browser.find_element(By.ID, "cine").text
    assert page.image() == 1
    page.press(Keys.END)
    page.wait_for_image(30)
