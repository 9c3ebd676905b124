import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import StudyListPage, wait


@pytest.fixture
def page(reader, server):
    return StudyListPage(reader, server)


def test_a_row_says_who_and_what(page, server):
    text = page.row(server.studies["ct"]).text
    for part in ("张三", "Zhang San", "男", "66岁", "YG0001", "CT", "头颅平扫", "A0001", "24"):
        assert part in text


@pytest.mark.parametrize("text", ["张三", "zhangsan", "zs", "YG0001", "A0001"])
def test_one_box_finds_by_name_pinyin_initials_id_and_accession(page, server, text):
    page.search(text)
    page.expect(server.studies["ct"])


def test_nothing_found_says_what_to_try(page):
    page.search("此人不存在")
    page.expect()
    assert page.browser.find_element(By.ID, "empty-title").text == "没有符合条件的检查。"


def test_a_modality_narrows_the_list_and_again_widens_it(page, server):
    page.browser.find_element(By.CSS_SELECTOR, '#modalities [value="CR"]').click()
    page.expect(server.studies["radiograph"])
    page.browser.find_element(By.CSS_SELECTOR, '#modalities [value="CR"]').click()
    page.expect(*server.studies.values())


def test_dates_are_typed_without_separators(page, server):
    start, end = page.browser.find_element(By.ID, "from"), page.browser.find_element(By.ID, "to")
    start.send_keys("20260502")
    end.send_keys("20260503", Keys.TAB)
    page.expect(server.studies["film"], server.studies["radiograph"])


def test_the_query_is_in_the_address_and_survives_the_way_back(page, server):
    page.search("YG0003")
    page.expect(server.studies["radiograph"])
    assert "text=YG0003" in page.browser.current_url
    page.browser.get(server.url + "/login")
    page.browser.back()
    page.expect(server.studies["radiograph"])


def test_the_newest_is_first_and_a_heading_turns_the_order(page, server):
    newest_first = [study for study in page.studies if study in (server.studies[name] for name in ("ct", "film", "radiograph"))]
    assert newest_first == [server.studies[name] for name in ("radiograph", "film", "ct")]
    page.browser.find_element(By.CSS_SELECTOR, "th.date button").click()
    wait(page.browser, lambda: page.browser.find_element(By.CSS_SELECTOR, "th.date").get_attribute("aria-sort") == "ascending")
    wait(page.browser, lambda: [study for study in page.studies if study in newest_first] == newest_first[::-1])


def test_the_keyboard_chooses_and_opens(page, server):
    first, second = page.studies[:2]
    assert page.chosen == first
    page.press(Keys.ARROW_DOWN)
    assert page.chosen == second
    page.press(Keys.ARROW_UP, Keys.ENTER)
    wait(page.browser, lambda: page.browser.current_url == f"{server.url}/viewer?study={first}")


def test_the_viewer_takes_the_place_of_the_list_and_going_back_brings_the_list(page, server):
    study = server.studies["ct"]
    wait(page.browser, lambda: page.browser.execute_script("return document.querySelectorAll('link[rel=modulepreload]').length > 40"))
    page.row(study).find_element(By.TAG_NAME, "a").click()
    wait(page.browser, lambda: page.browser.find_elements(By.CSS_SELECTOR, ".viewport[data-quality=full]"))
    assert page.browser.current_url == f"{server.url}/viewer?study={study}"
    page.browser.back()
    wait(page.browser, lambda: page.browser.find_elements(By.CSS_SELECTOR, "tr[data-study]"))
    assert page.browser.find_elements(By.CLASS_NAME, "viewport") == []


def test_slash_goes_to_the_search_box(page):
    page.press("/")
    assert page.browser.switch_to.active_element.get_attribute("id") == "search"


def test_files_are_uploaded_and_reported_one_by_one(page, tmp_path):
    good = tmp_path / "good.dcm"
    good.write_bytes(studies.encoded(studies.ct_slice(1, 1, 1)))
    bad = tmp_path / "bad.dcm"
    bad.write_bytes(b"this is no DICOM file")
    page.browser.find_element(By.ID, "files").send_keys(f"{good}\n{bad}")
    panel = page.browser.find_element(By.ID, "upload")
    wait(page.browser, lambda: "完成" in panel.text)
    rows = {row.text.split("\n")[0]: row.get_attribute("class") for row in panel.find_elements(By.TAG_NAME, "li")}
    assert rows["good.dcm"] in ("stored", "warned")
    assert rows["bad.dcm"] == "failed"


def test_a_study_goes_to_the_trash_and_comes_back(page, server):
    study = server.studies["waveform"]
    page.search("YG0004")
    page.expect(study)
    page.browser.find_element(By.ID, "discard").click()
    question = page.browser.find_element(By.CSS_SELECTOR, "dialog .question")
    wait(page.browser, question.is_displayed)
    assert "赵六" in question.text
    page.browser.find_element(By.CSS_SELECTOR, "dialog button[value=yes]").click()
    page.expect()
    page.browser.find_element(By.ID, "open-trash").click()
    wait(page.browser, lambda: "赵六" in page.browser.find_element(By.ID, "trash").text)
    page.browser.find_element(By.CSS_SELECTOR, "#trash td button").click()
    wait(page.browser, question.is_displayed)
    page.browser.find_element(By.CSS_SELECTOR, "dialog button[value=yes]").click()
    wait(page.browser, lambda: "赵六" not in page.browser.find_element(By.CSS_SELECTOR, "#trash tbody").text)
    page.browser.find_element(By.ID, "close-trash").click()
    page.expect(study)
