"""From the click on a study in the list to its first picture, and to full depth, in Chromium on loopback."""
import shutil
import tempfile
import time

import series
from loads import store
from report import Report
from rounds import alternate, options
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from subjects import SUBJECTS

# The moment of the click, in the clock that both pages share; the next page reads it from the session's storage.
REMEMBER_THE_CLICK = """
addEventListener('pointerdown', () => sessionStorage.setItem('clicked', performance.timeOrigin + performance.now()), true)
"""
SINCE_THE_CLICK = """
const mark = performance.getEntriesByName(arguments[0])[0];
return mark ? performance.timeOrigin + mark.startTime - Number(sessionStorage.getItem('clicked')) : null;
"""
MARKS = {"first picture (windowed preview)": "first-picture", "first picture at full depth": "first-final-picture"}
# Each list of visits begins with an empty browser cache; a visit is what it is called and how long the list was looked at before the click.
VISITS = [
    [("first visit, clicked as soon as the list stands", 0), ("with the viewer's files cached", 0)],
    [("first visit, clicked a second after the list stands", 1)],
]


def browser() -> webdriver.Chrome:
    """Chromium without a window; pictures are drawn by its software renderer, as there is no graphics card to count on."""
    chosen = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--window-size=1440,900",
                     f"--user-data-dir={tempfile.mkdtemp(prefix='first-image-')}"):
        chosen.add_argument(argument)
    chosen.binary_location = shutil.which("chromium")
    return webdriver.Chrome(options=chosen, service=webdriver.ChromeService(shutil.which("chromedriver")))


def sign_in(driver: webdriver.Chrome, archive) -> None:
    driver.get(archive.base + "/login")
    for field, value in zip(("name", "password"), archive.credentials):
        driver.find_element(By.ID, field).send_keys(value)
    driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    WebDriverWait(driver, 30).until(lambda page: "/login" not in page.current_url)


def open_first_study(driver: webdriver.Chrome, archive, seconds_of_looking: float = 0) -> dict[str, float]:
    """Milliseconds from the click to each mark."""
    driver.get(archive.base + "/")
    wait = WebDriverWait(driver, 30, poll_frequency=0.02)
    link = wait.until(lambda page: page.find_element(By.CSS_SELECTOR, "#studies tbody a[href^='/viewer?study=']"))
    time.sleep(seconds_of_looking)
    driver.execute_script(REMEMBER_THE_CLICK)
    link.click()
    return {row: wait.until(lambda page: page.execute_script(SINCE_THE_CLICK, mark)) for row, mark in MARKS.items()}


def main() -> None:
    chosen = options(__doc__, ["yigong"], images=140)
    report = Report(f"First image in the browser, {chosen.images}-slice CT", "ms", more_is_better=False)

    def measure(name: str) -> None:
        with SUBJECTS[name]() as archive:
            store(archive, series.ct(chosen.images, seed=3))
            for visits in VISITS:
                driver = browser()
                try:
                    sign_in(driver, archive)
                    for opening, seconds in visits:
                        for row, milliseconds in open_first_study(driver, archive, seconds).items():
                            report.add(f"{row}, {opening}", name, milliseconds)
                finally:
                    driver.quit()

    alternate(chosen.subjects, chosen.rounds, measure)
    report.note("Headless Chromium with software WebGL. A first visit has an empty browser cache; the list fetches the viewer's files while nobody asks for anything.")
    print(report.markdown())


if __name__ == "__main__":
    main()
