"""Writes the seeds of the PDU fuzzer into a folder: python3 make_seeds.py FOLDER"""

import pathlib
import struct
import sys


def item(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", kind, 0, len(body)) + body


def pdu(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBI", kind, 0, len(body)) + body


def pdv(context: int, flags: int, data: bytes) -> bytes:
    return struct.pack(">IBB", len(data) + 2, context, flags) + data


def context(identifier: int, abstract: bytes, *syntaxes: bytes) -> bytes:
    return item(0x20, bytes([identifier, 0, 0, 0]) + item(0x30, abstract) + b"".join(item(0x40, s) for s in syntaxes))


def request(contexts: bytes, user: bytes = b"") -> bytes:
    user = item(0x51, struct.pack(">I", 16384)) + item(0x52, b"1.2.3") + item(0x55, b"SEED") + user
    fixed = b"\0\1\0\0" + b"YIGONG".ljust(16) + b"FUZZER".ljust(16) + bytes(32)
    return pdu(1, fixed + item(0x10, b"1.2.840.10008.3.1.1.1") + contexts + item(0x50, user))


VERIFICATION, CT = b"1.2.840.10008.1.1", b"1.2.840.10008.5.1.4.1.1.2"
IMPLICIT, EXPLICIT = b"1.2.840.10008.1.2", b"1.2.840.10008.1.2.1"
ECHO = bytes.fromhex(
    "000000000400000038000000" "0000020012000000" "312e322e3834302e31303030382e312e3100"
    "000000010200000030000000100102000000010000000008020000000101"
)
ROLE = item(0x54, struct.pack(">H", len(CT)) + CT + b"\1\1")
EXTENDED = item(0x56, struct.pack(">H", len(CT)) + CT + b"\1\0\1")
IDENTITY = item(0x58, b"\2\1\0\4user\0\4pass")
RELEASE, ABORT = pdu(5, bytes(4)), pdu(7, bytes(4))
PLAIN = request(context(1, VERIFICATION, IMPLICIT))

SEEDS = {
    "echo": PLAIN + pdu(4, pdv(1, 3, ECHO)) + RELEASE,
    "many": request(b"".join(context(i, CT, IMPLICIT, EXPLICIT) for i in range(1, 256, 2)), ROLE + EXTENDED + IDENTITY),
    "store": request(context(1, CT, EXPLICIT)) + pdu(4, pdv(1, 3, ECHO)) + pdu(4, pdv(1, 0, bytes(500)) + pdv(1, 2, b"ab")),
    "pieces": PLAIN + pdu(4, pdv(1, 1, ECHO[:20]) + pdv(1, 1, b"") + pdv(1, 3, ECHO[20:])) + ABORT,
    "abort": PLAIN + ABORT,
    "version": pdu(1, b"\0\2" + bytes(66)),
    "asynchronous": request(context(1, CT, EXPLICIT), item(0x53, bytes(4)) + item(0x57, b"abc")),
}

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in SEEDS.items():
        for step in (0, 1):
            (folder / f"{name}-{step}").write_bytes(bytes([step]) + content)
