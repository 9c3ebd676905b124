"""A real browser on a real server.

The server is the one at YIGONG_URL (password in YIGONG_ADMIN_PASSWORD) when that is set; otherwise the binary at
YIGONG_BINARY, or the release build, is started on free ports with an empty data folder.
"""
import os
import pathlib
import secrets
import select
import shutil
import socket
import subprocess
import time

import pytest
from selenium import webdriver

import studies
from pages import Site

ROOT = pathlib.Path(__file__).resolve().parents[2]
READY_SECONDS = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(process):
    """The one line that says the server is listening."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        readable, _, _ = select.select([process.stdout], [], [], 0.5)
        if readable and (line := process.stdout.readline()):
            if line.startswith("ready"):
                return
        elif process.poll() is not None:
            pytest.fail(f"the server stopped with {process.returncode} before it was ready")
    pytest.fail(f"the server was not ready after {READY_SECONDS} s")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Where the pages are, who signs in, and what was stored: a Site."""
    password = os.environ.get("YIGONG_ADMIN_PASSWORD") or secrets.token_urlsafe(18)
    if url := os.environ.get("YIGONG_URL"):
        site = Site(url.rstrip("/"), "admin", password)
        site.studies = studies.store_all(site)
        yield site
        return
    binary = pathlib.Path(os.environ.get("YIGONG_BINARY", ROOT / ".build/release/yigong"))
    if not binary.exists():
        pytest.fail(f"there is no server at {binary}: build it, or set YIGONG_BINARY or YIGONG_URL")
    data = tmp_path_factory.mktemp("data")
    http, dicom = (f"127.0.0.1:{free_port()}" for _ in range(2))
    log = open(data / "stderr.log", "w")
    process = subprocess.Popen(
        [binary, "serve", "--data", data / "archive", "--http", http, "--dicom", dicom],
        stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, "YIGONG_ADMIN_PASSWORD": password})
    try:
        wait_until_ready(process)
        site = Site(f"http://{http}", "admin", password)
        site.studies = studies.store_all(site)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def start_browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb",
        # WebGL2 without a graphics card.
        "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


@pytest.fixture(scope="session")
def shared_browser():
    browser = start_browser()
    browser.set_script_timeout(30)
    yield browser
    browser.quit()


@pytest.fixture
def browser(shared_browser, server):
    """A browser that nobody is signed in with, at the size of a desk."""
    shared_browser.get(server.url + "/login")
    shared_browser.delete_all_cookies()
    shared_browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    resize(shared_browser, 1440, 900)
    shared_browser.get_log("browser")
    return shared_browser


@pytest.fixture
def reader(browser, server):
    """A browser of someone who is signed in."""
    server.sign_in(browser)
    return browser


@pytest.fixture
def phone(reader):
    resize(reader, 390, 844, is_phone=True)
    yield reader
    resize(reader, 1440, 900)


def resize(browser, width, height, is_phone=False):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 2 if is_phone else 1, "mobile": is_phone})
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": is_phone})
