"""multipart/related bodies as PS3.18 8.6.1.2 uses them (RFC 2387)."""
import email.policy
from email.parser import BytesHeaderParser

import requests

BOUNDARY = "yigong-interop-boundary"


def related(parts: list[tuple[str, bytes]], root: str | None = None) -> tuple[bytes, str]:
    """A body and its Content-Type for (content type, payload) parts."""
    lines = []
    for content_type, payload in parts:
        lines += [f"--{BOUNDARY}\r\nContent-Type: {content_type}\r\n\r\n".encode(), payload, b"\r\n"]
    lines.append(f"--{BOUNDARY}--\r\n".encode())
    kind = root or parts[0][0].split(";")[0]
    return b"".join(lines), f'multipart/related; type="{kind}"; boundary={BOUNDARY}'


def parts(answer: requests.Response) -> list[tuple[str, bytes]]:
    """The (content type, payload) parts of an answer; a single-part answer counts as one part."""
    content_type = answer.headers["Content-Type"]
    if not content_type.lower().startswith("multipart/related"):
        return [(content_type, answer.content)]
    header = BytesHeaderParser(policy=email.policy.HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode())
    delimiter = b"--" + header.get_boundary().encode()
    found = []
    # Every delimiter but the first begins with the CRLF that belongs to it, not to the payload before it (RFC 2046 5.1.1).
    for chunk in (b"\r\n" + answer.content).split(b"\r\n" + delimiter)[1:]:
        if chunk.startswith(b"--"):
            break
        head, _, payload = chunk.lstrip(b" \t").removeprefix(b"\r\n").partition(b"\r\n\r\n")
        fields = BytesHeaderParser(policy=email.policy.HTTP).parsebytes(head + b"\r\n\r\n")
        found.append((fields.get("Content-Type", ""), payload))
    return found
