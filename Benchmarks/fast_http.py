"""An HTTP/1.1 client over one kept connection that does next to nothing in Python, so that the server is what is measured.

Requests are made beforehand; a body is received into one buffer that is used again and again. Both ways in which a server
says how long a body is are understood: Content-Length and chunked (RFC 9112 6, 7.1).
"""
import base64
import re
import socket
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)


class Connection:
    """One keep-alive connection to the server of `url`."""

    def __init__(self, url: str, credentials: tuple[str, str] | None = None, buffer: int = 1 << 22):
        parts = urlsplit(url)
        self._prefix = parts.path
        self._fields = f"Host: {parts.netloc}\r\nAccept-Encoding: identity\r\n"
        if credentials:
            self._fields += f"Authorization: Basic {base64.b64encode(':'.join(credentials).encode()).decode()}\r\n"
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = memoryview(bytearray(buffer))

    def request(self, path: str, accept: str) -> bytes:
        """The bytes of a GET below the URL."""
        return f"GET {self._prefix}{path} HTTP/1.1\r\n{self._fields}Accept: {accept}\r\n\r\n".encode()

    def send(self, request: bytes) -> int:
        """Sends a request and receives the whole answer; its status must be 200 or 204. Returns the length of its body."""
        self._socket.sendall(request)
        filled, end = 0, -1
        while end < 0:
            filled += self._receive(filled)
            end = bytes(self._buffer[:min(filled, 65536)]).find(b"\r\n\r\n")
        head, body = bytes(self._buffer[:end + 2]), end + 4
        if head.startswith(b"HTTP/1.1 204"):
            return 0
        assert head.startswith(b"HTTP/1.1 200"), head.decode(errors="replace")
        length = LENGTH.search(head)
        if length:
            return self._rest(int(length[1]), filled - body)
        assert CHUNKED.search(head), head.decode(errors="replace")
        return self._chunks(bytes(self._buffer[body:filled]))

    def close(self) -> None:
        self._socket.close()

    def _receive(self, offset: int) -> int:
        count = self._socket.recv_into(self._buffer[offset:])
        if not count:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return count

    def _rest(self, length: int, already: int) -> int:
        while already < length:
            count = self._socket.recv_into(self._buffer, min(length - already, len(self._buffer)))
            if not count:
                raise ConnectionError("the server closed the connection in the middle of a body")
            already += count
        return length

    def _chunks(self, pending: bytes) -> int:
        total = 0
        while True:
            while b"\r\n" not in pending:
                pending += self._more()
            line, _, pending = pending.partition(b"\r\n")
            size = int(line.split(b";")[0], 16)
            needed = size + 2
            if len(pending) < needed:
                missing = needed - len(pending)
                pending = b""
                while missing:
                    missing -= self._socket.recv_into(self._buffer, min(missing, len(self._buffer)))
            else:
                pending = pending[needed:]
            if size == 0:
                return total
            total += size

    def _more(self) -> bytes:
        return bytes(self._buffer[:self._receive(0)])
