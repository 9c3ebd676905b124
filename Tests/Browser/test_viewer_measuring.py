"""Every measuring tool, its numbers against a second calculation, and what becomes of them."""
import math
import re

import numpy
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import wait
from reading import ReadingPage, stored

MIDDLE = studies.SLICES // 2 + 1
SIDE = 128


@pytest.fixture
def ct(reader, server):
    page = ReadingPage(reader, server, server.studies["ct"])
    page.alone()
    page.shift("x")
    yield page
    page.shift("x")
    page.wait_until_kept()


@pytest.fixture(scope="module")
def slice_():
    return studies.ct_slice(1, 1, MIDDLE)


def hounsfield(dataset):
    return dataset.pixel_array * float(dataset.RescaleSlope) + float(dataset.RescaleIntercept)


def number(lines, name=""):
    """The number behind a name in the lines beside a shape."""
    found = re.search(rf"{re.escape(name)}\s*(-?[\d.]+)", "  ".join(lines))
    return float(found.group(1))


def statistics(values):
    return values.mean(), values.std(ddof=1), values.min(), values.max()


def told(lines):
    return number(lines, "均值"), number(lines, "SD"), number(lines, "最小"), number(lines, "最大")


def close(found, expected):
    return all(abs(one - other) <= max(0.11, 0.0005 * abs(other)) for one, other in zip(found, expected))


def test_a_length_is_pixels_times_spacing(ct, slice_):
    ct.press("d")
    ct.drag_between((-100, -40), (120, 80))
    [(kind, lines)] = ct.shapes()
    start, end = (ct.in_image(place, SIDE, SIDE) for place in ((-100, -40), (120, 80)))
    assert kind == "length"
    assert number(lines) == pytest.approx(math.dist(start, end) * float(slice_.PixelSpacing[0]), abs=0.06)
    assert "mm" in lines[0]


def test_an_ellipse_tells_area_and_values_of_the_pixels_inside(ct, slice_):
    ct.press("o")
    ct.drag_between((-150, -90), (90, 110))
    [(_, lines)] = ct.shapes()
    (left, top), (right, bottom) = (ct.in_image(place, SIDE, SIDE) for place in ((-150, -90), (90, 110)))
    spacing = float(slice_.PixelSpacing[0])
    assert number(lines, "面积") == pytest.approx(math.pi * (right - left) / 2 * (bottom - top) / 2 * spacing ** 2, rel=0.001)
    down, across = numpy.mgrid[0:SIDE, 0:SIDE] + 0.5
    inside = ((across - (left + right) / 2) / ((right - left) / 2)) ** 2 + ((down - (top + bottom) / 2) / ((bottom - top) / 2)) ** 2 <= 1
    assert close(told(lines), statistics(hounsfield(slice_)[inside])), lines
    assert "HU" in lines[2]


def test_a_rectangle_and_a_circle(ct, slice_):
    ct.press("q")
    ct.drag_between((-160, -100), (-60, 20))
    ct.shift("o")
    ct.drag_between((120, 60), (160, 60))
    (_, rectangle), (_, circle) = ct.shapes()
    (left, top), (right, bottom) = (ct.in_image(place, SIDE, SIDE) for place in ((-160, -100), (-60, 20)))
    columns = slice(math.ceil(left - 0.5), math.floor(right - 0.5) + 1)
    rows = slice(math.ceil(top - 0.5), math.floor(bottom - 0.5) + 1)
    assert close(told(rectangle), statistics(hounsfield(slice_)[rows, columns])), rectangle
    spacing = float(slice_.PixelSpacing[0])
    radius = math.dist(*(ct.in_image(place, SIDE, SIDE) for place in ((120, 60), (160, 60)))) * spacing
    assert number(circle, "面积") == pytest.approx(math.pi * radius ** 2, rel=0.002)


