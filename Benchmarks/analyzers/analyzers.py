"""Results of a blood count with three histograms over several links: messages a second, and how long an acknowledgement takes."""
import argparse
import base64
import multiprocessing
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CODES = ("6690-2^WBC 704-7^BAS# 706-2^BAS% 751-8^NEU# 770-8^NEU% 711-2^EOS# 713-8^EOS% 731-0^LYM# 736-9^LYM% 742-7^MON# 5905-5^MON% 789-8^RBC "
         "718-7^HGB 787-2^MCV 785-6^MCH 786-4^MCHC 788-0^RDW-CV 21000-5^RDW-SD 4544-3^HCT 777-3^PLT 32623-1^MPV").split()
UNITS = {"HGB": "g/L", "MCV": "fL", "MPV": "fL", "RDW-SD": "fL", "MCH": "pg", "MCHC": "g/L", "RBC": "10*12/L", "HCT": "%", "RDW-CV": "%"}
CURVES = ((15000, 15004, (15001, 15003, 15002), 128), (15050, 15053, (15051, 15052), 256), (15100, 15113, (15111, 15112), 64))


def message(link, number):
    noise = random.Random(number)
    time_text = f"202605{1 + number % 28:02}{number % 24:02}{number % 60:02}{number // 60 % 60:02}"
    lines = [rf"MSH|^~\&|BC-5100|Mindray|||{time_text}||ORU^R01|{link}-{number}|P|2.3.1||||||UNICODE", "PID|1||7||张^伟",
             f"OBR|1||L{link}N{number}|00001^Automated Count^99MRC|||{time_text}"]

    def add(kind, code, value, unit=""):
        lines.append(f"OBX|{len(lines) - 2}|{kind}|{code}||{value}|{unit}|||||F")

    for code in CODES:
        name = code.split("^")[1]
        add("NM", code + "^LN", f"{noise.uniform(1, 90):.2f}", UNITS.get(name, "%" if name.endswith("%") else "10*9/L"))
    for data, width, marks, channels in CURVES:
        for channel, mark in enumerate(marks):
            add("NM", f"{mark}^Line^99MRC", 10 + 20 * channel)
        add("NM", f"{width}^Meta Length^99MRC", 2)
        add("ED", f"{data}^Histogram. Binary^99MRC", "^Application^Octet-stream^Base64^" + base64.b64encode(noise.randbytes(2 * channels)).decode())
    return "\r".join([*lines, ""]).encode()


def send(port, link, count, barrier, results):
    frames = [b"\x0b" + message(link, number) + b"\x1c\r" for number in range(count)]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        barrier.wait()
        begun = time.monotonic()
        waits = []
        for number, frame in enumerate(frames):
            sent = time.perf_counter()
            connection.sendall(frame)
            answer = b""
            while not answer.endswith(b"\x1c\r"):
                answer += connection.recv(65536)
            waits.append(time.perf_counter() - sent)
            assert b"|AA|%d-%d" % (link, number) in answer, answer
        results.put((begun, time.monotonic(), waits))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measure(command, port, links, count):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "the host has ended"
                time.sleep(0.05)
        barrier, results = multiprocessing.Barrier(links), multiprocessing.Queue()
        senders = [multiprocessing.Process(target=send, args=(port, link, count // links, barrier, results)) for link in range(links)]
        for sender in senders:
            sender.start()
        done = [results.get(timeout=600) for _ in senders]
        for sender in senders:
            sender.join()
    finally:
        process.terminate()
        process.wait()
    waits = sorted(wait for _, _, part in done for wait in part)
    seconds = max(end for _, end, _ in done) - min(begin for begin, _, _ in done)
    return len(waits) / seconds, 1000 * waits[len(waits) // 2], 1000 * waits[int(0.99 * len(waits))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--links", type=int, default=4)
    options = parser.parse_args()
    print(f"{options.messages} messages of {len(message(0, 0))} bytes over {options.links} links, each waiting for its acknowledgement\n")
    print("| host | messages/s | median ms | p99 ms |\n| --- | --- | --- | --- |")
    rates = {}
    for name in ("python-hl7", "yigong"):
        with tempfile.TemporaryDirectory() as folder:
            port = free_port()
            if name == "yigong":
                command = [options.binary, "analyzer", "listen", "--port", str(port), "--data", folder, "--quiet"]
            else:
                command = [sys.executable, HERE / "peer.py", str(port), f"{folder}/peer.db"]
            rates[name], median, worst = measure(command, port, options.links, options.messages)
            print(f"| {name} | {rates[name]:.0f} | {median:.1f} | {worst:.1f} |", flush=True)
    print(f"\nyigong / python-hl7: {rates['yigong'] / rates['python-hl7']:.1f}")


if __name__ == "__main__":
    main()
