"""What the tests do on the pages, in the words of someone who uses them."""
import re

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 20


class Site:
    def __init__(self, url, name, password):
        self.url = url
        self.name = name
        self.password = password
        self.studies = {}

    def sign_in(self, browser):
        browser.get(self.url + "/login")
        fill_login(browser, self.name, self.password)
        wait(browser, lambda: browser.current_url.rstrip("/") == self.url)


def wait(browser, condition, what=lambda: ""):
    """Until the condition holds; `what` says, when patience is over, how things stand."""
    # A list that was drawn anew between finding a row and reading it is looked at once more.
    patience = WebDriverWait(browser, PATIENCE, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException])
    try:
        return patience.until(lambda _: condition())
    except TimeoutException:
        raise AssertionError(what()) from None


def fill_login(browser, name, password):
    browser.find_element(By.ID, "name").send_keys(name)
    browser.find_element(By.ID, "password").send_keys(password)
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()


class StudyListPage:
    def __init__(self, browser, site):
        self.browser = browser
        self.site = site
        browser.get(site.url + "/")
        self.wait_for_answer()

    def wait_for_answer(self):
        wait(self.browser, lambda: self.browser.find_element(By.ID, "list").get_attribute("aria-busy") == "false")

    @property
    def studies(self):
        """The study UIDs in the order in which they are listed."""
        return self.browser.execute_script("return [...document.querySelectorAll('tr[data-study]')].map((row) => row.dataset.study)")

    @property
    def chosen(self):
        return self.browser.execute_script("return document.querySelector('tr[aria-selected]')?.dataset.study")

    def row(self, study):
        return self.browser.find_element(By.CSS_SELECTOR, f'tr[data-study="{study}"]')

    def search(self, text):
        field = self.browser.find_element(By.ID, "search")
        field.clear()
        field.send_keys(text)

    def expect(self, *studies):
        """Waits until exactly these studies are listed, in any order."""
        wait(self.browser, lambda: set(self.studies) == set(studies), lambda: f"the list is {self.studies}, not {studies}")

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()


class ViewerPage:
    def __init__(self, browser, site, study, renderer="", series=""):
        self.browser = browser
        query = f"?study={study}" + (f"&renderer={renderer}" if renderer else "") + (f"&series={series}" if series else "")
        browser.get(f"{site.url}/viewer{query}")

    @property
    def viewports(self):
        return self.browser.find_elements(By.CSS_SELECTOR, ".viewport")

    @property
    def viewport(self):
        return self.viewports[0]

    def quality(self, index=0):
        return self.viewports[index].get_attribute("data-quality")

    def image(self, index=0):
        """The number of the image on the screen, 0 for none."""
        return int(self.viewports[index].get_attribute("data-image") or 0)

    def wait_for(self, *qualities, index=0):
        wait(self.browser, lambda: self.quality(index) in qualities, lambda: f"quality is {self.quality(index)}, not {qualities}")

    def wait_for_image(self, number, index=0):
        wait(self.browser, lambda: self.image(index) == number, lambda: f"image is {self.image(index)}, not {number}")

    def text(self, corner):
        return self.viewport.find_element(By.CLASS_NAME, corner).text

    @property
    def window(self):
        """Width and centre as the corner says them."""
        found = re.search(r"窗宽 (-?[\d.]+)\s+窗位 (-?[\d.]+)", self.text("bottomRight"))
        return tuple(map(float, found.groups())) if found else None

    @property
    def marks(self):
        """Letters at left, right, top and bottom."""
        return tuple(self.viewport.find_element(By.CSS_SELECTOR, f".mark.{side}").text for side in ("left", "right", "top", "bottom"))

    @property
    def signs(self):
        return [sign.get_attribute("data-sign") for sign in self.viewport.find_elements(By.CSS_SELECTOR, ".sign")]

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()
        self.settle()

    def click(self, selector):
        self.browser.find_element(By.CSS_SELECTOR, selector).click()
        self.settle()

    def drag(self, x, y):
        ActionChains(self.browser).move_to_element(self.viewport).click_and_hold().move_by_offset(x, y).release().perform()
        self.settle()

    def wheel(self, travel):
        origin = ScrollOrigin.from_element(self.viewport)
        ActionChains(self.browser).scroll_from_origin(origin, 0, travel).perform()
        self.settle()

    def settle(self):
        """Until what was asked for has been drawn."""
        self.browser.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))")

    def picture(self):
        """The pixels on the screen as a file, without the texts over them."""
        return self.browser.execute_script(
            "return [...document.querySelectorAll('.viewport .picture')].find((canvas) => !canvas.hidden).toDataURL()")
