from selenium.webdriver.common.by import By

from pages import fill_login, wait


def test_a_wrong_password_is_told_and_opens_nothing(browser, server):
    browser.get(server.url + "/login")
    fill_login(browser, server.name, "not the password")
    wait(browser, lambda: browser.find_element(By.ID, "problem").is_displayed())
    assert "不正确" in browser.find_element(By.ID, "problem").text
    assert browser.current_url.endswith("/login")


def test_the_right_password_leads_to_the_page_that_was_asked_for(browser, server):
    study = server.studies["ct"]
    browser.get(f"{server.url}/login?next=%2Fviewer%3Fstudy%3D{study}")
    fill_login(browser, server.name, server.password)
    wait(browser, lambda: browser.current_url == f"{server.url}/viewer?study={study}")


def test_next_never_leads_to_another_site(browser, server):
    browser.get(f"{server.url}/login?next=https%3A%2F%2Fexample.org%2Fsteal")
    fill_login(browser, server.name, server.password)
    wait(browser, lambda: "/login" not in browser.current_url)
    assert browser.current_url.startswith(server.url)


def test_without_a_session_a_page_leads_to_the_login(browser, server):
    browser.get(server.url + "/")
    wait(browser, lambda: "/login" in browser.current_url)


def test_signing_out_ends_the_session(reader, server):
    reader.find_element(By.ID, "sign-out").click()
    wait(reader, lambda: "/login" in reader.current_url)
    reader.get(server.url + "/")
    wait(reader, lambda: "/login" in reader.current_url)


def test_the_page_speaks_english_when_asked(browser, server):
    browser.get(server.url + "/login")
    browser.find_element(By.ID, "language").click()
    assert browser.find_element(By.CSS_SELECTOR, "button[type=submit]").text == "Sign in"
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
