"""The list and the reader of ECGs: what a physician does with them, with a mouse."""
import json
import urllib.error
import urllib.request

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

import ecgs
from conftest import resize
from pages import wait


@pytest.fixture(scope="module")
def sender(server):
    return ecgs.Sender(server)


@pytest.fixture(scope="module")
def pair(sender):
    """Two ECGs of one patient, the later one faster."""
    earlier = sender.send(ecgs.recording("钱小明", "ECG-2", "2026-04-01T08:00:00", rr=0.8), "earlier.json")
    later = sender.send(ecgs.recording("钱小明", "ECG-2", "2026-05-01T08:00:00", rr=0.6), "later.json")
    return earlier, later


class ReaderPage:
    def __init__(self, browser, site, recording):
        self.browser = browser
        browser.get(f"{site.url}/ecg/reader?id={recording}")
        wait(browser, lambda: self.run("reader.reading !== null && reader.view.wave !== null"), lambda: self.told)

    def run(self, expression):
        return self.browser.execute_script(
            f"const reader = document.querySelector('ecg-reader')?.reader; return reader ? {expression} : null")

    @property
    def told(self):
        return self.run("reader.told.textContent")

    def click(self, selector):
        self.browser.execute_script("document.querySelector(arguments[0]).click()", selector)

    def place(self, lead, time, volt):
        """CSS pixels in the frame of a point of the last cell of a lead."""
        return self.run(
            f"(() => {{ const cell = reader.view.sheet.cells.filter((cell) => cell.lead === '{lead}').at(-1);"
            f" return reader.view.place(reader.view.pointOf(cell, {time}, {volt})) }})()")

    def drag(self, start, end):
        canvas = self.browser.find_element(By.CSS_SELECTOR, ".marks")
        left, top = (canvas.size[side] / 2 for side in ("width", "height"))
        actions = ActionChains(self.browser, duration=20)
        actions.move_to_element_with_offset(canvas, start["x"] - left, start["y"] - top).click_and_hold()
        actions.move_to_element_with_offset(canvas, end["x"] - left, end["y"] - top).release().perform()

    @property
    def marks(self):
        return self.run("reader.marks.all")


@pytest.fixture
def page(reader, server, pair):
    return ReaderPage(reader, server, pair[0])