def test_a_polygon_closes_on_its_first_point_and_a_polyline_ends_with_enter(ct, slice_):
    places = [(-120, -120), (40, -120), (40, 40), (-120, 40)]
    ct.press("y")
    for place in [*places, places[0]]:
        ct.click_at(*place)
    ct.shift("d")
    # Beside the polygon: a press on a shape would take hold of it.
    for x, y in places[:3]:
        ct.click_at(x + 40, y - 40)
    ct.press(Keys.ENTER)
    shapes = dict(ct.shapes())
    points = [ct.in_image(place, SIDE, SIDE) for place in places]
    spacing = float(slice_.PixelSpacing[0])
    assert number(shapes["polygon"], "面积") == pytest.approx((points[1][0] - points[0][0]) * (points[2][1] - points[1][1]) * spacing ** 2, rel=0.001)
    assert number(shapes["polyline"]) == pytest.approx((math.dist(*points[:2]) + math.dist(*points[1:3])) * spacing, abs=0.06)


def test_a_freehand_region_follows_the_hand(ct):
    ct.shift("y")
    way = ActionChains(ct.browser).move_to_element_with_offset(ct.viewport, 100, 0).click_and_hold()
    for step in range(1, 37):
        before, now = ((100 * math.cos(turn), 100 * math.sin(turn)) for turn in (math.radians(10 * (step - 1)), math.radians(10 * step)))
        way.move_by_offset(round(now[0]) - round(before[0]), round(now[1]) - round(before[1]))
    way.release().perform()
    ct.settle()
    [(kind, lines)] = ct.shapes()
    scale = min(ct.viewport.size["width"], ct.viewport.size["height"]) / SIDE
    assert kind == "freehand"
    assert number(lines, "面积") == pytest.approx(math.pi * (100 / scale * 0.661468) ** 2, rel=0.02)


def test_angles(ct):
    ct.press("a")
    ct.drag_between((0, -120), (0, 0))
    ct.click_at(120, 0)
    ct.shift("a")
    ct.drag_between((-200, 100), (-50, 100))
    ct.drag_between((-200, 160), (-50, 247))
    shapes = dict(ct.shapes())
    assert number(shapes["angle"]) == pytest.approx(90, abs=0.01)
    assert number(shapes["cobb"]) == pytest.approx(math.degrees(math.atan2(87, 150)), abs=0.06)


def test_the_cardiothoracic_ratio(ct):
    ct.shift("r")
    ct.drag_between((-60, 40), (60, 40))
    ct.drag_between((-150, 90), (150, 90))
    [(kind, lines)] = ct.shapes()
    assert kind == "ratio" and number(lines, "心胸比") == pytest.approx(0.4, abs=0.0005)


def test_a_point_tells_the_value_under_it_and_an_arrow_takes_words(ct, slice_):
    ct.press("n")
    ct.click_at(33, 47)
    column, row = (int(value) for value in ct.in_image((33, 47), SIDE, SIDE))
    assert number(dict(ct.shapes())["point"]) == hounsfield(slice_)[row, column]
    ct.press("m")
    ct.drag_between((-100, 0), (-160, -60))
    wait(ct.browser, lambda: ct.browser.find_elements(By.CSS_SELECTOR, ".caption"))
    ActionChains(ct.browser).send_keys("结节 <b>", Keys.ENTER).perform()
    ct.settle()
    assert dict(ct.shapes())["arrow"] == ["结节 <b>"]


def test_shapes_are_moved_deleted_cleared_and_brought_back(ct):
    ct.press("d")
    ct.drag_between((-100, 0), (100, 0))
    before = ct.shapes()
    ct.press("w")
    ct.drag_between((100, 0), (160, 0))
    longer = ct.shapes()
    assert number(longer[0][1]) == pytest.approx(number(before[0][1]) * 1.3, rel=0.002)
    ct.control("z")
    assert ct.shapes() == before
    ct.control("y")
    assert ct.shapes() == longer
    ct.press(Keys.DELETE)
    assert ct.shapes() == []
    ct.control("z")
    assert ct.shapes() == longer
    ct.click_at(0, 0)
    ct.press(Keys.DELETE)
    assert ct.shapes() == []
    ct.press("o")
    ct.drag_between((-50, -50), (50, 50))
    ct.drag_between((-150, -150), (-100, -100))
    ct.choose("measure", "clearShapes")
    assert ct.shapes() == []
    ct.choose("measure", "undo")
    assert len(ct.shapes()) == 2


