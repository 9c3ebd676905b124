"""What is measured: Yigong and its peers, each on an empty folder and with the settings that are best for it.

The classes that start them are those of the interoperability tests.
"""
import contextlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "Tests" / "Interop"), str(ROOT / "TestData")]

from peers import dcmtk  # noqa: E402
from peers.archive import Archive  # noqa: E402
from peers.orthanc import SOCKET_TUNING, Orthanc  # noqa: E402
from peers.process import ServerProcess, accepts_connections, free_port, wait_until  # noqa: E402
from peers.yigong import Yigong, binary  # noqa: E402

WORK = ROOT / ".tools" / "bench"


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder on the disk of this checkout: /tmp may be memory, and then no sync costs anything."""
    WORK.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="subject-", dir=WORK))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def yigong() -> Iterator[Archive]:
    with scratch() as folder:
        server = Yigong(folder)
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def orthanc() -> Iterator[Archive]:
    """Debian's Orthanc with large PDUs, large socket buffers and no Nagle delay; SyncStorageArea keeps its default, true."""
    with scratch() as folder:
        server = Orthanc(folder)
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def storescp() -> Iterator[Archive]:
    """DCMTK's storescp, which writes files and keeps no index: what the wire and the disk allow."""
    with scratch() as folder:
        port = free_port()
        (folder / "files").mkdir()
        server = ServerProcess([dcmtk.program("storescp"), "-aet", "STORESCP", "-pdu", 131072, "--fork", "-od", folder / "files", port],
                               folder / "storescp.log", SOCKET_TUNING)
        wait_until(lambda: server.assert_running() and accepts_connections(port), 10, "storescp is ready")
        try:
            yield Archive("", port, "STORESCP")
        finally:
            server.end()


SUBJECTS = {"yigong": yigong, "orthanc": orthanc, "storescp": storescp}


def versions() -> dict[str, str]:
    """The version of each subject as its own program or package says it."""
    def debian(package: str) -> str:
        return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True).stdout or "not installed"

    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {"yigong": f"Yigong {commit}", "orthanc": f"Orthanc {debian('orthanc')} with orthanc-dicomweb {debian('orthanc-dicomweb')}, tuned",
            "storescp": f"storescp of DCMTK {debian('dcmtk')}, tuned"}
