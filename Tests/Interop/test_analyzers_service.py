"""Links that `yigong serve` runs: set up over the API, instruments told apart, orders out and results back."""
import json
import socket
import sqlite3
import threading

import pytest
import requests

from peers.analyzers import CR, FS, VT, blood_count, receive_astm, receive_hl7, send_astm, send_hl7
from peers.process import accepts_connections, free_port, wait_until
from peers.yigong import PASSWORD


@pytest.fixture(scope="module")
def api(yigong):
    session = requests.Session()
    session.headers["X-Requested-With"] = "yigong"
    session.auth = ("admin", PASSWORD)

    def call(method, path, body=None, status=None):
        answer = session.request(method, f"{yigong.base}/api/analyzers{path}", json=body, timeout=30)
        if status:
            assert answer.status_code == status, answer.text
        else:
            answer.raise_for_status()
        return answer.json() if answer.content else None

    call.session = session
    call.base = yigong.base
    return call


def make_link(api, name, profile, port=None, **settings):
    transport = settings.pop("transport", None) or {"kind": "listen", "host": "127.0.0.1", "port": port}
    link = {"id": name, "name": name, "profile": profile, "isEnabled": True, "transport": transport, "address": "", "sender": "", **settings}
    api("PUT", f"/links/{name}", link)
    if port:
        wait_until(lambda: accepts_connections(port), 20, f"link {name} listens")


def runs(api, sample):
    return api("GET", f"/runs?sample={sample}")


def test_instruments_on_one_port_are_told_apart(api):
    port = free_port()
    make_link(api, "hall-a", "mindray-bc-5380", port, sender="BC-5380")
    make_link(api, "hall-b", "mindray-bc-5150", port, sender="BC-5100")
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        assert b"MSA|AA" in send_hl7(link, blood_count("T1"))
        assert b"MSA|AA" in send_hl7(link, blood_count("T2").replace(b"BC-5100", b"BC-5380"))
        assert b"MSA|AE" in send_hl7(link, blood_count("T3").replace(b"BC-5100", b"Stranger"))
    assert runs(api, "T1")[0]["link"] == "hall-b"
    assert runs(api, "T2")[0]["link"] == "hall-a"
    assert runs(api, "T3") == []
    assert api("GET", "/messages?state=dead")[0]["size"] > 0


def test_results_meet_their_order_and_others_wait_to_be_claimed(api):
    port = free_port()
    make_link(api, "claims", "mindray-bc-5150", port)
    api("POST", "/orders", {"sample": "U1", "tests": ["WBC"], "priority": "stat"})
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        send_hl7(link, blood_count("U1"))
        send_hl7(link, blood_count("U2"))
    assert (runs(api, "U1")[0]["state"], runs(api, "U1")[0]["priority"]) == ("matched", "stat")
    waiting = next(run for run in api("GET", "/runs?state=waiting") if run["sample"] == "U2")
    assert waiting["reason"] == "noOrder"
    api("POST", f"/runs/{waiting['id']}/claim", {"sample": "B-900"})
    assert runs(api, "B-900")[0]["claimedBy"] == "admin"
    api("POST", f"/runs/{waiting['id']}/claim", {"sample": "B-901"}, status=409)


def test_an_astm_query_is_answered_with_orders(api):
    port = free_port()
    make_link(api, "query-astm", "sysmex-xn", port)
    api("POST", "/orders", {"sample": "V1", "tests": ["WBC", "NEU#"], "patient": {"id": "7", "name": "张 伟", "birthDate": "19800101", "sex": "M"}})
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        send_astm(link, [r"H|\^&|||XN-550", "Q|1|2^1^     V1^B||^^^^ALL|0", "L|1|N"])
        text = b"".join(frame[2:-5] for frame in receive_astm(link)).decode()
    order = next(record for record in text.split("\r") if record.startswith("O|"))
    assert order.split("|")[2] == "2^1^     V1^B"
    assert order.split("|")[4] == r"^^^^WBC\^^^^NEUT#"
    assert "张^伟" in text


def test_mindray_queries_are_answered(api):
    port = free_port()
    make_link(api, "query-hl7", "mindray-bc-5380", port)
    api("POST", "/orders", {"sample": "W1", "tests": ["WBC", "NEU#"]})
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        answer = send_hl7(link, b"\r".join([rb"MSH|^~\&|BC-5380|Mindray|||20260501||ORM^O01|11|P|2.3.1||||||UNICODE", b"ORC|RF||W1", b""])).decode()
        assert "ORR^O02" in answer and "MSA|AA|11" in answer and "ORC|AF|W1" in answer and "CBC+DIFF" in answer
        answer = send_hl7(link, b"\r".join([rb"MSH|^~\&|BC-5380|Mindray|||20260501||ORM^O01|12|P|2.3.1", b"ORC|RF||none", b""])).decode()
        assert "MSA|AR|12" in answer
        link.sendall(VT + b"\r".join([rb"MSH|^~\&|BS-200|Mindray|||20260501||QRY^Q02|13|P|2.3.1", b"QRD|20260501|R|D|1|||RD|W1|OTH|||T|", b""]) + FS + CR)
        both = receive_hl7(link)
        while both.count(b"MSH|") < 2:
            both += receive_hl7(link)
        assert b"QCK^Q02" in both and b"DSR^Q03" in both and b"DSP|22||W1" in both


