"""Writes seeds for the data set fuzzers: small data sets with everything the parser knows, made here.

Usage: seeds.py FOLDER
"""
import struct
import sys
from pathlib import Path

PREAMBLE = bytes(128) + b"DICM"


def element(tag: int, vr: str, value: bytes, order: str = "<", implicit: bool = False, length: int | None = None) -> bytes:
    head = struct.pack(order + "HH", tag >> 16, tag & 0xFFFF)
    length = len(value) if length is None else length
    if implicit:
        return head + struct.pack("<L", length) + value
    if vr in ("OB", "OW", "SQ", "UN", "UT"):
        return head + vr.encode() + b"\0\0" + struct.pack(order + "L", length) + value
    return head + vr.encode() + struct.pack(order + "H", length) + value


def item(value: bytes, order: str = "<", undefined: bool = False) -> bytes:
    head = struct.pack(order + "HHL", 0xFFFE, 0xE000, 0xFFFFFFFF if undefined else len(value))
    return head + value + (struct.pack(order + "HHL", 0xFFFE, 0xE00D, 0) if undefined else b"")


def end(order: str = "<") -> bytes:
    return struct.pack(order + "HHL", 0xFFFE, 0xE0DD, 0)


def data_set(order: str, implicit: bool) -> bytes:
    def e(tag, vr, value, length=None):
        return element(tag, vr, value, order, implicit, length)

    code = e(0x00080100, "SH", b"T-A0100 ") + e(0x00080104, "LO", b"Brain ")
    return b"".join([
        e(0x00080005, "CS", b"ISO_IR 192"),
        e(0x00081140, "SQ", item(code, order) + item(code, order, True)),
        e(0x00082112, "SQ", item(e(0x00081140, "SQ", item(code, order, True) + end(order), 0xFFFFFFFF), order) + end(order), 0xFFFFFFFF),
        e(0x00090010, "LO", b"GEMS_IDEN_01"),
        e(0x00091001, "LO", b"GE_GENESIS_FF "),
        e(0x00100010, "PN", b"Wang^XiaoDong "),
        e(0x00280103, "US", struct.pack(order + "H", 1)),
        e(0x00280106, "SS", struct.pack(order + "h", -5)),
    ])


def main(folder: Path) -> None:
    parse, file = folder / "parse", folder / "file"
    parse.mkdir(parents=True, exist_ok=True)
    file.mkdir(parents=True, exist_ok=True)
    layouts = [("<", True), ("<", False), (">", False)]
    jpeg = b"\xff\xd8\xff\xe0ab\xff\xd9"
    fragments = item(struct.pack("<LL", 0, 16)) + item(jpeg) + item(jpeg) + item(jpeg) + end()
    pixels = [element(0x7FE00010, "OW", bytes(16), implicit=True), element(0x7FE00010, "OB", fragments, length=0xFFFFFFFF),
              element(0x7FE00010, "OW", bytes(16), ">")]
    for number, (order, implicit) in enumerate(layouts):
        body = data_set(order, implicit)
        for choice in (0, 4, 8, 16, 32, 72):
            choice = choice - choice % 3 + number
            (parse / f"{number}-{choice}").write_bytes(bytes([choice]) + body + pixels[number])
    unknown = element(0x00091010, "UN", item(element(0x00080100, "SH", b"A ", implicit=True)) + end(), length=0xFFFFFFFF)
    (parse / "unknown").write_bytes(bytes([1]) + unknown)
    meta = element(0x00020000, "UL", struct.pack("<L", 26)) + element(0x00020010, "UI", b"1.2.840.10008.1.2\0")
    (file / "whole").write_bytes(b"\0" + PREAMBLE + meta + data_set("<", True))
    (file / "no-preamble").write_bytes(b"\0" + meta + data_set("<", True))
    (file / "bare").write_bytes(b"\0" + data_set("<", False))


main(Path(sys.argv[1]))
