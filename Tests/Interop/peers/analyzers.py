"""What talks to our analyzer links in tests: instruments over sockets, and `yigong analyzer listen` as the host."""
import json
import socket
import subprocess
from pathlib import Path

from .process import free_port, wait_until
from .yigong import binary

VT, FS, CR = b"\x0b", b"\x1c", b"\r"
ENQ, ACK, NAK, EOT, STX, ETX, ETB = b"\x05", b"\x06", b"\x15", b"\x04", b"\x02", b"\x03", b"\x17"


def blood_count(sample: str, control_id: str = "1", time_text: str = "20260501081500", value: str = "5.5") -> bytes:
    """A result as a Mindray analyzer lays it out, with made-up values and one small histogram."""
    return "\r".join([
        rf"MSH|^~\&|BC-5100|Mindray|||{time_text}||ORU^R01|{control_id}|P|2.3.1||||||UNICODE", "PID|1||7||张^伟||19800101|M",
        f"OBR|1||{sample}|00001^Automated Count^99MRC|||{time_text}", f"OBX|1|NM|6690-2^WBC^LN||{value}|10*9/L|4.00-10.00|N|||F",
        "OBX|2|NM|718-7^HGB^LN||13.8|g/dL|11.0-16.0|N|||F", "OBX|3|NM|15113^PLT Histogram. Binary Meta Length^99MRC||2||||||F",
        "OBX|4|ED|15100^PLT Histogram. Binary^99MRC||^Application^Octet-stream^Base64^AAAAAQD/AAI=||||||F", ""]).encode()


def astm_records(sample: str, value: str = "5.5", time_text: str = "20260501081500") -> list:
    return [r"H|\^&|||XP-100^00-13|||||||P|E1394-97", "P|1", f"O|1|{sample}||^^^^WBC|R", f"R|1|^^^^WBC^1|{value}|10*3/uL||N||||||{time_text}", "L|1|N"]


def frame(number: int, text: bytes) -> bytes:
    body = str(number % 8).encode() + text + CR + ETX
    return STX + body + b"%02X" % (sum(body) % 256) + b"\r\n"


class Listening:
    """`yigong analyzer listen --json` on a free port over a data folder; it can be killed and started again."""

    def __init__(self, folder: Path, *flags: str):
        self.port = free_port()
        self.data = folder / "data"
        self._out = folder / "listen.out"
        self._flags = flags
        self.start()

    def start(self) -> None:
        way = [] if any(flag in self._flags for flag in ("--serial", "--folder", "--connect")) else ["--port", str(self.port)]
        self._file = open(self._out, "ab")
        self.process = subprocess.Popen(
            [str(binary()), "analyzer", "listen", *way, "--data", str(self.data), "--json", *self._flags], stdout=self._file,
            stderr=subprocess.STDOUT)
        if way:
            wait_until(lambda: self._accepts(), 30, "yigong analyzer listen is ready")

    def _accepts(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    @property
    def messages(self) -> list:
        lines = self._out.read_text(errors="replace").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def wait_for(self, count: int) -> list:
        wait_until(lambda: len(self.messages) >= count, 20, f"{count} messages")
        return self.messages

    def connect(self) -> socket.socket:
        link = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return link

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)


def send_hl7(link: socket.socket, message: bytes) -> bytes:
    """Sends one message and returns what answers it, without framing."""
    link.sendall(VT + message + FS + CR)
    return receive_hl7(link)


def receive_hl7(link: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(FS + CR):
        piece = link.recv(65536)
        if not piece:
            raise ConnectionError("the host hung up")
        answer += piece
    return answer[1:-2]


def send_astm(link: socket.socket, records: list) -> None:
    """Sends one message as E1381 wants it; every frame must be acknowledged."""
    link.sendall(ENQ)
    assert link.recv(1) == ACK
    for number, record in enumerate(records, 1):
        link.sendall(frame(number, record.encode()))
        assert link.recv(1) == ACK, f"frame {number} was not acknowledged"
    link.sendall(EOT)


def receive_astm(link: socket.socket) -> list:
    """Takes a message that the host sends, and returns its frames."""
    assert link.recv(1) == ENQ
    frames = []
    while True:
        link.sendall(ACK)
        got = link.recv(1)
        if got == EOT:
            return frames
        while not got.endswith(b"\n"):
            got += link.recv(4096)
        frames.append(got)