def test_shapes_belong_to_their_slice(ct):
    ct.press("d")
    ct.drag_between((-100, 0), (100, 0))
    ct.press(Keys.ARROW_DOWN)
    ct.wait_for_image(MIDDLE + 1)
    ct.settle()
    assert ct.shapes() == []
    ct.press(Keys.ARROW_UP)
    ct.wait_for_image(MIDDLE)
    ct.settle()
    assert len(ct.shapes()) == 1


def test_the_same_number_when_made_reloaded_and_exported(ct):
    ct.press("d")
    ct.drag_between((-100, -40), (120, 81))
    ct.press("o")
    ct.drag_between((-150, -90), (90, 110))
    made = ct.shapes()
    ct.wait_until_kept()
    ct.reload()
    ct.alone()
    assert ct.shapes() == made
    ct.shift("g")
    wait(ct.browser, lambda: "测量报告已写入" in ct.status)
    report = max(ct.objects("SR"), key=lambda one: one.ContentTime)
    assert report.SOPClassUID == "1.2.840.10008.5.1.4.1.1.88.33"
    numbers = {}
    def walk(item):
        if item.get("ValueType") == "NUM":
            name = item.ConceptNameCodeSequence[0].CodeMeaning
            for further in item.get("ContentSequence", []):
                if further.ValueType == "CODE":
                    name = further.ConceptCodeSequence[0].CodeMeaning
            numbers[name] = float(item.MeasuredValueSequence[0].NumericValue)
        for further in item.get("ContentSequence", []):
            walk(further)
    walk(report)
    lengths, region = made[0][1], made[1][1]
    assert numbers["Length"] == pytest.approx(number(lengths), abs=0.06)
    assert numbers["Area"] == pytest.approx(number(region, "面积"), abs=0.06)
    assert close(told(region), (numbers["Mean"], numbers["Standard Deviation"], numbers["Minimum"], numbers["Maximum"]))


def test_a_detector_spacing_keeps_its_caveat_and_a_known_length_replaces_it(reader, server):
    page = ReadingPage(reader, server, server.studies["radiograph"])
    page.alone()
    page.press("d")
    page.drag_between((-100, 0), (100, 0))
    assert "探测器面" in page.shapes()[0][1][0]
    page.shift("c")
    page.drag_between((-100, 50), (100, 50))
    wait(page.browser, lambda: page.browser.find_elements(By.CSS_SELECTOR, ".caption"))
    ActionChains(page.browser).send_keys("80", Keys.ENTER).perform()
    page.settle()
    [(_, lines)] = page.shapes()
    assert number(lines) == pytest.approx(80, abs=0.01) and "手动定标" in lines[0]
    page.shift("x")
    page.wait_until_kept()


def test_ultrasound_is_measured_by_its_region(reader, server):
    page = ReadingPage(reader, server, stored(server, "heart"))
    page.alone()
    page.press("d")
    page.drag_between((-100, 0), (100, 0))
    start, end = (page.in_image(place, 480, 640) for place in ((-100, 0), (100, 0)))
    assert number(page.shapes()[0][1]) == pytest.approx(math.dist(start, end) * 0.35, abs=0.06)
    page.shift("x")
    page.wait_until_kept()


def test_two_readers_lose_nothing_of_each_other(ct, server):
    ct.press("d")
    ct.drag_between((-100, 0), (100, 0))
    ct.wait_until_kept()
    import json
    import urllib.request
    from base64 import b64encode
    path = f"{server.url}/api/studies/{ct.study}/annotations"
    headers = {"Authorization": "Basic " + b64encode(f"{server.name}:{server.password}".encode()).decode(), "Content-Type": "application/json"}
    notes = json.loads(urllib.request.urlopen(urllib.request.Request(path, headers=headers)).read())
    other = {**notes["annotations"][0], "id": "of-another", "points": [{"x": 10, "y": 10}, {"x": 30, "y": 10}]}
    body = json.dumps({"revision": notes["revision"], "annotations": [*notes["annotations"], other]}).encode()
    urllib.request.urlopen(urllib.request.Request(path, data=body, headers=headers, method="PUT"))
    ct.drag_between((-100, 100), (100, 100))
    wait(ct.browser, lambda: len(ct.shapes()) == 3, lambda: str(ct.shapes()))