def no_errors(browser):
    return [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_every_layout_is_drawn(page):
    for layout in ("3x4+1", "3x4+3", "3x4", "6x2", "12x1", "cabrera"):
        page.browser.execute_script(
            "const select = document.querySelector('[data-choice=layout]'); select.value = arguments[0]; select.dispatchEvent(new Event('change'))", layout)
        assert page.run("reader.view.shownLayout.name") == layout
        cells = page.run("reader.view.sheet.cells.map(({ lead }) => lead)")
        assert len(cells) == {"3x4+1": 13, "3x4+3": 15}.get(layout, 12)
    assert no_errors(page.browser) == []


def test_the_caliper_measures_what_lies_between_its_ends(page):
    page.click("[data-tool=caliper]")
    page.drag(page.place("II", 2.0, 0), page.place("II", 2.8, 1))
    (mark,) = page.marks
    assert mark["kind"] == "caliper" and mark["lead"] == "II"
    assert abs(mark["to"]["time"] - mark["from"]["time"] - 0.8) < 0.02
    assert abs(mark["to"]["volt"] - mark["from"]["volt"] - 1) < 0.05


def test_an_end_of_a_caliper_is_dragged_again(page):
    page.click("[data-tool=caliper]")
    page.drag(page.place("II", 2.0, 0), page.place("II", 2.8, 1))
    page.click("[data-tool=pan]")
    page.drag(page.place("II", 2.8, 1), page.place("II", 3.2, 1))
    (mark,) = page.marks
    assert abs(mark["to"]["time"] - mark["from"]["time"] - 1.2) < 0.02


def test_an_interval_is_marched_out_over_the_lead(page):
    page.click("[data-tool=march]")
    page.drag(page.place("II", 2.0, 0), page.place("II", 2.8, 0))
    (mark,) = page.marks
    assert mark["kind"] == "march" and abs(mark["step"] - 0.8) < 0.02


def test_the_parallel_ruler_measures_time_and_voltage(page):
    page.click("[data-tool=ruler]")
    page.drag({"x": 300, "y": 100}, {"x": 400, "y": 105})
    page.drag({"x": 600, "y": 100}, {"x": 602, "y": 160})
    upright, level = page.marks
    assert upright["isUpright"] and not level["isUpright"]
    density = page.run("reader.view.density")
    assert abs(upright["second"] - upright["first"] - 100 / density) < 0.5
    assert abs(level["second"] - level["first"] - 60 / density) < 0.5


def test_marks_are_erased_by_key(page):
    page.click("[data-tool=caliper]")
    page.drag(page.place("II", 2.0, 0), page.place("II", 2.8, 1))
    ActionChains(page.browser).send_keys("\ue017").perform()
    assert page.marks == []


def test_a_lead_is_enlarged_and_put_back(page):
    page.click("[data-tool=enlarge]")
    spot = page.place("V1", 5.5, 0)
    page.drag(spot, spot)
    assert page.run("reader.view.sheet.cells.map(({ lead }) => lead)") == ["V1"]
    assert page.run("reader.view.shownScale.gain") == 20
    ActionChains(page.browser).send_keys("\ue00c").perform()
    assert len(page.run("reader.view.sheet.cells")) == 13


def test_speed_and_gain_change_the_sheet(page):
    page.browser.execute_script(
        "for (const [name, value] of [['speed', 50], ['gain', 20]]) {"
        " const select = document.querySelector(`[data-choice=${name}]`); select.value = value; select.dispatchEvent(new Event('change')) }")
    assert page.run("reader.view.shownScale") == {"gain": 20, "speed": 50}
    assert page.run("reader.view.sheet.width") == 515


def test_the_sheet_stands_where_the_printed_page_has_it(page):
    """One geometry: columns of 2.5 s, a strip of 10 s, whole squares."""
    cells = page.run("reader.view.sheet.cells.map(({ lead, start, duration, area }) => [lead, start, duration, area.x, area.width])")
    assert cells[0] == ["I", 0, 2.5, 12.5, 62.5]
    assert cells[3] == ["V4", 7.5, 2.5, 200, 62.5]
    assert cells[-1] == ["II", 0, 10, 12.5, 250]


def test_a_mark_of_the_median_beat_drives_the_measurements(page):
    before = page.run("reader.panels.all.median.measured.qrs")
    page.click("[data-panel=median]")
    canvas = page.browser.find_element(By.CSS_SELECTOR, "canvas.beat")
    x = page.run("reader.panels.all.median.marks.qrsOffset / 1000 * reader.panels.all.median.beat.sampleRate"
                 " / reader.panels.all.median.beat.leads[0].microvolts.length") * canvas.size["width"]
    ActionChains(page.browser, duration=20).move_to_element_with_offset(canvas, x - canvas.size["width"] / 2, 0).click_and_hold() \
        .move_by_offset(12, 0).release().perform()
    after = page.run("reader.panels.all.median.measured.qrs")
    assert after > before + 5
    field = page.browser.find_element(By.CSS_SELECTOR, "[data-quantity=qrs]")
    assert abs(int(field.get_property("value")) - after) <= 1


def test_two_ecgs_are_compared_side_by_side_and_over_one_another(reader, server, pair):
    earlier, later = pair
    page = ReaderPage(reader, server, later)
    page.click("[data-panel=comparison]")
    wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, ".offered input"))
    page.click(f'.offered input[value="{earlier}"]')
    wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, f'.companion[data-recording="{earlier}"] canvas'))
    row = reader.find_element(By.CSS_SELECTOR, ".comparison tbody tr")
    rates = [int(cell.text) for cell in row.find_elements(By.TAG_NAME, "td")]
    assert abs(rates[0] - 100) <= 1 and abs(rates[1] - 75) <= 1 and rates[2] == rates[0] - rates[1]
    page.click(".comparison .row button")
    assert page.run("reader.view.companion !== null")
    assert reader.find_elements(By.CSS_SELECTOR, ".companion") == []


def test_a_recording_is_played(page):
    page.click("[data-tool=play]")
    wait(page.browser, lambda: page.run("reader.playback.time > 0.2"))
    page.click("[data-tool=play]")
    assert page.run("reader.playback.time") is None


def test_a_report_is_written_with_phrases_and_goes_to_review(reader, server, sender):
    recording = sender.send(ecgs.recording("孙丽", "ECG-3", "2026-05-02T09:00:00", rr=0.9))
    page = ReaderPage(reader, server, recording)
    page.click("[data-panel=report]")
    search = wait(reader, lambda: reader.find_element(By.CSS_SELECTOR, ".report input[type=search]"))
    wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, ".phrases button"))
    reader.execute_script("document.querySelector('.report textarea').value = ''")
    search.send_keys("dxxl\n")
    text = reader.find_element(By.CSS_SELECTOR, ".report textarea")
    assert text.get_property("value") == "窦性心律"
    for verb, state in (("save", "draft"), ("submit", "submitted"), ("review", "reviewed")):
        page.click(f"[data-verb={verb}]")
        wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, f".report .badge.{state}"))
    assert text.get_property("readOnly")


