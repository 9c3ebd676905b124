"""The reading room in the words of someone who reads: drawing on pictures, drawers of tools, and what the archive holds after."""
import base64
import io
import json
import pathlib
import sys
import urllib.request

import pydicom
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from pages import ViewerPage, wait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "TestData"))
import generate_reading  # noqa: E402


class ReadingPage(ViewerPage):
    def __init__(self, browser, site, study, **options):
        super().__init__(browser, site, study, **options)
        self.site = site
        self.study = study
        wait(browser, lambda: browser.execute_script("return document.documentElement.dataset.equipped"),
             lambda: str(browser.get_log("browser")))
        self.settle()

    def chord(self, modifier, key):
        ActionChains(self.browser).key_down(modifier).send_keys(key).key_up(modifier).perform()
        self.settle()

    def shift(self, key):
        self.chord(Keys.SHIFT, key)

    def control(self, key):
        self.chord(Keys.CONTROL, key)

    def choose(self, drawer, command):
        """Opens a drawer and takes a tool out of it."""
        self.click(f'[data-drawer="{drawer}"]')
        self.click(f'[data-panel="{drawer}"] [data-command="{command}"]')

    def alone(self):
        """One picture, fitted and shown whole."""
        self.click('[data-grid="1x1"]')
        self.wait_for("full", "server")
        self.press("x")

    def drag_between(self, start, end, index=0):
        """From one place to another, in CSS pixels from the viewport's centre."""
        way = ActionChains(self.browser).move_to_element_with_offset(self.viewports[index], *start).click_and_hold()
        half = ((end[0] - start[0]) // 2, (end[1] - start[1]) // 2)
        way.move_by_offset(*half).move_by_offset(end[0] - start[0] - half[0], end[1] - start[1] - half[1]).release().perform()
        self.settle()

    def click_at(self, x, y, index=0):
        ActionChains(self.browser).move_to_element_with_offset(self.viewports[index], x, y).click().perform()
        self.settle()

    def in_image(self, place, rows, columns, index=0):
        """Where a place from the viewport's centre is in the pixels of a fitted image."""
        box = self.viewports[index].size
        scale = min(box["width"] / columns, box["height"] / rows)
        # Clicks land on whole pixels from the middle of the element, which may lie between two.
        middle = (box["width"] // 2 - box["width"] / 2, box["height"] // 2 - box["height"] / 2)
        return tuple((place[axis] + middle[axis]) / scale + side / 2 for axis, side in enumerate((columns, rows)))

    def shapes(self, index=0):
        """Kind and lines of text of what is drawn on the image."""
        return [tuple(shape) for shape in self.browser.execute_script("""
            return [...arguments[0].querySelectorAll('.shapes:not(.states) .shape')].map((shape) => [
              shape.dataset.kind, [...shape.querySelectorAll('tspan')].map((line) => line.textContent)]);""", self.viewports[index])]

    @property
    def status(self):
        return self.browser.find_element(By.ID, "status").text

    def wait_until_kept(self):
        wait(self.browser, lambda: self.browser.find_element(By.ID, "screen").get_attribute("data-notes") == "kept")

    def reload(self):
        self.__init__(self.browser, self.site, self.study)

    def objects(self, modality):
        """What the archive has of this study and modality, read by pydicom."""
        found = []
        for item in json.loads(ask(self.site, f"/dicom-web/studies/{self.study}/instances?includefield=Modality")):
            series, instance = item["0020000E"]["Value"][0], item["00080018"]["Value"][0]
            if item["00080060"]["Value"][0] == modality:
                address = f"/dicom-web/studies/{self.study}/series/{series}/instances/{instance}"
                found.append(pydicom.dcmread(io.BytesIO(single_part(ask(self.site, address, "multipart/related; type=application/dicom"))), force=True))
        return found


def ask(site, path, accept="application/dicom+json"):
    credentials = base64.b64encode(f"{site.name}:{site.password}".encode()).decode()
    request = urllib.request.Request(site.url + path, headers={"Accept": accept, "Authorization": f"Basic {credentials}"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def single_part(body):
    return body[body.index(b"\r\n\r\n") + 4:body.rindex(b"\r\n--")]


def stored(site, name):
    """The UID of one of the generated studies, stored when it is first asked for."""
    known = site.__dict__.setdefault("generated", {})
    if name not in known:
        datasets = list(generate_reading.STUDIES[name]())
        for start in range(0, len(datasets), 60):
            send(site, datasets[start:start + 60])
        known[name] = str(generate_reading.uid("reading", name))
    return known[name]


def send(site, datasets):
    parts = b""
    for dataset in datasets:
        buffer = io.BytesIO()
        dataset.save_as(buffer, enforce_file_format=True)
        parts += b"--parts\r\nContent-Type: application/dicom\r\n\r\n" + buffer.getvalue() + b"\r\n"
    credentials = base64.b64encode(f"{site.name}:{site.password}".encode()).decode()
    request = urllib.request.Request(site.url + "/dicom-web/studies", data=parts + b"--parts--\r\n", method="POST", headers={
        "Content-Type": 'multipart/related; type="application/dicom"; boundary=parts', "Accept": "application/dicom+json",
        "Authorization": f"Basic {credentials}"})
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200, answer.read()
