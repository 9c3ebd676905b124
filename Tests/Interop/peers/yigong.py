"""Our own server as a child process, and its command line."""
import json
import os
import subprocess
from pathlib import Path

from .archive import Archive
from .process import ServerProcess, free_port, wait_until

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "correct horse battery staple 7"


def binary() -> Path:
    path = Path(os.environ.get("YIGONG_BINARY", ROOT / ".build" / "release" / "yigong"))
    assert path.exists(), f"{path} is not built: swift build -c release --product yigong"
    return path


class Yigong(Archive):
    """`yigong serve` on free loopback ports over one data folder; it can be killed and started again."""

    def __init__(self, folder: Path, *flags: str, environment: dict | None = None, scheme: str = "http"):
        self.http_port, dicom_port = free_port(), free_port()
        self.base = f"{scheme}://127.0.0.1:{self.http_port}"
        super().__init__(f"{self.base}/dicom-web", dicom_port, "YIGONG", ("admin", PASSWORD), is_yigong=True)
        self.data = folder / "data"
        self.log = folder / "serve.log"
        self._flags = flags
        self._environment = {"YIGONG_ADMIN_PASSWORD": PASSWORD, **(environment or {})}
        self.start()

    def start(self) -> None:
        """Returns when the server says that it is ready."""
        already = self._ready_lines()
        self.server = ServerProcess([binary(), "serve", "--data", self.data, "--http", f"127.0.0.1:{self.http_port}",
                                     "--dicom", f"127.0.0.1:{self.port}", *self._flags], self.log, self._environment)
        wait_until(lambda: self.server.assert_running() and self._ready_lines() > already, 60, "yigong serve is ready")

    def _ready_lines(self) -> int:
        if not self.log.exists():
            return 0
        return sum(line.startswith("ready http") for line in self.log.read_text(errors="replace").splitlines())

    def kill(self) -> None:
        self.server.kill()
        self._session = None

    def stop(self) -> int:
        self._session = None
        return self.server.stop()

    def restart(self) -> None:
        self.stop()
        self.start()

    def command(self, *arguments, check: bool = True, environment: dict | None = None) -> subprocess.CompletedProcess:
        """`yigong ARGUMENTS --data …` beside the running server."""
        done = subprocess.run([str(part) for part in (binary(), *arguments, "--data", self.data)], text=True, timeout=300,
                              stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, **(environment or {})})
        assert not check or done.returncode == 0, f"yigong {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}"
        return done

    def add_peer(self, aet: str, port: int) -> None:
        """Makes another application entity known, as a destination of C-MOVE."""
        self.command("peer", "add", aet, f"127.0.0.1:{port}")

    def command_json(self, *arguments):
        return json.loads(self.command(*arguments, "--json").stdout)
