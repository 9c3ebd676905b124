#!/usr/bin/env python3
"""The ECG core beside its peers: the same input, in the same run, one thread, in turns.

    Benchmarks/run ecg [--ludb FOLDER] [--part even] [--rounds 5] [--only speed,holter,accuracy]

Speed is measured on 12 leads of 10 s at 500 Hz and on 24 h of 3 leads at 250 Hz, both made by TestData/generate_ecg.py. Accuracy needs
LUDB (PhysioNet, ODC-By), as .hea, .dat and annotations; the thresholds were tuned on its odd records, so the even ones are the default.
"""
import argparse
import json
import os
import pathlib
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy  # noqa: E402
import scipy.signal  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "TestData"))
import generate_ecg  # noqa: E402
from core import Core  # noqa: E402
from peers import NeuroKit  # noqa: E402

SIGNAL = json.loads((ROOT / "TestData" / "ecg" / "calibration.json").read_text())["signals"][0]


def milliseconds(work, rounds):
    """The least of the rounds: what others on the machine do only adds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def row(name, ours, peer, theirs):
    print(f"| {name} | {ours:.2f} ms | {peer} | {theirs:.1f} ms | {theirs / ours:.1f} × |")


def speed(core, rounds):
    rate = 500
    random = numpy.random.default_rng(2)
    level = generate_ecg.steady(SIGNAL, rate, 10)
    leads = numpy.stack([part * level + 10 * random.standard_normal(len(level)) for part in generate_ecg.PARTS]).astype(numpy.float32)

    sections = scipy.signal.butter(2, [0.05, 150], "band", fs=rate, output="sos")
    notch = scipy.signal.iirnotch(50, 30, rate)
    theirs = milliseconds(lambda: scipy.signal.filtfilt(*notch, scipy.signal.sosfiltfilt(sections, leads, axis=1), axis=1), rounds * 4)
    ours = milliseconds(lambda: core.filter(leads, rate, high_pass=0.05, low_pass=150, notch=50), rounds * 4)
    print("\n12 leads × 10 s at 500 Hz, processor time\n\n| work | Yigong | peer | peer's | ratio |\n| --- | --- | --- | --- | --- |")
    row("0.05 - 150 Hz and notch, no phase", ours, f"SciPy {scipy.__version__} sosfiltfilt + filtfilt", theirs)

    everything = milliseconds(lambda: core.delineate(leads, rate), rounds * 4)
    kit = NeuroKit("dwt")
    row("everything", everything, f"{kit.name}: clean + peaks + delineate", milliseconds(lambda: kit.waves(leads, rate), max(1, rounds // 2)))
    import sleepecg

    row("everything", everything, f"sleepecg {sleepecg.__version__}: detection alone",
        milliseconds(lambda: [sleepecg.detect_heartbeats(lead.astype(float), rate) for lead in leads], rounds))


def holter(core):
    rate = 250
    level = generate_ecg.varying(SIGNAL, rate, 24, seed=1)
    random = numpy.random.default_rng(3)
    leads = numpy.stack([part * level + 10 * random.standard_normal(len(level), dtype=numpy.float32) for part in (1, 0.6, -0.8)]).astype(numpy.float32)
    beats = []
    taken = milliseconds(lambda: beats.append(core.survey(leads, rate)), 1)
    print(f"\n24 h, 3 leads at 250 Hz: {beats[0]} beats and their shapes in {taken / 1000:.1f} s of one core (aim: 10 s)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ludb", type=pathlib.Path)
    parser.add_argument("--part", choices=["odd", "even", "all"], default="even")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="speed,holter,accuracy")
    options = parser.parse_args()
    wanted = options.only.split(",")
    print("## ECG core")
    core = Core()
    if "speed" in wanted:
        speed(core, options.rounds)
    if "holter" in wanted:
        holter(core)
    if "accuracy" in wanted and options.ludb:
        import accuracy

        accuracy.measure(options.ludb, options.part)


if __name__ == "__main__":
    main()
