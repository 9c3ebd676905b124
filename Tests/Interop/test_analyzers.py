"""Analyzer links beside python-hl7, hl7apy and the PyPI ASTM library, and what they must survive."""
import asyncio
import json
import os
import socket
import sqlite3
import subprocess
import threading
import time

import hl7
import hl7.client
import hl7.mllp
import pytest
from astm import codec
from hl7apy.core import Message
from hl7apy.parser import parse_message

from peers.analyzers import (ACK, ENQ, EOT, FS, NAK, VT, CR, Listening, astm_records, blood_count, frame, receive_astm, receive_hl7,
                             send_astm, send_hl7)
from peers.process import free_port, wait_until
from peers.yigong import binary


@pytest.fixture
def host(tmp_path):
    listening = Listening(tmp_path)
    yield listening
    listening.stop()


@pytest.fixture
def start_host(tmp_path):
    started = []

    def start(*flags):
        started.append(Listening(tmp_path, *flags))
        return started[-1]

    yield start
    for listening in started:
        listening.stop()


def run(*arguments):
    done = subprocess.run([str(binary()), "analyzer", *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(host, query):
    with sqlite3.connect(host.data / "analyzers.db") as database:
        return database.execute(query).fetchall()


def test_python_hl7_sends_and_is_acknowledged(host):
    with hl7.client.MLLPClient("127.0.0.1", host.port) as client:
        answer = hl7.parse(client.send_message(blood_count("S1", "A-7").decode()).decode().strip("\x0b\x1c\r"))
    assert str(answer["MSA"][0][1]) == "AA"
    assert str(answer["MSA"][0][2]) == "A-7"
    message = host.wait_for(1)[0]
    assert (message["sample"], message["kind"]) == ("S1", "result")
    assert [result["code"] for result in message["results"]] == ["6690-2", "718-7"]
    assert message["graphics"][0]["points"] == [0, 1, 255, 2]


def test_hl7apy_sends_and_parses_the_acknowledgement(host):
    message = Message("ORU_R01", version="2.5.1")
    message.msh.msh_3 = "HL7APY"
    message.msh.msh_9 = "ORU^R01^ORU_R01"
    message.msh.msh_10 = "42"
    message.msh.msh_11 = "P"
    group = message.add_group("ORU_R01_PATIENT_RESULT").add_group("ORU_R01_ORDER_OBSERVATION")
    group.obr.obr_3 = "S2"
    observation = group.add_group("ORU_R01_OBSERVATION")
    observation.obx.obx_2 = "NM"
    observation.obx.obx_3 = "718-7^HGB^LN"
    observation.obx.obx_5 = "138"
    observation.obx.obx_6 = "g/L"
    with host.connect() as link:
        answer = parse_message(send_hl7(link, message.to_er7().encode()).decode(), find_groups=False)
    assert answer.msa.msa_1.value == "AA"
    assert answer.msa.msa_2.value == "42"
    assert host.wait_for(1)[0]["results"][0]["reading"]["value"] == "138"


def test_we_send_to_python_hl7(tmp_path):
    received = []
    port = free_port()

    async def serve(reader, writer):
        while not writer.is_closing():
            try:
                message = await reader.readmessage()
            except asyncio.IncompleteReadError:
                break
            received.append(message)
            writer.writemessage(message.create_ack())
            await writer.drain()

    async def main():
        async with await hl7.mllp.start_hl7_server(serve, "127.0.0.1", port, encoding="utf-8"):
            await asyncio.to_thread(run, "simulate", "--to", f"127.0.0.1:{port}", "--count", 5)

    asyncio.run(main())
    assert [str(message["OBR"][0][3]) for message in received] == [f"S10000{number}" for number in range(1, 6)]
    assert all(message["OBX"][0][2][0] == "NM" for message in received)


def test_the_astm_library_sends(host):
    records = [[field.encode() for field in record.split("|")] for record in astm_records("S3")]
    with host.connect() as link:
        link.sendall(ENQ)
        assert link.recv(1) == ACK
        for number, record in enumerate(records, 1):
            link.sendall(codec.encode_message(number, [record], "utf-8"))
            assert link.recv(1) == ACK, record
        link.sendall(EOT)
    message = host.wait_for(1)[0]
    assert (message["sample"], message["results"][0]["value"]) == ("S3", "5.5")


def test_the_astm_library_reads_what_we_send():
    port = free_port()
    frames = []

    def instrument_host():
        with socket.create_server(("127.0.0.1", port)) as server:
            link, _ = server.accept()
            with link:
                frames.extend(receive_astm(link))

    thread = threading.Thread(target=instrument_host)
    thread.start()
    time.sleep(0.2)
    run("simulate", "--to", f"127.0.0.1:{port}", "--profile", "sysmex-xp", "--count", 1)
    thread.join(20)
    decoded = [codec.decode_message(raw, "utf-8") for raw in frames]
    assert [number for number, _, _ in decoded] == [(position + 1) % 8 for position in range(len(frames))]
    assert [records[0][0] for _, records, _ in decoded][:3] == ["H", "P", "O"]
    assert all(len(raw) <= 247 and codec.make_checksum(raw[1:-4]) == raw[-4:-2] for raw in frames)


def test_an_instrument_that_stops_and_damages_frames_loses_nothing(host):
    with host.connect() as link:
        link.sendall(ENQ)
        assert link.recv(1) == ACK
        good = [frame(number, record.encode()) for number, record in enumerate(astm_records("S4"), 1)]
        link.sendall(good[0].replace(b"XP", b"XQ"))
        assert link.recv(1) == NAK
        link.sendall(good[0])
        assert link.recv(1) == ACK
        link.sendall(good[3])
        assert link.recv(1) == NAK, "a frame out of order"
        link.sendall(ENQ)
        assert link.recv(1) == ACK, "a second ENQ begins anew"
        link.sendall(EOT)
        send_astm(link, astm_records("S4"))
    assert [message["sample"] for message in host.wait_for(1)] == ["S4"]
    assert rows(host, "SELECT state, COUNT(*) FROM message GROUP BY state ORDER BY state") == [("done", 1), ("incomplete", 1)]

    def notes():
        return " ".join(text for text, in rows(host, "SELECT text FROM link_entry"))

    wait_until(lambda: "checksum" in notes() and "second ENQ" in notes(), 10, "the link's log says what happened")


def test_bare_records_and_messages_cut_anywhere(host):
    message = "\r".join([*astm_records("S5"), ""]).encode()
    for count in range(0, len(message), 7):
        with host.connect() as link:
            link.sendall(message[:count])
    with host.connect() as link:
        for start in range(0, len(message), 11):
            link.sendall(message[start:start + 11])
    assert {found["sample"] for found in host.wait_for(1)} == {"S5"}


def test_a_message_of_50_mb_is_taken_and_others_go_on(host):
    large = blood_count("S6") + b"NTE|1|L|" + b"x" * 50_000_000 + b"\r"
    with host.connect() as link, host.connect() as other:
        sender = threading.Thread(target=link.sendall, args=(VT + large + FS + CR,))
        sender.start()
        assert b"MSA|AA|9" in send_hl7(other, blood_count("S7", "9"))
        assert b"MSA|AA|1" in receive_hl7(link)
        sender.join()


def test_gbk_with_trail_bytes_that_are_delimiters(host):
    message = blood_count("S8").decode().replace("张^伟", "亅^乗乛").replace("UNICODE", "").encode("gbk")
    assert b"\x81\x7c" in message or b"|" in message
    with host.connect() as link:
        assert b"MSA|AA" in send_hl7(link, message)
    assert host.wait_for(1)[0]["patient"]["name"] == "亅 乗乛"


def test_what_is_no_message_is_kept(host):
    with host.connect() as link:
        link.sendall(VT + b"this is no message" + FS + CR)
        assert b"MSA|AR" in send_hl7(link, rb"MSH|^~\&|A|B|||2026||ADT^A08|5|P|2.3.1" + CR)
    host.stop()
    assert rows(host, "SELECT state FROM message ORDER BY id") == [("dead",), ("done",)]


def test_kill_loses_no_acknowledged_message_and_doubles_none(tmp_path):
    host = Listening(tmp_path)
    acknowledged = set()
    stopped = threading.Event()

    def instrument(name):
        number = 0
        while not stopped.is_set():
            try:
                with host.connect() as link:
                    link.settimeout(5)
                    while not stopped.is_set():
                        sample = f"{name}-{number}"
                        assert f"MSA|AA|{sample}".encode() in send_hl7(link, blood_count(sample, sample))
                        acknowledged.add(sample)
                        number += 1
            except OSError:
                time.sleep(0.05)

    instruments = [threading.Thread(target=instrument, args=(name,)) for name in ("A", "B", "C", "D")]
    for thread in instruments:
        thread.start()
    for _ in range(3):
        time.sleep(1.5)
        host.kill()
        host.start()
    time.sleep(1)
    stopped.set()
    for thread in instruments:
        thread.join()
    host.stop()
    stored = [sample for sample, in rows(host, "SELECT sample FROM run")]
    assert len(acknowledged) > 50
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored)), "none is doubled"
    assert rows(host, "SELECT COUNT(*) FROM observation") == [(2 * len(stored),)]


