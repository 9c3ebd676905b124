"""Window and level of 512x512 16-bit CT slices on one core, and the slices as JPEG and PNG, beside NumPy and Pillow."""
import argparse
import io
import sys
import time
from ctypes import byref, c_void_p
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Benchmarks"), str(ROOT / "Tests" / "Interop"), str(ROOT / "TestData")]

import crender  # noqa: E402
import generate_ct  # noqa: E402
from report import Report  # noqa: E402

CENTRE, WIDTH, QUALITY = 40, 400, 90
# Long enough for the clock, short enough that the subjects' turns come soon.
SECONDS = 0.5


def slices(count: int) -> list[np.ndarray]:
    return [image.pixel_array.astype(np.int16) for image in generate_ct.studies(slices=count)]


class Ours:
    """Each frame allocates its picture and fits its window anew, as a server does."""

    def __init__(self):
        self.c = crender.Renderer().c
        self.request = crender.request(voi=crender.window(CENTRE, WIDTH))
        self.picture, self.file = crender.Picture(), crender.File()

    def prepared(self, pixels):
        return crender.source(pixels)

    def _draw(self, described):
        if self.c.crender_render(byref(described), byref(self.request), byref(self.picture), None):
            raise RuntimeError("crender_render refuses the frame")

    def window(self, described):
        self._draw(described)
        self.c.crender_free(self.picture.data)

    def jpeg(self, described):
        self._draw(described)
        self.c.crender_jpeg(byref(self.picture), QUALITY, byref(self.file), None)
        self._free()

    def png(self, described):
        self._draw(described)
        self.c.crender_png(byref(self.picture), byref(self.file), None)
        self._free()

    def _free(self):
        self.c.crender_free(c_void_p(self.file.data))
        self.c.crender_free(self.picture.data)


class Table:
    """A lookup table of 65536 entries, made beforehand; the picture goes into one buffer. Pillow makes the files."""

    def __init__(self):
        values = np.arange(65536).astype(np.uint16).view(np.int16).astype(np.float64)
        self.table = np.clip(np.floor(((values - (CENTRE - 0.5)) / (WIDTH - 1) + 0.5) * 255 + 0.5), 0, 255).astype(np.uint8)
        self.levels = np.empty((512, 512), np.uint8)

    def prepared(self, pixels):
        return pixels.view(np.uint16)

    def window(self, cells):
        return self.table.take(cells)

    def jpeg(self, cells):
        Image.fromarray(self.window(cells)).save(io.BytesIO(), "JPEG", quality=QUALITY)

    def png(self, cells):
        Image.fromarray(self.window(cells)).save(io.BytesIO(), "PNG", compress_level=1)


class TableIntoBuffer(Table):
    """The same with `out`, which NumPy buffers unless told to clip."""

    def window(self, cells):
        return np.take(self.table, cells, out=self.levels, mode="clip")


class FloatClip(Table):
    """The formula in 32-bit floating point."""

    def prepared(self, pixels):
        return pixels

    def window(self, pixels):
        line = pixels.astype(np.float32)
        line -= CENTRE - 0.5
        line *= 255 / (WIDTH - 1)
        line += 128
        return np.clip(line, 0, 255, out=line).astype(np.uint8)


def rate(work, frames: list) -> float:
    """Frames a second."""
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        for frame in frames:
            work(frame)
        done += len(frames)
    return done / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each subject is measured (3)")
    parser.add_argument("--slices", type=int, default=8, help="how many slices take turns (8)")
    chosen = parser.parse_args()

    pictures = slices(chosen.slices)
    subjects = {"yigong": Ours(), "NumPy table": Table(), "NumPy table into buffer": TableIntoBuffer(), "NumPy float clip": FloatClip()}
    files = {"yigong": subjects["yigong"], "NumPy table + Pillow": subjects["NumPy table"]}
    report = Report("Rendering 512x512 16-bit CT on one core", "frames/s")
    works = [("window/level to 8 bits", subjects, "window"), (f"the same to JPEG, quality {QUALITY}", files, "jpeg"),
             ("the same to PNG", files, "png")]
    for row, beside, work in works:
        for _ in range(chosen.rounds):
            for name, subject in beside.items():
                frames = [subject.prepared(pixels) for pixels in pictures]
                report.add(row, name, rate(getattr(subject, work), frames))
    report.note(f"NumPy {np.__version__}, Pillow {PIL.__version__}; our side is called through ctypes, once a frame.")
    report.note("NumPy's table is made beforehand and costs it nothing here; ours checks its window and allocates for each frame.")
    print(report.markdown())


if __name__ == "__main__":
    main()
