"""Writes small valid files for the fuzzers to begin with: seeds.py FOLDER."""
import struct
import sys
from pathlib import Path


def fcs(version: str, kind: str, bits: int, order: str, events: bytes, total: int) -> bytes:
    text = f"/$MODE/L/$DATATYPE/{kind}/$BYTEORD/{order}/$PAR/2/$TOT/{total}/$CYT/a//b/"
    for number in (1, 2):
        text += f"$P{number}N/FSC{number}/$P{number}B/{bits}/$P{number}R/1024/$P{number}E/4,1/$P{number}S/size/"
    ends = (58, 57 + len(text), 58 + len(text), 57 + len(text) + len(events), 0, 0)
    return f"FCS{version}    {''.join(f'{end:8d}' for end in ends)}{text}".encode() + events


def bmp(bits: int, compression: int, palette: bytes, pixels: bytes) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, 4, 3, 1, bits, compression, 0, 0, 0, len(palette) // 4, 0)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 54 + len(palette)) + header + palette + pixels


folder = Path(sys.argv[1])
for name in ("fcs", "bmp", "plot"):
    (folder / name).mkdir(parents=True, exist_ok=True)
files = {
    "fcs/float": fcs("3.1", "F", 32, "1,2,3,4", struct.pack("<6f", *range(6)), 3),
    "fcs/double": fcs("3.0", "D", 64, "4,3,2,1", struct.pack(">6d", *range(6)), 3),
    "fcs/integer": fcs("2.0", "I", 16, "2,1", struct.pack(">6H", *range(6)), 3),
    "bmp/true": bmp(24, 0, b"", bytes(36)),
    "bmp/masks": bmp(16, 3, struct.pack("<3I", 0xF800, 0x7E0, 0x1F), bytes(24)),
    "bmp/indexed": bmp(4, 0, bytes(range(64)), bytes(12)),
    "bmp/runs": bmp(8, 1, bytes(range(64)), bytes([4, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 2, 1, 1, 2, 5, 0, 1])),
    "plot/any": bytes(range(200)),
}
for name, data in files.items():
    (folder / name).write_bytes(data)
