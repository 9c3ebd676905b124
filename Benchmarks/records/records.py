"""A county's front desks and doctors at work on one server: half of the users search and list, half write visits.

Prints the 95th percentile of each kind of request and how many were done a second, errors included. The mix is that of
Bahmni's load tests (half front desk, half doctor); there is no think time, so each user is worth several real ones.
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import secrets
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英"


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"X-Requested-With": "yigong", "Content-Type": "application/json"}

    def call(self, method, path, body=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if cookie := answer.getheader("Set-Cookie"):
            self.headers["Cookie"] = cookie.split(";")[0]
        return answer.status, json.loads(content) if content else None

    def sign_in(self, name, password):
        status, _ = self.call("POST", "/api/session", {"name": name, "password": password})
        assert status == 204, status
        return self

    def make(self, entity, **values):
        status, row = self.call("POST", f"/api/records/{entity}", {"values": values})
        assert status == 201, (status, row)
        return row["id"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def patient(chance):
    return {"name": chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)), "sex": chance.choice(["male", "female"]),
            "birth": f"{chance.randint(1935, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"}


def work(client, patients, end, chance, is_desk, times):
    while time.monotonic() < end:
        if is_desk:
            kind, call = chance.choice([
                ("list", lambda: client.call("GET", "/api/records/patient?sort=-createdAt")),
                ("search", lambda: client.call("GET", "/api/pick/patient?text=" + chance.choice(["zw", "lx", "wang", "chen", "sl", "yang"]))),
                ("show", lambda: client.call("GET", f"/api/records/patient/{chance.choice(patients)}")),
            ])
        else:
            kind, call = "save", lambda: client.call("POST", "/api/records/encounter", {"values": {
                "patient": chance.choice(patients), "kind": "outpatient", "time": "2026-05-01T09:30", "complaint": "咳嗽三天", "diagnosis": "急性支气管炎"}})
        start = time.perf_counter()
        status, _ = call()
        times.setdefault(kind if status in (200, 201) else f"{kind} refused {status}", []).append(time.perf_counter() - start)


def measure(options, port, admin):
    chance = random.Random(1)
    house = admin.make("organization", name="县人民医院", code="H1", level="hospital", phone="0571-88880000")
    password = secrets.token_urlsafe(16)
    names = [f"doctor{number}" for number in range(8)]
    for name in names:
        admin.call("POST", "/api/accounts", {"name": name, "displayName": name, "password": password, "roles": ["staff"]})
        admin.make("post", staff=admin.make("staff", name=name, account=name), duty="doctor", organization=house)
    desk = Client(port).sign_in(names[0], password)
    start = time.monotonic()
    patients = [desk.make("patient", **patient(chance)) for _ in range(options.patients)]
    seeding = options.patients / (time.monotonic() - start)
    # One session a name: the login rate of one address is limited, as it should be.
    signed_in = {name: Client(port).sign_in(name, password).headers for name in names}
    tables, threads = [], []
    end = time.monotonic() + options.seconds
    for user in range(options.users):
        client = Client(port)
        client.headers = signed_in[names[user % len(names)]]
        tables.append({})
        threads.append(threading.Thread(target=work, args=(client, patients, end, random.Random(user), user % 2 == 0, tables[-1])))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = {}
    for table in tables:
        for kind, values in table.items():
            times.setdefault(kind, []).extend(values)
    print(f"## records: {options.users} users, {options.patients} patients, {options.seconds} s on {'PostgreSQL' if options.database else 'SQLite'}\n")
    print(f"one writer alone: {seeding:.0f} audited writes/s\n\n| request | count | a second | median | p95 |\n| --- | ---: | ---: | ---: | ---: |")
    for kind, values in sorted(times.items()):
        values.sort()
        print(f"| {kind} | {len(values)} | {len(values) / options.seconds:.0f} | {values[len(values) // 2] * 1e3:.0f} ms | {values[int(len(values) * .95)] * 1e3:.0f} ms |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=110)
    parser.add_argument("--patients", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--database", help="a PostgreSQL URL; SQLite without it")
    parser.add_argument("--binary", default=ROOT / ".build/release/yigong")
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        password = secrets.token_urlsafe(18)
        environment = {**os.environ, "YIGONG_ADMIN_PASSWORD": password, **({"YIGONG_DATABASE": options.database} if options.database else {})}
        server = subprocess.Popen(
            [options.binary, "serve", "--data", f"{folder}/data", "--http", f"127.0.0.1:{port}", "--dicom", f"127.0.0.1:{free_port()}"],
            stdout=subprocess.PIPE, text=True, env=environment)
        try:
            assert server.stdout.readline().startswith("ready")
            measure(options, port, Client(port).sign_in("admin", password))
        finally:
            server.terminate()
            server.wait()


main()
