"""The page of analyzers: links with their live state, messages, claims and profiles."""
import socket
import time

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from conftest import free_port
from pages import wait

VT, FS_CR = b"\x0b", b"\x1c\r"


def result(sample, control_id):
    return "\r".join([
        rf"MSH|^~\&|BC-5100|Mindray|||20260501081500||ORU^R01|{control_id}|P|2.3.1||||||UNICODE", "PID|1||7||张^伟",
        f"OBR|1||{sample}|00001^Automated Count^99MRC|||20260501081500", "OBX|1|NM|6690-2^WBC^LN||3.9|10*9/L|4.00-10.00|L|||F",
        "OBX|2|NM|15113^PLT Histogram. Binary Meta Length^99MRC||2||||||F",
        "OBX|3|ED|15100^PLT Histogram. Binary^99MRC||^Application^Octet-stream^Base64^AAAAAQD/AAI=||||||F", ""]).encode()


def connect(port):
    """To a link that is being started."""
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "the link does not listen"
            time.sleep(0.05)


def send(port, message):
    with connect(port) as link:
        link.sendall(VT + message + FS_CR)
        answer = b""
        while not answer.endswith(FS_CR):
            answer += link.recv(65536)
    assert b"MSA|AA" in answer


@pytest.fixture(scope="module")
def linked(server):
    """A link over the API, and the port on which it listens."""
    port = free_port()
    link = {"id": "bench", "name": "门诊血常规", "profile": "mindray-bc-5150", "isEnabled": True, "address": "", "sender": "",
            "transport": {"kind": "listen", "host": "127.0.0.1", "port": port}}
    answer = requests.put(f"{server.url}/api/analyzers/links/bench", json=link, auth=(server.name, server.password),
                          headers={"X-Requested-With": "yigong"}, timeout=20)
    assert answer.ok, answer.text
    send(port, result("P1", "1"))
    return port


class AnalyzersPage:
    def __init__(self, browser, site, tab):
        self.browser = browser
        browser.get("about:blank")
        browser.get(f"{site.url}/analyzers#{tab}")

    def find(self, selector):
        wait(self.browser, lambda: self.browser.find_elements(By.CSS_SELECTOR, selector), lambda: f"there is no {selector}")
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.find(selector).text

    def expect(self, selector, text):
        wait(self.browser, lambda: any(text in found.text for found in self.browser.find_elements(By.CSS_SELECTOR, selector)),
             lambda: f"“{text}” is not in {selector}: {[found.text for found in self.browser.find_elements(By.CSS_SELECTOR, selector)]}")


def test_a_link_is_added_and_its_state_is_live(reader, server):
    page = AnalyzersPage(reader, server, "links")
    page.find(".add button").click()
    port = free_port()
    for name, text in (("id", "made-here"), ("name", "新仪器"), ("host", "127.0.0.1"), ("port", str(port))):
        field = page.find(f"#links .side input[name={name}]")
        field.clear()
        field.send_keys(text)
    Select(page.find("#links .side select[name=profile]")).select_by_value("mindray-bc-5150")
    page.find("#links .side .save").click()
    page.expect("tr[data-link=made-here] .state", "等待连接")
    with connect(port):
        page.expect("tr[data-link=made-here] .state", "已连接")
    page.expect("tr[data-link=made-here] .state", "等待连接")
    send(port, result("P9", "9"))
    page.expect("tr[data-link=made-here] .date", "P9")


def test_a_message_is_found_and_shown_with_its_curve(reader, server, linked):
    page = AnalyzersPage(reader, server, "messages")
    page.find("#message-search").send_keys("P1")
    page.find("tr[data-message]").click()
    page.expect("#messages .side h3", "P1")
    page.expect("#messages .side .value.low", "3.9")
    picture = page.find("#messages .side .pictures img")
    wait(reader, lambda: reader.execute_script("return arguments[0].naturalWidth", picture) > 0)
    assert "OBX|1|NM|6690-2^WBC^LN" in page.text("#messages .side .raw")


def test_a_result_without_an_order_is_claimed(reader, server, linked):
    send(linked, result("P2", "2"))
    page = AnalyzersPage(reader, server, "claims")
    row = next(row for row in reader.find_elements(By.CSS_SELECTOR, "tr[data-run]") or [page.find("tr[data-run]")] if "P2" in row.text)
    row.click()
    page.find("#claims .side input[name=sample]").send_keys("B-1001", Keys.ENTER)
    page.expect("#told", "B-1001")
    wait(reader, lambda: "P2" not in page.text("#claims tbody"))


def test_a_profile_is_tried_on_a_pasted_message(reader, server, linked):
    page = AnalyzersPage(reader, server, "profiles")
    page.find("tr[data-profile=roche-cobas-c111]").click()
    message = "\\n".join(["H|\\\\^&|||SENAITE^Roche^c111", "O|1|Z1||^^^413|R", "R|1|^^^413|40.13|g/L||N||F", "L|1|N"])
    reader.execute_script(
        f"const area = document.querySelector('textarea[name=pasted]'); area.value = '{message}'; area.dispatchEvent(new Event('input'))")
    page.expect(".outcome .read", "项目未对照")
    reader.execute_script(
        "const area = document.querySelector('textarea[name=json]'); const profile = JSON.parse(area.value);"
        "profile.codes['413'] = {analyte: 'ALB'}; area.value = JSON.stringify(profile); area.dispatchEvent(new Event('input'))")
    page.expect(".outcome .read", "ALB 40.13 g/L")


def test_the_page_is_chinese_first_and_english_second(reader, server, linked):
    page = AnalyzersPage(reader, server, "links")
    page.expect(".tab[aria-selected=true]", "联机")
    page.find("#language").click()
    page.expect(".tab[aria-selected=true]", "Links")
    page.find("#language").click()


def test_tabs_are_walked_with_the_keyboard(reader, server, linked):
    page = AnalyzersPage(reader, server, "links")
    page.find(".tab[aria-selected=true]").send_keys(Keys.ARROW_RIGHT)
    page.expect(".tab[aria-selected=true]", "报文")
    wait(reader, lambda: page.find("#messages").is_displayed())


def test_the_page_fits_a_phone(phone, server, linked):
    for tab in ("links", "messages", "claims", "profiles"):
        page = AnalyzersPage(phone, server, tab)
        wait(phone, lambda: phone.find_elements(By.CSS_SELECTOR, f"#{tab} tbody tr"))
        assert phone.execute_script("return document.documentElement.scrollWidth") <= 390, tab
