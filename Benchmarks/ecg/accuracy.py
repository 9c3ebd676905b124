"""Delineation beside people's marks: LUDB, lead by lead, every program on the same samples."""
import json
import pathlib
import subprocess

import numpy
import wfdb

from peers import ECGdeli, NeuroKit

YIGONG = pathlib.Path(__file__).resolve().parents[2] / ".build" / "release" / "yigong"
LEADS = ["i", "ii", "iii", "avr", "avl", "avf", "v1", "v2", "v3", "v4", "v5", "v6"]
WAVES = {"P": "p", "QRS": "N", "T": "t"}
POINTS = ["onset", "peak", "end"]
WINDOW, MARGIN = 0.15, 0.05


class Ours:
    name = "Yigong"

    def __init__(self, records):
        output = subprocess.run([YIGONG, "ecg", "delineate", "--json", *map(str, records)], check=True, capture_output=True).stdout
        found = json.loads(output)
        self.found = {report["file"]: report["leads"] for report in (found if isinstance(found, list) else [found])}

    def waves(self, record):
        by_name = {name.lower(): waves for name, waves in self.found[str(record)].items()}
        columns = lambda spans: tuple(sorted(span[i] for span in spans) for i in range(3))  # noqa: E731
        return [{wave: columns(by_name[lead][wave]) for wave in WAVES} for lead in LEADS]


def marks(record, lead):
    annotation = wfdb.rdann(str(record), lead)
    samples, symbols = annotation.sample, annotation.symbol
    found = {wave: ([], [], []) for wave in WAVES}
    for k, symbol in enumerate(symbols):
        for wave, own in WAVES.items():
            if symbol == own:
                found[wave][1].append(samples[k])
                if k > 0 and symbols[k - 1] == "(":
                    found[wave][0].append(samples[k - 1])
                if k + 1 < len(symbols) and symbols[k + 1] == ")":
                    found[wave][2].append(samples[k + 1])
    return found, min(samples), max(samples)


def match(reference, detected, rate):
    used, errors = set(), []
    for mark in reference:
        near = [(abs(point - mark), i) for i, point in enumerate(detected) if i not in used and abs(point - mark) <= WINDOW * rate]
        if near:
            index = min(near)[1]
            used.add(index)
            errors.append((detected[index] - mark) * 1000 / rate)
    return errors, len(reference) - len(errors), len(detected) - len(used)


class Score:
    def __init__(self):
        self.errors, self.missed, self.extra = [], 0, 0

    def add(self, reference, detected, rate):
        errors, missed, extra = match(reference, detected, rate)
        self.errors += errors
        self.missed += missed
        self.extra += extra

    def __str__(self):
        found = len(self.errors)
        if found == 0:
            return "—"
        sensitivity, ppv = 100 * found / (found + self.missed), 100 * found / (found + self.extra)
        return f"{sensitivity:.1f} / {ppv:.1f} / {numpy.mean(self.errors):+.1f} ± {numpy.std(self.errors):.1f}"


def measure(folder, part):
    records = sorted((path.with_suffix("") for path in pathlib.Path(folder).glob("*.hea")), key=lambda path: int(path.name))
    records = [record for record in records if part == "all" or (int(record.name) % 2 == 1) == (part == "odd")]
    ours = Ours(records)
    peers = [NeuroKit("dwt"), NeuroKit("prominence"), ECGdeli()]
    programs = [ours.name, *(peer.name for peer in peers)]
    sets = {"II": ["ii"], "all 12": LEADS}
    scores = {(leads, name, wave, i): Score() for leads in sets for name in programs for wave in WAVES for i in range(3)}
    for record in records:
        signal = wfdb.rdrecord(str(record), physical=False)
        samples, rate = signal.d_signal.T.astype(float), signal.fs
        found = {ours.name: ours.waves(record), **{peer.name: peer.waves(samples, rate) for peer in peers}}
        for lead in LEADS:
            reference, first, last = marks(record, lead)
            for name in programs:
                for wave in WAVES:
                    for i in range(3):
                        inside = [p for p in found[name][LEADS.index(lead)][wave][i] if first - MARGIN * rate <= p <= last + MARGIN * rate]
                        for leads in (name_of for name_of, members in sets.items() if lead in members):
                            scores[leads, name, wave, i].add(reference[wave][i], inside, rate)
    for leads in sets:
        print(f"\nLUDB, {len(records)} records ({part}), lead {leads}: sensitivity % / PPV % / mean ± SD ms\n")
        print("| point | " + " | ".join(programs) + " |\n|" + " --- |" * (len(programs) + 1))
        for wave in WAVES:
            for i, point in enumerate(POINTS):
                print(f"| {wave} {point} | " + " | ".join(str(scores[leads, name, wave, i]) for name in programs) + " |")
