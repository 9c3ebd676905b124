"""Fixtures of the interoperability tests.

`archive` is the server under test: Yigong, or Debian's Orthanc with `--archive orthanc`, which is how these tests were
proved to ask for what the standard says and not for what Yigong happens to do. Tests of what only Yigong has take `yigong`.
"""
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "TestData"))

from peers.orthanc import Orthanc  # noqa: E402
from peers.receiver import Receiver  # noqa: E402
from peers.yigong import Yigong  # noqa: E402
from population import Population  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--archive", choices=("yigong", "orthanc"), default="yigong", help="the server under test")


def pytest_configure(config):
    config.addinivalue_line("markers", "beyond_orthanc(reason): what Debian's Orthanc 1.10.1 does otherwise or not at all")
    # Real files break small rules of the standard; pydicom says so each time they are read.
    config.addinivalue_line("filterwarnings", "ignore::UserWarning:pydicom")
    if hasattr(config.option, "timeout") and not config.option.timeout:
        config.option.timeout = 180


def pytest_collection_modifyitems(config, items):
    if config.getoption("--archive") != "orthanc":
        return
    for item in items:
        marker = item.get_closest_marker("beyond_orthanc")
        if marker:
            item.add_marker(pytest.mark.skip(reason=f"Orthanc: {marker.args[0]}"))
        elif {"yigong", "own_yigong", "secured"} & set(item.fixturenames):
            item.add_marker(pytest.mark.skip(reason="only Yigong has this"))


@pytest.fixture(scope="session")
def archive(request, tmp_path_factory):
    """The server under test, shared by the session: tests keep apart by fresh UIDs."""
    if request.config.getoption("--archive") == "yigong":
        yield request.getfixturevalue("yigong")
        return
    server = Orthanc(tmp_path_factory.mktemp("archive"), aet="ARCHIVE")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def yigong(tmp_path_factory):
    """Yigong, shared by the session."""
    server = Yigong(tmp_path_factory.mktemp("yigong"))
    yield server
    assert server.stop() == 0, server.server.tail()


@pytest.fixture
def own_yigong(tmp_path):
    """Starts servers that one test may kill, fill or configure: own_yigong(*flags) for each."""
    started = []

    def start(*flags, folder: Path = tmp_path, **options) -> Yigong:
        started.append(Yigong(folder, *flags, **options))
        return started[-1]

    yield start
    for server in started:
        if server.server.process.poll() is None:
            server.server.kill()


@pytest.fixture(scope="session")
def orthanc(tmp_path_factory):
    """Debian's Orthanc as a peer."""
    server = Orthanc(tmp_path_factory.mktemp("orthanc"), aet="ORTHANC")
    yield server
    server.stop()


@pytest.fixture
def receiver():
    with Receiver() as running:
        yield running


@pytest.fixture(scope="session")
def population(archive):
    """The studies that query tests look for."""
    return Population(archive)