def test_reports_come_as_pdf_jpeg_and_dicom(sender, pair):
    for kind, beginning in (("pdf", b"%PDF"), ("jpg", b"\xff\xd8"), ("dcm", b"DICM")):
        with sender.opener.open(f"{sender.site.url}/api/ecg/readings/{pair[0]}/report.{kind}") as answer:
            content = answer.read()
        assert beginning in content[:132] and len(content) > 10000


def test_the_list_finds_sorts_and_opens(reader, server, pair):
    reader.get(server.url + "/ecg")
    wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, "#recordings tbody tr"))
    reader.find_element(By.ID, "search").send_keys("qxm")
    wait(reader, lambda: len(reader.find_elements(By.CSS_SELECTOR, "#recordings tbody tr")) == 2)
    times = [cell.text for cell in reader.find_elements(By.CSS_SELECTOR, "td.recordedAt")]
    reader.find_element(By.CSS_SELECTOR, "th.recordedAt button").click()
    wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, "th.recordedAt[aria-sort]"))
    wait(reader, lambda: [cell.text for cell in reader.find_elements(By.CSS_SELECTOR, "td.recordedAt")] == sorted(times, reverse=True))
    ActionChains(reader).send_keys("\ue015\ue007").perform()
    wait(reader, lambda: "/ecg/reader?id=" in reader.current_url)


def test_a_recording_that_arrives_appears_by_itself(reader, server, sender):
    reader.get(server.url + "/ecg")
    wait(reader, lambda: reader.find_element(By.ID, "recordings").get_attribute("aria-busy") == "false")
    sender.send(ecgs.recording("周新到", "ECG-4", "2026-05-03T09:00:00", rr=0.7))
    wait(reader, lambda: "周新到" in reader.find_element(By.ID, "recordings").text)


def test_a_critical_recording_stands_on_top_in_its_colour(reader, server, sender):
    sender.send(ecgs.recording("吴停搏", "ECG-5", "2026-01-01T09:00:00", rr=4.0, seconds=20))
    sender.send(ecgs.recording("郑正常", "ECG-6", "2026-05-04T09:00:00", rr=0.75))
    reader.get(server.url + "/ecg")
    wait(reader, lambda: "郑正常" in reader.find_element(By.ID, "recordings").text)
    first = reader.find_element(By.CSS_SELECTOR, "#recordings tbody tr")
    assert "吴停搏" in first.text and "critical" in first.get_attribute("class")


def test_the_reader_embeds_as_one_element(reader, server, pair):
    reader.get(server.url + "/ecg")
    reader.execute_async_script(
        "const done = arguments[1]; import('/ecg/app/element.js').then(() => {"
        " document.body.innerHTML = `<ecg-reader recording='${arguments[0]}'></ecg-reader>`; done() })", pair[0])
    wait(reader, lambda: reader.execute_script("return document.querySelector('ecg-reader').reader?.view.wave !== null"))
    assert reader.execute_script("return [...document.styleSheets].some(({ href }) => href?.endsWith('/styles/ecg.css'))")


def test_a_recording_that_is_not_there_is_said_in_words(reader, server):
    reader.get(f"{server.url}/ecg/reader?id=987654")
    wait(reader, lambda: "没有这份心电记录" in reader.find_element(By.TAG_NAME, "body").text)


def test_the_reader_fits_a_phone(phone, server, pair):
    page = ReaderPage(phone, server, pair[0])
    assert phone.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert page.run("reader.view.height") > 300
    phone.get(server.url + "/ecg")
    wait(phone, lambda: phone.find_elements(By.CSS_SELECTOR, "#recordings tbody tr"))
    assert phone.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    resize(phone, 390, 844, is_phone=True)


def test_who_may_not_write_reports_is_refused(sender, pair):
    sender.ask("POST", "/api/accounts", {"name": "ecg.technician", "displayName": "技师", "password": "Cart-and-leads-77", "roles": ["technician"]})
    site = type("Site", (), {"url": sender.site.url, "name": "ecg.technician", "password": "Cart-and-leads-77"})()
    technician = ecgs.Sender(site)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        technician.ask("PUT", f"/api/ecg/readings/{pair[0]}/report", {"conclusion": "x", "corrected": {}, "revision": 0})
    assert refusal.value.code == 403 and "writeReports" in json.loads(refusal.value.read())["error"]["message"]
