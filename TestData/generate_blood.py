"""A blood count that no patient gave: an ASTM message of a Horiba instrument with two curves and 6,000 events, from a seed.

generate_blood.py FILE [--seed 7]
"""
import argparse
import base64
import random
import struct
import zlib
from pathlib import Path

# Where a population lies on the 2048 channels of resistance and absorbance, how wide, and its share and code.
POPULATIONS = [
    ((430, 480), (75, 95), 0.31, 0),
    ((1450, 760), (190, 170), 0.07, 1),
    ((830, 980), (120, 190), 0.57, 2),
    ((900, 1880), (230, 130), 0.04, 3),
    ((300, 1100), (60, 380), 0.01, 11),
]


def packed(numbers) -> str:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = deflate.compress(struct.pack(f"<{len(numbers)}f", *numbers)) + deflate.flush()
    return "FLOATLE-stream/deflate:base64^" + base64.b64encode(data).decode()


def events(count: int, chance: random.Random):
    codes = chance.choices(range(len(POPULATIONS)), [share for _, _, share, _ in POPULATIONS], k=count)
    rows = []
    for place in codes:
        centre, width, _, code = POPULATIONS[place]
        # What is larger also absorbs more: the cloud leans to the right.
        lean = chance.gauss(0, 1)
        x, y = (centre[axis] + width[axis] * (0.6 * lean + 0.8 * chance.gauss(0, 1)) for axis in (0, 1))
        rows.append((min(max(round(x), 0), 2047), min(max(round(y), 0), 2047), 1, code))
    return rows


def volumes(count: int, mean: float, spread: float, upper: float, points: int, chance: random.Random):
    """A curve of `count` cells whose volumes have a logarithmic-normal distribution, smoothed as instruments do."""
    bins = [0.0] * points
    for _ in range(count):
        volume = chance.lognormvariate(mean, spread)
        if volume < upper:
            bins[int(volume / upper * points)] += 1
    return [sum(bins[max(i - 3, 0):i + 4]) / len(bins[max(i - 3, 0):i + 4]) for i in range(points)]


def curve(upper: float, ticks, counts) -> str:
    positions = [(i + 0.5) * upper / len(counts) for i in range(len(counts))]
    return packed([0, upper, 0, max(counts), len(ticks), *ticks, 0, 2, len(counts), *positions, *counts])


def thresholds(upper: float, lines) -> str:
    return packed([0, upper, 0, 1, 2, len(lines), *lines, *range(len(lines))])


def message(seed: int) -> bytes:
    chance = random.Random(seed)
    rows = events(6000, chance)
    columns = [value for column in zip(*rows) for value in column]
    red = volumes(60_000, 4.49, 0.16, 278, 254, chance)
    platelets = volumes(12_000, 2.1, 0.48, 34, 255, chance)
    records = [
        "H|\\^&|||H500^SIMULATED^1||||||||LIS2-A2|20260101080000", "P|1", "O|1|S0001||^^^DIF|R|20260101075900",
        f"M|1|HISTOGRAM|RBC/PLT|RbcAlongRes|{thresholds(278, [])}|{curve(278, (50, 100, 150, 200), red)}",
        f"M|2|HISTOGRAM|RBC/PLT|PltAlongRes|{thresholds(34, [2.5, 26])}|{curve(34, (2, 10, 20, 30), platelets)}",
        f"M|3|MATRIX|LMNE|LMNEResAbs|{packed([0, 2047, 0, 2047, 3, 0])}|"
        f"{packed([0, 2047, 0, 2047, 0, 0, 4, len(rows), *columns])}", "L|1|N",
    ]
    return "".join(record + "\r" for record in records).encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    chosen.file.write_bytes(message(chosen.seed))
