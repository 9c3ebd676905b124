"""Two-way referral as its people walk it: R07.018 to R07.024, refusals included."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from county import County
from pages import fill_login, wait


@pytest.fixture(scope="module")
def county(server):
    return County(server)


class Office:
    """The pages of the systems in the hands of one person."""

    def __init__(self, browser, site):
        self.browser = browser
        self.site = site

    def sign_in(self, who):
        self.browser.get(self.site.url + "/login")
        self.browser.delete_all_cookies()
        self.browser.get(self.site.url + "/login?next=/desk")
        fill_login(self.browser, *who)
        wait(self.browser, lambda: self.browser.current_url.endswith("/desk"))
        self.settle()

    def open(self, path):
        self.browser.get(self.site.url + path)
        self.settle()

    def settle(self):
        wait(self.browser, lambda: self.find("#page").get_attribute("aria-busy") == "false")

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def field(self, name):
        return self.find(f'[data-field="{name}"] [name="{name}"]')

    def pick(self, name, text):
        self.field(name).click()
        self.field(name).send_keys(text)
        wait(self.browser, lambda: [item for item in self.all(f'[data-field="{name}"] [role=option]') if item.is_displayed()])
        wait(self.browser, lambda: len(self.all(f'[data-field="{name}"] [role=option]')) == 1)
        self.field(name).send_keys(Keys.ENTER)

    def steps(self):
        return [button.get_attribute("data-move") for button in self.all("#verbs [data-move]")]

    def step(self, name):
        self.find(f'#verbs [data-move="{name}"]').click()

    def text(self, selector):
        """What it reads at this moment, in one look: a list may be redrawn between two."""
        return self.browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def rows(self):
        return self.browser.execute_script("return [...document.querySelectorAll('#records tbody tr')].map((row) => row.dataset.id)")

    def state(self):
        return self.text("#state").strip()

    def expect_state(self, text):
        wait(self.browser, lambda: self.state() == text, lambda: f"{self.state()}: {self.told()}")

    def told(self):
        return self.text("#told")


@pytest.fixture
def office(browser, server):
    return Office(browser, server)


def test_a_doctor_applies_with_patient_hospital_and_reason(office, county):
    """R07.018: the patient's facts, the receiving hospital and the referral in one form."""
    county.patient("赵秀英")
    office.sign_in(county.doctor)
    office.open("/records?entity=referral")
    office.find("#new").click()
    wait(office.browser, lambda: office.all("[name=diagnosis]"))
    office.find('#verbs .main').click()
    wait(office.browser, lambda: "处需要修改" in office.told() or office.all(".field.wrong"))
    assert {box.get_attribute("data-field") for box in office.all(".field.wrong")} >= {"patient", "to", "diagnosis", "reason", "history"}
    office.pick("patient", "zxy")
    office.pick("to", f"清河县人民医院 {county.mark}")
    office.field("diagnosis").send_keys("急性阑尾炎")
    office.field("reason").send_keys("需手术")
    office.field("history").send_keys("转移性右下腹痛 12 小时。")
    office.field("isConsented").click()
    office.find("#verbs .main").click()
    office.expect_state("草稿")
    assert "赵秀英" in office.text("#body") and "1949-12-31" in office.text("#body")
    office.step("submit")
    office.expect_state("待转出审核")
    assert office.steps() == ["withdraw"], "the author cannot approve"


def test_the_sending_side_returns_and_approves(office, county):
    """R07.019, R07.024: nothing leaves the house unapproved; whoever wrote it is told."""
    referral = county.referral(county.patient("钱玉兰"))
    county.move(county.doctor, referral, "submit")
    office.sign_in(county.approver)
    office.open(f"/record?entity=referral&id={referral}")
    assert set(office.steps()) == {"approve", "return"}
    office.step("return")
    office.find("#step button.main").click()
    wait(office.browser, lambda: "必填" in office.text("#step form > .problem"))
    office.find("#step [name=reason]").send_keys("请补充心电图结果")
    office.find("#step button.main").click()
    office.expect_state("审核退回")
    office.sign_in(county.doctor)
    wait(office.browser, lambda: "被退回修改" in office.text("#messages"))
    office.open(f"/record?entity=referral&id={referral}")
    wait(office.browser, lambda: "请补充心电图结果" in office.text("#story"))
    office.step("submit")
    office.expect_state("待转出审核")
    office.sign_in(county.approver)
    office.open(f"/record?entity=referral&id={referral}")
    office.step("approve")
    office.find("#step [name=approval]").send_keys("同意转诊")
    office.find("#step button.main").click()
    office.expect_state("待接诊")