def test_law_work_is_queried_and_sent_unasked(api):
    port = free_port()
    make_link(api, "law", "generic-hl7", port)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        query = b"\r".join([rb"MSH|^~\&|cobas|lab|||20260501||QBP^Q11^QBP_Q11|21|P|2.5.1|||NE|AL||UNICODE UTF-8|||LAB-27^IHE", b"QPD|WOS^Work Order Step^IHE_LABTF|tag1|X1", b"RCP|I||R", b""])
        assert b"QAK|tag1|NF" in send_hl7(link, query)
        api("POST", "/orders", {"sample": "X1", "tests": ["WBC"], "link": "law"})
        work = receive_hl7(link).decode()
        assert "OML^O33^OML_O33" in work and "SAC|||X1" in work and "OBR||" in work
        control_id = work.split("|")[9]
        link.sendall(VT + f"MSH|^~\\&|cobas|lab|||20260501||ORL^O34^ORL_O42|22|P|2.5.1\rMSA|AA|{control_id}\r".encode() + FS + CR)
        wait_until(lambda: next(order for order in api("GET", "/orders") if order["sample"] == "X1")["state"] == "sent", 10, "the order is sent")
        result = b"\r".join([rb"MSH|^~\&|cobas|lab|||20260501||OUL^R22^OUL_R22|23|P|2.5.1", b"SPM|1|X1||UR", b"SAC|||X1", b"OBR|1|||6690-2^WBC^LN",
                            b"OBX|1|NM|6690-2^WBC^LN||5.5|10*9/L|||||F|||||||20260501081500", b""])
        assert b"MSA|AA|23" in send_hl7(link, result)
    assert runs(api, "X1")[0]["observations"][0]["readValue"] == "5.5"


def test_a_database_table_is_read_once(api, tmp_path):
    path = tmp_path / "instrument.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE result (id INTEGER PRIMARY KEY, sample TEXT, code TEXT, value TEXT, unit TEXT, flag TEXT, at TEXT)")
        database.execute("INSERT INTO result VALUES (1, 'Y1', 'WBC', '5.5', '10*9/L', 'H', '20260501081500')")
    query = "SELECT id, sample, code, value, unit, flag, at FROM result WHERE id > ? ORDER BY id"
    make_link(api, "table", "generic-csv", transport={"kind": "table", "database": str(path), "query": query, "seconds": 1})
    wait_until(lambda: runs(api, "Y1"), 20, "the row is read")
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO result VALUES (2, 'Y2', 'WBC', '6.5', '10*9/L', '', '20260501081600')")
    wait_until(lambda: runs(api, "Y2"), 20, "the next row is read")
    assert len(runs(api, "Y1")) == 1


def test_an_edited_profile_reads_what_could_not_be_read_before(api):
    shipped = next(entry["profile"] for entry in api("GET", "/profiles") if entry["profile"]["id"] == "roche-cobas-c111")
    message = "\r".join([r"H|\^&|||SENAITE^Roche^c111", "O|1|Z1||^^^413|R", "R|1|^^^413|40.13|g/L||N||F", "L|1|N", ""])
    trial = api("POST", "/profiles/test", {"profile": shipped, "message": message})
    assert trial["messages"][0]["results"][0]["reading"]["hold"] == "unknownCode"
    shipped["codes"]["413"] = {"analyte": "ALB"}
    trial = api("POST", "/profiles/test", {"profile": shipped, "message": message})
    assert trial["messages"][0]["results"][0]["reading"]["value"] == "40.13"
    api("PUT", "/profiles/roche-cobas-c111", shipped)
    assert next(entry for entry in api("GET", "/profiles") if entry["profile"]["id"] == "roche-cobas-c111")["isChanged"]
    shipped["codes"]["413"] = {"analyte": "NOSUCH"}
    api("PUT", "/profiles/roche-cobas-c111", shipped, status=422)
    api("DELETE", "/profiles/roche-cobas-c111")


def test_live_status_is_pushed(api):
    port = free_port()
    make_link(api, "live", "mindray-bc-5150", port)
    states = []
    answer = api.session.get(f"{api.base}/api/analyzers/stream", stream=True, timeout=30)

    def listen():
        for line in answer.iter_lines():
            if line.startswith(b"data: "):
                status = json.loads(line[6:])
                if status["id"] == "live":
                    states.append((status["state"], status["messages"]))
            if states and states[-1] == ("waiting", 1):
                return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        send_hl7(link, blood_count("AA1"))
    listener.join(15)
    assert ("connected", 0) in states and ("connected", 1) in states and states[-1] == ("waiting", 1)


def test_whoever_has_no_right_sees_nothing(api):
    assert requests.get(f"{api.base}/api/analyzers/messages", timeout=10).status_code == 401


def test_messages_are_searched_and_drawn(api):
    port = free_port()
    make_link(api, "search", "mindray-bc-5150", port)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        send_hl7(link, blood_count("BB1"))
    found = api("GET", "/messages?text=BB1")
    assert [message["sample"] for message in found] == ["BB1"]
    whole = api("GET", f"/messages/{found[0]['id']}")
    assert "OBX|1|NM|6690-2" in whole["text"] and whole["messages"][0]["graphics"][0]["name"] == "PLT Histogram"
    picture = api.session.get(f"{api.base}/api/analyzers/messages/{found[0]['id']}/graphics/0", timeout=20)
    assert picture.headers["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
