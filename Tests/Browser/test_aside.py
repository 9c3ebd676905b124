"""The page of objects that are kept and not shown."""
import pytest
from selenium.webdriver.common.by import By

import studies
from pages import wait


@pytest.fixture
def conflict(server):
    """An object of a study that is there, sent again with another patient and another pixel."""
    dataset = studies.ct_slice(1, 1, 1)
    dataset.PatientID = "YG0031"
    pixels = bytearray(dataset.PixelData)
    pixels[100] ^= 1
    dataset.PixelData = bytes(pixels)
    assert studies.store(server, [dataset]) in (202, 409)
    yield dataset.SOPInstanceUID


def rows(browser):
    return browser.find_elements(By.CSS_SELECTOR, "#objects tbody tr")


def not_shown(browser, instance):
    """The rows of an instance."""
    return browser.find_elements(By.XPATH, f"//table[@id='objects']/tbody/tr[contains(., '{instance}')]")


def test_a_conflict_is_shown_with_what_differs_and_can_be_removed(reader, server, conflict):
    reader.find_element(By.CSS_SELECTOR, "#rooms a[href='/aside']").click()
    wait(reader, lambda: not_shown(reader, conflict))
    not_shown(reader, conflict)[0].click()
    comparison = reader.find_element(By.ID, "comparison")
    wait(reader, comparison.is_displayed)
    assert "像素不同" in comparison.text
    assert "PatientID YG0001 YG0031" in " ".join(comparison.text.split())
    assert not reader.find_element(By.ID, "release").is_displayed()
    reader.find_element(By.ID, "remove").click()
    wait(reader, reader.find_element(By.CSS_SELECTOR, "dialog .question").is_displayed)
    reader.find_element(By.CSS_SELECTOR, "dialog button[value=yes]").click()
    wait(reader, lambda: not not_shown(reader, conflict))


def test_keys_move_through_the_list(reader, server, conflict):
    reader.get(server.url + "/aside")
    wait(reader, lambda: rows(reader))
    reader.find_element(By.TAG_NAME, "body").send_keys("\ue015")
    wait(reader, lambda: rows(reader)[0].get_attribute("aria-selected") == "true")
