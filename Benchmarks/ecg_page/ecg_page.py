"""A page of 12 leads by 10 s as PDF: asked of the running service, beside ecg-plot (matplotlib). Filtering is part of ours."""
import argparse
import http.client
import io
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Benchmarks"), str(ROOT / "Tests" / "Browser")]

import ecgs  # noqa: E402
import ecg_plot  # noqa: E402
import matplotlib  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from report import Report  # noqa: E402

AIM = 50
LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
#: Our layout, and the columns that ecg-plot calls the same.
LAYOUTS = {"3x4+1": 4, "6x2": 2, "12x1": 1}


class Service:
    """A server of our own with one recording."""

    def __init__(self, folder: str):
        password = secrets.token_urlsafe(18)
        binary = os.environ.get("YIGONG_BINARY", ROOT / ".build/release/yigong")
        self.process = subprocess.Popen(
            [binary, "serve", "--data", f"{folder}/data", "--http", "127.0.0.1:0", "--dicom", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "YIGONG_ADMIN_PASSWORD": password})
        address = self.process.stdout.readline().split()[1].split("//")[1].rstrip("/")
        self.connection = http.client.HTTPConnection(address)
        self.cookie = ""
        self.ask("POST", "/api/session", json.dumps({"name": "admin", "password": password}).encode())
        body = json.dumps(ecgs.recording("测试", "1", "2026-05-01T08:00:00")).encode()
        self.recording = json.loads(self.ask("POST", "/api/ecg/recordings?name=ecg.json", body))["id"]

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"X-Requested-With": "yigong", "Content-Type": "application/json", "Cookie": self.cookie}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {content[:200]!r}")
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return content

    def page(self, layout: str) -> bytes:
        query = layout.replace("+", "%2B")
        return self.ask("GET", f"/api/ecg/readings/{self.recording}/page.pdf?layout={query}&highPass=0.05&lowPass=150&notch=50")


def wave() -> np.ndarray:
    leads = {lead["name"]: np.array(lead["samples"]) / 1000 for lead in ecgs.recording("", "", "")["leads"]}
    first, second = leads["I"], leads["II"]
    leads |= {"III": second - first, "aVR": -(first + second) / 2, "aVL": first - second / 2, "aVF": second - first / 2}
    return np.array([leads[lead] for lead in LEADS])


def peer_page(samples: np.ndarray, columns: int) -> bytes:
    ecg_plot.plot(samples, sample_rate=ecgs.RATE, title="", lead_index=LEADS, columns=columns)
    file = io.BytesIO()
    plt.savefig(file, format="pdf")
    plt.close("all")
    return file.getvalue()


def milliseconds(work) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    matplotlib.use("Agg")
    report = Report("ECG page to PDF", "ms", more_is_better=False)
    samples = wave()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(folder)
        try:
            for layout, columns in LAYOUTS.items():
                service.page(layout)
                for _ in range(rounds):
                    report.add(layout, "yigong", milliseconds(lambda: service.page(layout)))
                    report.add(layout, "ecg-plot", milliseconds(lambda: peer_page(samples, columns)))
                report.note(f"{layout}: {len(service.page(layout)) // 1024} KiB, aim {AIM} ms.")
        finally:
            service.process.terminate()
            service.process.wait(timeout=30)
    print(report.markdown())


if __name__ == "__main__":
    main()
