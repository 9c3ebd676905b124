from selenium.webdriver.common.by import By

from pages import StudyListPage, ViewerPage


def overflow(browser):
    """Elements that reach beyond the sides of the screen, save those in boxes that scroll."""
    return browser.execute_script("""
        const scrolls = (element) => element && element !== document.body
          && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
        return [...document.body.querySelectorAll('*')]
          .filter((element) => element.checkVisibility() && !scrolls(element.parentElement))
          .filter((element) => { const box = element.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
          .map((element) => element.outerHTML.slice(0, 120));""")


def test_the_list_is_cards_that_fit(phone, server):
    page = StudyListPage(phone, server)
    assert phone.execute_script("return document.documentElement.scrollWidth") == 390
    assert overflow(phone) == []
    assert not phone.find_element(By.CSS_SELECTOR, "#studies thead").is_displayed()
    assert "张三" in page.row(server.studies["ct"]).text


def test_targets_are_large_enough_for_a_thumb(phone, server):
    StudyListPage(phone, server)
    small = phone.execute_script("""
        return [...document.querySelectorAll('button, input')].filter((element) => element.checkVisibility() && element.offsetHeight < 44)
          .map((element) => element.outerHTML.slice(0, 120));""")
    assert small == []


def test_the_viewer_fits_and_the_picture_has_most_of_it(phone, server):
    page = ViewerPage(phone, server, server.studies["ct"])
    page.wait_for("full")
    assert phone.execute_script("return document.documentElement.scrollWidth") == 390
    assert overflow(phone) == []
    assert page.viewport.size["height"] > 844 / 2


def test_more_tools_open_and_nothing_is_clipped(phone, server):
    page = ViewerPage(phone, server, server.studies["ct"])
    page.wait_for("full")
    hidden = phone.find_element(By.CSS_SELECTOR, '[data-command="flipSideways"]')
    assert not hidden.is_displayed()
    page.click(".more")
    assert hidden.is_displayed()
    assert overflow(phone) == []
    hidden.click()
    page.settle()
    assert page.marks == ("L", "R", "A", "P")


def touch(browser, kind, *points):
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {
        "type": kind, "touchPoints": [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]})


def test_one_finger_scrolls_and_two_zoom(phone, server):
    page = ViewerPage(phone, server, server.studies["ct"])
    page.wait_for("full")
    middle = page.image()
    touch(phone, "touchStart", (180, 300))
    touch(phone, "touchMove", (180, 330))
    touch(phone, "touchMove", (180, 380))
    touch(phone, "touchEnd")
    page.settle()
    assert page.image() > middle
    before = page.text("bottomRight")
    touch(phone, "touchStart", (150, 300), (250, 400))
    touch(phone, "touchMove", (100, 250), (300, 450))
    touch(phone, "touchEnd")
    page.settle()
    assert page.text("bottomRight") != before
