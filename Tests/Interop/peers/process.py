"""Server processes: free ports, waiting until one answers, and ending it."""
import contextlib
import os
import socket
import subprocess
import time
from pathlib import Path

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def accepts_connections(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_until(condition, seconds: float, what: str):
    """The first true value of `condition()`; AssertionError that names `what` when it stays false."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.05)


class ServerProcess:
    """A child process with its output in a log file."""

    def __init__(self, command: list, log: Path, environment: dict | None = None):
        self.log = log
        self._output = log.open("ab")
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=self._output,
                                        stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})

    @property
    def pid(self) -> int:
        return self.process.pid

    def assert_running(self) -> bool:
        """True, or an AssertionError with the end of the log: for use in waiting conditions."""
        assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.tail()}"
        return True

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def memory(self) -> dict[str, int]:
        """Resident bytes now: what the process holds itself (`RssAnon`) and pages of files that the kernel may drop (`RssFile`);
        and the largest sum so far (`VmHWM`)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in status.splitlines() if line.endswith(" kB")}

    def peak_memory(self) -> int:
        """The largest resident size so far, in bytes, mapped files included."""
        return self.memory()["VmHWM"]

    def kill(self) -> None:
        """Ends the process as a power cut would: nothing is flushed or closed."""
        self.process.kill()
        self.process.wait()
        self._output.close()

    def stop(self, seconds: float = 20) -> int:
        """Asks the process to end, and returns its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f"did not end within {seconds} s of SIGTERM:\n{self.tail()}") from late
        finally:
            self.kill()

    def end(self) -> None:
        """Ends a peer, whose way of ending is not what is tested."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.kill()
