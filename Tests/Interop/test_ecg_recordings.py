"""The ways in which recordings come: upload, a watched folder, HL7 v2 over MLLP, the archive. What was acknowledged survives a kill."""
import base64
import importlib.util
import socket
from pathlib import Path

import ecg_files
import requests
from peers.process import free_port, wait_until
from peers.yigong import PASSWORD
from pynetdicom import AE
from pydicom import dcmread

ADMIN = ("admin", PASSWORD)


def listed(server, **query):
    answer = requests.get(f"{server.base}/api/ecg/recordings", params=query, auth=ADMIN, timeout=30)
    answer.raise_for_status()
    return answer.json()["recordings"]


def upload(server, content, name):
    return requests.post(f"{server.base}/api/ecg/recordings", params={"name": name}, data=content, auth=ADMIN, timeout=60)


def result_message(content, control="77"):
    data = base64.b64encode(content).decode()
    segments = [f"MSH|^~\\&|CART|ROOM|ECG|YIGONG|20260402101530||ORU^R01|{control}|P|2.5.1", "PID|1||0815||王^五||19600101|M",
                "OBR|1|||ECG|||20260402101530", f"OBX|1|ED|ECG||^TEXT^XML^Base64^{data}||||||F", ""]
    return b"\x0b" + "\r".join(segments).encode() + b"\x1c\r"


def send(port, message):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(message)
        answer = b""
        while not answer.endswith(b"\x1c\r"):
            answer += line.recv(4096)
    return answer.decode()


def test_uploads_survive_a_kill_and_what_cannot_be_read_is_kept(own_yigong):
    server = own_yigong()
    files = {f"{number}.ecg": ecg_files.ishne(ecg_files.signal(seed=number)) for number in range(5)}
    for name, content in files.items():
        assert upload(server, content, name).status_code == 201
    refused = upload(server, files["0.ecg"][:400], "cut.ecg")
    assert refused.status_code == 422 and "ISHNE" in refused.json()["error"]["message"]
    server.kill()
    server.start()
    kept = {entry["name"]: entry for entry in listed(server)}
    assert set(kept) == {*files, "cut.ecg"} and kept["cut.ecg"]["state"] == "unreadable"
    for name, content in files.items():
        entry = kept[name]
        assert requests.get(f"{server.base}/api/ecg/recordings/{entry['id']}/file", auth=ADMIN, timeout=30).content == content
        samples = requests.get(f"{server.base}/api/ecg/recordings/{entry['id']}/samples", auth=ADMIN, timeout=30).json()
        assert samples["leads"][0]["samples"] == ecg_files.signal(seed=int(name[0]))[:, 0].tolist()
    assert upload(server, files["0.ecg"], "again.ecg").json()["id"] == kept["0.ecg"]["id"]


def test_nobody_sees_recordings_without_a_right(own_yigong):
    server = own_yigong()
    assert requests.get(f"{server.base}/api/ecg/recordings", timeout=30).status_code == 401
    assert requests.post(f"{server.base}/api/ecg/recordings", data=b"x", timeout=30).status_code == 401


def test_a_folder_is_watched_and_wfdb_taken_whole(own_yigong, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    server = own_yigong(environment={"YIGONG_ECG_INBOX": str(inbox)})
    ecg_files.write_wfdb(inbox, "record", ecg_files.signal(1000, 3), 16)
    (inbox / "noise.bin").write_bytes(b"no recording")
    wait_until(lambda: len(listed(server)) == 2, 30, "both files are taken")
    assert {entry["name"]: entry["state"] for entry in listed(server)} == {"record.hea": "read", "noise.bin": "unreadable"}
    wait_until(lambda: (inbox / "unreadable" / "noise.bin").exists() and (inbox / "done" / "record.dat").exists(), 10, "they are moved")


def test_result_messages_bring_recordings(own_yigong):
    port = free_port()
    server = own_yigong(environment={"YIGONG_ECG_HL7": f"127.0.0.1:{port}"})
    content = ecg_files.muse(ecg_files.signal(channels=8)).replace(b"<PatientID>P1</PatientID>", b"")
    assert "MSA|AA|77" in send(port, result_message(content))
    assert "MSA|AE|78" in send(port, result_message(b"no recording", "78"))
    server.kill()
    server.start()
    entry = next(entry for entry in listed(server) if entry["state"] == "read")
    assert entry["patientID"] == "0815" and entry["patientName"] == "王五" and entry["format"] == "muse"
    assert [found["id"] for found in listed(server, search="wangwu")] and listed(server, search="nobody") == []


def test_ecgs_of_the_archive_are_recordings_too(own_yigong):
    server = own_yigong()
    server.add_peer("CART", free_port())
    sample = dcmread(Path(importlib.util.find_spec("pydicom").origin).parent / "data/test_files/waveform_ecg.dcm")
    cart = AE(ae_title="CART")
    cart.add_requested_context(sample.SOPClassUID, sample.file_meta.TransferSyntaxUID)
    association = cart.associate("127.0.0.1", server.port, ae_title="YIGONG")
    assert association.is_established and association.send_c_store(sample).Status == 0
    association.release()
    wait_until(lambda: len(listed(server)) == 1, 30, "the recording is listed")
    entry = listed(server)[0]
    assert entry["format"] == "dicom" and entry["patientID"] == sample.PatientID and entry["leads"] == 12


def test_a_report_is_attached_as_it_is(own_yigong):
    server = own_yigong()
    entry = upload(server, ecg_files.ishne(ecg_files.signal()), "a.ecg").json()
    address = f"{server.base}/api/ecg/recordings/{entry['id']}/reports"
    report = requests.post(address, params={"name": "report.pdf"}, data=b"%PDF-1.4 text", auth=ADMIN, timeout=30).json()
    answer = requests.get(f"{address}/{report['id']}", auth=ADMIN, timeout=30)
    assert answer.content == b"%PDF-1.4 text" and answer.headers["Content-Type"] == "application/pdf"
    assert requests.post(address, data=b"text", auth=ADMIN, timeout=30).status_code == 422
