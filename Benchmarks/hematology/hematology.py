"""List-mode events into bins, into colours and into a PNG, on one thread, beside what Python has for each."""
import argparse
import io
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Benchmarks"), str(ROOT / "Tests" / "Interop")]

import datashader  # noqa: E402
import fast_histogram  # noqa: E402
import matplotlib  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from datashader import transfer_functions  # noqa: E402

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

from chematology import EQUALISED, LOGARITHMIC, Hematology  # noqa: E402
from page import Page  # noqa: E402
from report import Report  # noqa: E402

SIDE = 256
PIXELS = 400
# Long enough for the clock, short enough that the subjects' turns come soon.
SECONDS = 0.4
DIVA = "fcsparser/tests/data/FlowCytometers/FACS_Diva/facs_diva_test.fcs"


class Events:
    def __init__(self, name, x, y, bounds):
        self.name, self.x, self.y, self.bounds = name, np.ascontiguousarray(x), np.ascontiguousarray(y), bounds
        self.frame = pd.DataFrame({"x": self.x, "y": self.y})

    @property
    def expected(self):
        return np.histogram2d(self.x, self.y, bins=SIDE, range=(self.bounds, self.bounds))[0].T


def diva(hematology, wheels: Path) -> Events:
    with zipfile.ZipFile(next(wheels.glob("fcsparser-0.2.8*.whl"))) as wheel:
        names, values = hematology.fcs(wheel.read(DIVA))
    return Events("FACSDiva, 83,411 events", values[names.index("FSC-A")], values[names.index("SSC-A")], (0, 262144))


def synthetic(count: int, name: str) -> Events:
    """Three populations on 2048 channels, and events at the end of the scale, as a blood count has."""
    random = np.random.default_rng(8)
    parts = random.choice(3, count, p=[0.4, 0.5, 0.1])
    x = np.array([600, 1000, 1500])[parts] + np.array([90, 130, 180])[parts] * random.normal(size=count)
    y = np.array([400, 800, 1800])[parts] + np.array([80, 120, 300])[parts] * random.normal(size=count)
    return Events(name, np.clip(x, 0, 2047), np.clip(y, 0, 2047), (0, 2047))


def from_csv(path: Path) -> Events:
    x, y = np.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1)).T
    return Events(f"{path.stem}, {len(x):,} events", x, y, (0, 2047))


class Subjects:
    def __init__(self, hematology):
        self.hematology, self.page = hematology, Page(PIXELS)
        ramp = np.linspace(0, 1, 255)
        self.table = np.zeros((256, 4), np.uint8)
        self.table[1:] = np.stack([255 * ramp, 255 * (1 - np.abs(2 * ramp - 1)), 255 * (1 - ramp), np.full(255, 255)], axis=1)

    def bin(self, events):
        return self.hematology.bin_pairs(events.x, events.y, events.bounds, events.bounds, (SIDE, SIDE))

    def shade(self, events):
        return self.hematology.paint(self.bin(events), self.table, EQUALISED)

    def png(self, events):
        return self.page.png(self.hematology.paint(self.bin(events), self.table, LOGARITHMIC))

    @staticmethod
    def numpy_bin(events):
        return np.histogram2d(events.x, events.y, bins=SIDE, range=(events.bounds, events.bounds))

    @staticmethod
    def fast_bin(events):
        return fast_histogram.histogram2d(events.x, events.y, bins=SIDE, range=(events.bounds, events.bounds))

    @staticmethod
    def datashader_shade(events):
        canvas = datashader.Canvas(SIDE, SIDE, x_range=events.bounds, y_range=events.bounds)
        return transfer_functions.shade(canvas.points(events.frame, "x", "y"), how="eq_hist")

    @staticmethod
    def matplotlib_png(events):
        figure, axes = pyplot.subplots(figsize=(PIXELS / 100, PIXELS / 100), dpi=100)
        axes.hist2d(events.x, events.y, bins=SIDE, range=(events.bounds, events.bounds), norm="log")
        axes.set(title="WBC differential", xlabel="Resistance", ylabel="Absorbance")
        file = io.BytesIO()
        figure.savefig(file, format="png")
        pyplot.close(figure)
        return file.getvalue()


def milliseconds(work, events) -> float:
    """The fastest of the runs: what others do on the machine only ever adds."""
    best, began = float("inf"), time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        start = time.perf_counter()
        work(events)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each subject is measured (5)")
    parser.add_argument("--wheels", type=Path, required=True, help="the folder of fcsparser's wheel")
    parser.add_argument("--events", type=Path, help="events for the PNG: a CSV of x, y and a header")
    chosen = parser.parse_args()

    hematology = Hematology()
    subjects = Subjects(hematology)
    real, million = diva(hematology, chosen.wheels), synthetic(1_000_000, "synthetic, 1,000,000 events")
    few = from_csv(chosen.events) if chosen.events else synthetic(5_383, "synthetic, 5,383 events")
    report = Report("Blood graphics on one thread", "ms, the fastest of each round", more_is_better=False)
    for events in (real, million, few):
        np.testing.assert_array_equal(subjects.bin(events), events.expected)
    works = [
        (f"{SIDE}² bins", [real, million],
         {"yigong": subjects.bin, "numpy": subjects.numpy_bin, "fast-histogram": subjects.fast_bin}),
        ("binned, equalised, coloured", [real, million], {"yigong": subjects.shade, "datashader": subjects.datashader_shade}),
        (f"scattergram with axes to PNG, {PIXELS}² pixels", [few], {"yigong": subjects.png, "matplotlib": subjects.matplotlib_png}),
    ]
    for row, inputs, beside in works:
        for events in inputs:
            for work in beside.values():
                work(events)
            for _ in range(chosen.rounds):
                for name, work in beside.items():
                    report.add(f"{row}: {events.name}", name, milliseconds(work, events))
    report.note("Our counts equal numpy.histogram2d's in every cell, checked before measuring.")
    report.note(f"NumPy {np.__version__}, fast-histogram {fast_histogram.__version__}, datashader {datashader.__version__}, "
                f"matplotlib {matplotlib.__version__}; our side is called through ctypes, once a picture.")
    report.note("Each side had one run before the clock, in which datashader compiles and both find their fonts.")
    print(report.markdown())


if __name__ == "__main__":
    main()
