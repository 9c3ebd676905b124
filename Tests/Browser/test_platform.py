"""The derived pages whatever the system: lists, forms, the story, two writers, languages, a phone."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.action_chains import ActionChains

from county import County
from pages import wait
from test_referral import Office


@pytest.fixture(scope="module")
def county(server):
    made = County(server)
    for name in ("欧阳春", "司马兰", "诸葛明"):
        made.patient(name)
    return made


@pytest.fixture
def office(browser, server):
    return Office(browser, server)


def test_a_list_is_searched_sorted_and_walked_by_keys(office, county):
    office.sign_in(county.doctor)
    office.open("/records?entity=patient")
    office.find("#search").send_keys("simalan")
    wait(office.browser, lambda: len(office.rows()) == 1 and "司马兰" in office.text("#records"))
    assert "text=simalan" in office.browser.current_url
    office.find("#clear").click()
    wait(office.browser, lambda: len(office.rows()) >= 3)
    office.find('th[data-field="birth"] button').click()
    wait(office.browser, lambda: office.find('th[data-field="birth"]').get_attribute("aria-sort") == "ascending")
    office.settle()
    ActionChains(office.browser).send_keys(Keys.ARROW_DOWN, Keys.ENTER).perform()
    wait(office.browser, lambda: "/record?" in office.browser.current_url)


def test_the_second_writer_is_told_and_nothing_is_lost(office, county):
    patient = county.patient("尉迟敬")
    office.sign_in(county.doctor)
    office.open(f"/record?entity=patient&id={patient}")
    office.find('[data-verb="record.edit"]').click()
    status, _ = county.call(county.colleague, "PATCH", f"/api/records/patient/{patient}", {"version": 1, "values": {"allergies": "青霉素"}})
    assert status == 200
    office.field("address").send_keys("五里村")
    office.find("#verbs .main").click()
    wait(office.browser, lambda: "已修改过这条记录" in office.text("#told"))
    assert office.find("#told [data-verb='record.reload']").is_displayed()


def test_the_browser_and_the_server_refuse_the_same(office, county):
    office.sign_in(county.doctor)
    office.open("/record?entity=patient")
    office.field("name").send_keys("测试")
    office.field("citizenID").send_keys("110105194912310021")
    office.find("#verbs .main").click()
    wait(office.browser, lambda: "格式不正确" in office.text('[data-field="citizenID"]'))
    status, answer = county.call(county.doctor, "POST", "/api/records/patient", {"values": {
        "name": "测试", "sex": "female", "birth": "1949-12-31", "citizenID": "110105194912310021"}})
    assert status == 422 and answer["error"]["fields"][0]["field"] == "citizenID"


def test_a_masked_record_is_shown_whole_for_a_reason(office, county):
    patient = county.patient("慕容雪", phone="13900005678")
    office.sign_in(county.specialist)
    office.open(f"/record?entity=patient&id={patient}")
    assert "慕**" in office.text("#body") and "139****5678" in office.text("#body")
    office.find('[data-verb="record.reveal"]').click()
    office.find("#step [name=reason]").send_keys("急诊联系家属")
    office.find("#step button.main").click()
    wait(office.browser, lambda: "13900005678" in office.text("#body"))


def test_markup_in_text_is_text(office, county):
    patient = county.patient("<b>粗</b>", allergies="<script>document.title='ran'</script>")
    office.sign_in(county.doctor)
    office.open(f"/record?entity=patient&id={patient}")
    assert "<script>" in office.text("#body") and office.browser.title != "ran"


def test_the_pages_speak_both_languages(office, county):
    office.sign_in(county.doctor)
    office.open("/records?entity=referral")
    office.find("#language").click()
    wait(office.browser, lambda: office.text("#heading") == "Referral" and "Patient name" in office.text("#records thead"))


def test_no_page_is_wider_than_a_phone(office, county, browser):
    from conftest import resize
    patient = county.patient("长孙无忌")
    office.sign_in(county.doctor)
    resize(browser, 390, 844, is_phone=True)
    for path in ("/desk", "/records?entity=patient", f"/record?entity=patient&id={patient}", "/record?entity=referral", "/reports?entity=referral"):
        office.open(path)
        assert browser.execute_script("return document.scrollingElement.scrollWidth") <= 390, path
    resize(browser, 1440, 900)
