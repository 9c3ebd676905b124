#!/usr/bin/env python3
"""Makes the calibration signals of ecg/calibration.json as WFDB records, format 16, one microvolt a unit.

    TestData/generate_ecg.py FOLDER [--rate 500] [--seconds 10] [--noise MICROVOLTS] [--hours H]

With --hours one record `holter` of three leads is written instead: the first signal over so many hours, RR varying, seeded.
Needs nothing but numpy.
"""
import argparse
import json
from pathlib import Path

import numpy as np

LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
# What each lead shows of the signal.
PARTS = [1, 1, 0, -1, 0.5, 0.5, 1, 1, 1, 1, 1, 1]


def hump(wave, milliseconds):
    """A raised cosine from onset to end."""
    part = (milliseconds - wave["onset"]) / (wave["end"] - wave["onset"])
    return np.where((part > 0) & (part < 1), wave["height"] * (0.5 - 0.5 * np.cos(2 * np.pi * part)), 0)


def beat(signal, milliseconds):
    """The level of one beat at times from the onset of its P wave."""
    times, levels = zip(*signal["qrs"])
    return hump(signal["p"], milliseconds) + np.interp(milliseconds, times, levels, 0, 0) + hump(signal["t"], milliseconds)


def steady(signal, rate, seconds):
    milliseconds = np.arange(int(rate * seconds)) * 1000 / rate
    return beat(signal, (milliseconds - 200) % signal["rr"])


def varying(signal, rate, hours, seed):
    random = np.random.default_rng(seed)
    level = np.zeros(int(rate * hours * 3600), np.float32)
    span = np.arange(int(0.7 * rate)) * 1000 / rate
    one = beat(signal, span)
    at = rate
    while at + len(one) < len(level):
        level[int(at):int(at) + len(one)] += one
        at += rate * (0.85 + 0.04 * random.standard_normal())
    return level


def write(folder, name, leads, rate, names):
    samples = np.round(np.stack(leads, axis=1)).astype("<i2")
    samples.tofile(folder / f"{name}.dat")
    header = [f"{name} {len(leads)} {rate} {len(samples)}"]
    header += [f"{name}.dat 16 1000/mV 16 0 {samples[0, i]} 0 0 {lead}" for i, lead in enumerate(names)]
    (folder / f"{name}.hea").write_text("\n".join(header) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--noise", type=float, default=0)
    parser.add_argument("--hours", type=float)
    options = parser.parse_args()
    signals = json.loads((Path(__file__).parent / "ecg" / "calibration.json").read_text())["signals"]
    options.folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)
    if options.hours:
        level = varying(signals[0], options.rate, options.hours, seed=1)
        noisy = [level * part + 10 * random.standard_normal(len(level)).astype(np.float32) for part in (1, 0.6, -0.8)]
        return write(options.folder, "holter", noisy, options.rate, ["II", "V5", "V1"])
    for signal in signals:
        level = steady(signal, options.rate, options.seconds)
        leads = [part * level + options.noise * random.standard_normal(len(level)) for part in PARTS]
        write(options.folder, signal["name"].replace(" ", "-"), leads, options.rate, LEADS)


if __name__ == "__main__":
    main()