def test_a_serial_port_carries_frames_both_ways(start_host):
    controller, device = os.openpty()
    host = start_host("--serial", os.ttyname(device), "--profile", "sysmex-xp")

    class Port:
        def sendall(self, data):
            os.write(controller, data)

        def recv(self, count):
            return os.read(controller, count)

    time.sleep(1)
    send_astm(Port(), astm_records("S9"))
    assert host.wait_for(1)[0]["sample"] == "S9"
    send_astm(Port(), [astm_records("")[0], "Q|1|^S9||ALL||||||||O", "L|1|N"])
    frames = receive_astm(Port())
    assert frames[-1][2:7] == b"L|1|I", "there is no order for it"


def test_a_watched_folder_takes_tables_and_moves_them(start_host, tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "run.csv").write_bytes("样本号,项目,结果,单位\r\nS10,WBC,5.5,10*9/L\r\n".encode("gbk"))
    (folder / "plain.txt").write_bytes("\r".join(astm_records("S11")).encode())
    host = start_host("--folder", str(folder))
    assert {message["sample"] for message in host.wait_for(2)} == {"S10", "S11"}
    wait_until(lambda: sorted(path.name for path in (folder / "done").glob("*")) == ["plain.txt", "run.csv"], 10, "the files are moved")


def test_a_capture_is_replayed_and_decoded_alike(host, tmp_path):
    capture = tmp_path / "capture.hl7"
    capture.write_bytes(VT + blood_count("S12", "1") + FS + CR + VT + blood_count("S13", "2") + FS + CR)
    decoded = json.loads(run("decode", capture, "--json"))
    assert [message["sample"] for message in decoded["messages"]] == ["S12", "S13"]
    outcomes = json.loads(run("replay", capture, "--to", f"127.0.0.1:{host.port}", "--json"))
    assert [outcome["isTaken"] for outcome in outcomes] == [True, True]
    assert [message["results"] for message in host.wait_for(2)] == [message["results"] for message in decoded["messages"]]