def test_the_list_of_those_who_come_names_patient_and_number(office, county):
    """R07.020, R07.023: the receiving list, found by initials, everything without a word."""
    referral = county.referral(county.patient("孙丽华"))
    county.move(county.doctor, referral, "submit")
    office.sign_in(county.specialist)
    office.open("/records?entity=referral")
    assert "孙丽华" not in office.text("#records"), "not approved yet"
    county.move(county.approver, referral, "approve")
    office.open("/records?entity=referral")
    number = county.call(county.doctor, "GET", f"/api/records/referral/{referral}")[1]["values"]["number"]
    row = office.text(f'tr[data-id="{referral}"]')
    assert "孙丽华" in row and number in row
    before = office.rows()
    office.find("#search").send_keys("slh")
    wait(office.browser, lambda: office.rows() == [str(referral)])
    office.find("#clear").click()
    wait(office.browser, lambda: office.rows() == before)


def test_acceptance_needs_an_opinion_and_the_sender_books(office, county):
    """R07.021, R07.019: accept with an opinion; then the doctor books for the patient."""
    referral = county.referral(county.patient("周美凤"))
    county.move(county.doctor, referral, "submit")
    county.move(county.approver, referral, "approve")
    office.sign_in(county.specialist)
    office.open(f"/record?entity=referral&id={referral}")
    assert set(office.steps()) == {"accept", "decline"}
    office.step("accept")
    office.find("#step button.main").click()
    wait(office.browser, lambda: "必填" in office.text('#step [data-field="reply"]'))
    office.find("#step [name=reply]").send_keys("同意接诊，请带既往心电图")
    office.find("#step button.main").click()
    office.expect_state("已接诊")
    office.sign_in(county.doctor)
    office.open(f"/record?entity=referral&id={referral}")
    office.step("book")
    field = office.find("#step [name=appointment]")
    office.browser.execute_script("arguments[0].value = '2020-01-01T09:00'; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", field)
    office.find("#step button.main").click()
    wait(office.browser, lambda: "预约时间应在现在之后" in office.text("#step"))
    office.browser.execute_script("arguments[0].value = '2099-01-01T09:00'; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", field)
    office.find("#step button.main").click()
    office.expect_state("已预约")


def test_a_declined_referral_says_why(office, county):
    """R07.021: the other answer."""
    referral = county.referral(county.patient("吴桂香"))
    county.move(county.doctor, referral, "submit")
    county.move(county.approver, referral, "approve")
    office.sign_in(county.specialist)
    office.open(f"/record?entity=referral&id={referral}")
    office.step("decline")
    office.find("#step [name=reply]").send_keys("本院无床位，建议转市级医院")
    office.find("#step button.main").click()
    office.expect_state("已放弃")
    assert office.steps() == []


def test_the_receiving_doctor_looks_into_the_record_and_the_look_is_audited(office, county):
    """R07.022: visits, results and orders from the other house, by right and with audit."""
    patient = county.patient("郑秋菊")
    county.make("encounter", who=county.doctor, patient=patient, kind="outpatient", time="2026-05-01T09:30", complaint="胸痛三天", diagnosis="冠心病")
    county.make("test_result", who=county.doctor, patient=patient, time="2026-05-01T10:30", item="肌钙蛋白 I", result="0.12", unit="ng/mL", judgement="high")
    referral = county.referral(patient)
    assert county.call(county.specialist, "GET", f"/api/records/referral/{referral}/dossier")[0] == 404, "not sent yet"
    county.move(county.doctor, referral, "submit")
    county.move(county.approver, referral, "approve")
    assert county.call(county.specialist, "GET", "/api/records/encounter")[1]["rows"] == [], "another house's visits are not in the list"
    office.sign_in(county.specialist)
    office.open(f"/record?entity=referral&id={referral}")
    office.find('[data-verb="record.dossier"]').click()
    wait(office.browser, lambda: "肌钙蛋白 I" in office.text("#dossier"))
    assert "冠心病" in office.text("#dossier") and "郑秋菊" in office.text("#body")
    entries = county.call(county.admin, "GET", f"/api/audit?patient={patient}&action=dossier.read")[1]["entries"]
    assert entries[0]["actor"] == county.specialist[0]
    assert county.call(county.manager, "GET", f"/api/records/referral/{referral}/dossier")[0] == 403, "managing is not treating"


