"""DCMTK's command-line tools of Debian, never a virtual environment's namesakes."""
import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from .orthanc import SOCKET_TUNING
from .process import SYSTEM_PATH, ServerProcess, accepts_connections, free_port, wait_until


def program(tool: str) -> str:
    path = shutil.which(tool, path=SYSTEM_PATH)
    assert path, f"{tool} is not installed: apt-get install dcmtk"
    return path


def run(tool: str, *arguments, check: bool = True, seconds: float = 120) -> subprocess.CompletedProcess:
    """Runs a tool to its end; its whole output is in `stdout`."""
    done = subprocess.run([program(tool), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=seconds,
                          env={**os.environ, **SOCKET_TUNING})
    assert not check or done.returncode == 0, f"{tool} {' '.join(map(str, arguments))}: {done.stdout[-2000:]}"
    return done


def store(archive, *paths, options=(), check: bool = True) -> subprocess.CompletedProcess:
    """`storescu` of files and folders; options choose what it proposes, such as `-xs` for JPEG lossless."""
    return run("storescu", "--max-send-pdu", 131072, "-aet", "STORESCU", "-aec", archive.aet, *options, "+sd", "+r",
               "127.0.0.1", archive.port, *paths, check=check)


@contextlib.contextmanager
def storescp(folder: Path, aet: str = "STORESCP"):
    """A running `storescp` that writes what it gets into `folder`; yields its port."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    server = ServerProcess([program("storescp"), "-aet", aet, "-pdu", 131072, "+xa", "-od", folder, port],
                           folder.parent / f"{folder.name}.log", SOCKET_TUNING)
    try:
        wait_until(lambda: server.assert_running() and accepts_connections(port), 10, "storescp is ready")
        yield port
    finally:
        server.end()
