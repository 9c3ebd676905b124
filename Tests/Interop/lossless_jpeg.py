"""A writer of lossless JPEG (T.81 process 14) that takes nothing for granted and is in no hurry: every predictor, precision, point
transform, restart interval and scan layout, where the encoders at hand offer a few."""

import struct


def predictions(row, above, x, predictor, first):
    """Table H.1 for sample `x`, where `above` is None in a first row."""
    if above is None:
        return first if x == 0 else row[x - 1]
    if x == 0:
        return above[0]
    a, b, c = row[x - 1], above[x], above[x - 1]
    return [None, a, b, c, a + b - c, a + ((b - c) >> 1), b + ((a - c) >> 1), (a + b) >> 1][predictor]


class Bits:
    def __init__(self):
        self.out, self.value, self.count = bytearray(), 0, 0

    def put(self, value, count):
        self.value, self.count = self.value << count | value, self.count + count
        while self.count >= 8:
            self.count -= 8
            byte = self.value >> self.count & 255
            self.out += bytes([byte, 0]) if byte == 255 else bytes([byte])
        self.value &= (1 << self.count) - 1

    def finish(self):
        if self.count:
            self.put((1 << (8 - self.count)) - 1, 8 - self.count)
        return bytes(self.out)


def segment(marker, body):
    return struct.pack(">HH", marker, len(body) + 2) + body


def scan(planes, components, precision, predictor, transform, restart_rows):
    """One scan over the given components, interleaved if there is more than one; every size has a code of five bits."""
    rows, columns = len(planes[0]), len(planes[0][0])
    header = bytes([len(components)]) + b"".join(bytes([c + 1, 0]) for c in components) + bytes([predictor, 0, transform])
    out, bits = segment(0xFFDA, header), Bits()
    for y in range(rows):
        fresh = y == 0 or (restart_rows and y % restart_rows == 0)
        if fresh and y:
            out += bits.finish() + bytes([255, 0xD0 + (y // restart_rows - 1) % 8])
            bits = Bits()
        for x in range(columns):
            for c in components:
                row, above = planes[c][y], None if fresh else planes[c][y - 1]
                guess = predictions(row, above, x, predictor, 1 << (precision - transform - 1))
                difference = (row[x] - guess + 32767) % 65536 - 32767
                size = abs(difference).bit_length()
                bits.put(size, 5)
                if 0 < size < 16:
                    bits.put(difference if difference > 0 else difference + (1 << size) - 1, size)
    return out + bits.finish()


def encode(planes, precision, predictor=1, transform=0, restart_rows=0, interleaved=True):
    """`planes`: for each component a list of rows of integers below 2 to the `precision`."""
    planes = [[[sample >> transform for sample in map(int, row)] for row in plane] for plane in planes]
    rows, columns, count = len(planes[0]), len(planes[0][0]), len(planes)
    frame = struct.pack(">BHHB", precision, rows, columns, count) + b"".join(bytes([c + 1, 0x11, 0]) for c in range(count))
    codes = bytes([0]) + bytes([0, 0, 0, 0, 17] + [0] * 11) + bytes(range(17))
    out = b"\xff\xd8" + segment(0xFFC3, frame) + segment(0xFFC4, codes)
    if restart_rows:
        out += segment(0xFFDD, struct.pack(">H", restart_rows * columns))
    groups = [list(range(count))] if interleaved else [[c] for c in range(count)]
    for group in groups:
        out += scan(planes, group, precision, predictor, transform, restart_rows)
    return out + b"\xff\xd9"