def test_the_patient_goes_back_down_with_a_plan(office, county):
    """Down-referral: a new one, from the hospital, which the clinic takes in."""
    referral = county.referral(county.patient("冯淑珍"))
    county.move(county.doctor, referral, "submit")
    county.move(county.approver, referral, "approve")
    county.move(county.specialist, referral, "accept", {"reply": "收"})
    county.move(county.specialist, referral, "arrive")
    office.sign_in(county.specialist)
    office.open(f"/record?entity=referral&id={referral}")
    office.step("sendBack")
    office.find("#step [name=plan]").send_keys("继续双联抗血小板治疗 12 个月，每月复查。")
    office.find("#step button.main").click()
    office.expect_state("已结束")
    office.sign_in(county.doctor)
    wait(office.browser, lambda: "患者下转" in office.text("#messages"))
    office.find("#messages a").click()
    wait(office.browser, lambda: "下转" in office.text("#body"))
    office.settle()
    assert "双联抗血小板" in office.text("#body")
    office.step("accept")
    office.find("#step [name=reply]").send_keys("已安排随访")
    office.find("#step button.main").click()
    office.expect_state("已接诊")


def test_every_refusal_holds_on_the_interface_too(county):
    referral = county.referral(county.patient("陈凤英"))
    assert county.move(county.colleague, referral, "submit")[0] == 403, "not theirs"
    assert county.call(county.specialist, "GET", f"/api/records/referral/{referral}")[0] == 404
    assert county.move(county.doctor, referral, "approve")[0] in (403, 409)
    assert county.move(county.doctor, referral, "submit")[0] == 200
    assert county.move(county.doctor, referral, "submit")[0] == 409
    assert county.call(county.doctor, "PATCH", f"/api/records/referral/{referral}", {"version": 2, "values": {"reason": "x"}})[0] == 403
    assert county.call(county.doctor, "POST", "/api/records/referral", {"values": {
        "patient": 1, "to": county.clinic, "diagnosis": "x", "reason": "x", "history": "x", "isConsented": True}})[0] == 422, "to the own house"
    assert county.call(county.doctor, "POST", "/api/records/referral", {"values": {"approval": "同意"}})[0] == 422, "an answer is not the author's"
    status, answer = county.call(county.admin, "GET", "/api/records/referral")
    assert status == 403, "who administers the house opens no patient's record"
    assert county.call(county.doctor, "GET", "/api/export/referral.csv")[0] == 403


def test_two_open_referrals_of_one_patient_to_one_house_are_one_too_many(county):
    patient = county.patient("褚爱华")
    county.referral(patient)
    status, answer = county.call(county.doctor, "POST", "/api/records/referral", {"values": {
        "patient": patient, "to": county.hospital, "diagnosis": "x", "reason": "x", "history": "x", "isConsented": True}})
    assert status == 422 and "进行中的转诊" in answer["error"]["message"]


def test_statistics_count_what_a_manager_sees(office, county):
    referral = county.referral(county.patient("卫兰英"))
    county.move(county.doctor, referral, "submit")
    county.move(county.approver, referral, "approve")
    office.sign_in(county.manager)
    office.open("/reports?entity=referral&report=to")
    wait(office.browser, lambda: f"清河县人民医院 {county.mark}" in office.text("#rows"))
    assert office.all("#chart svg a")
    office.find("#rows a").click()
    wait(office.browser, lambda: "/records?" in office.browser.current_url)
    office.settle()
    assert office.all("#records tbody tr")


def test_the_form_is_printed_with_its_number(county):
    referral = county.referral(county.patient("蒋春梅"))
    status, content = county.call(county.doctor, "GET", f"/api/print/referral/{referral}/form.pdf")
    assert status == 200 and content.startswith(b"%PDF-")
    assert county.call(county.specialist, "GET", f"/api/print/referral/{referral}/form.pdf")[0] == 404


def test_on_a_phone_a_referral_can_be_read_and_answered(office, county, browser):
    from conftest import resize
    referral = county.referral(county.patient("沈金凤"))
    office.sign_in(county.doctor)
    resize(browser, 390, 844, is_phone=True)
    office.open(f"/record?entity=referral&id={referral}")
    assert browser.execute_script("return document.scrollingElement.scrollWidth") <= 390
    assert office.find('#verbs [data-move="submit"]').is_displayed()
    resize(browser, 1440, 900)
