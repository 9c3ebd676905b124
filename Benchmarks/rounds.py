"""Rounds in which the subjects take turns, so that a change of the machine's mood touches them all."""
import argparse
import os
import time
from typing import Callable, Iterable

from subjects import SUBJECTS


def alternate(names: Iterable[str], rounds: int, measure: Callable[[str], None]) -> None:
    """Calls `measure(name)` for each subject in each round; what earlier work left to be written is written before."""
    for _ in range(rounds):
        for name in names:
            os.sync()
            time.sleep(0.5)
            measure(name)


def options(description: str, usual: list[str], **defaults: int) -> argparse.Namespace:
    """The arguments that the measurements share, and integers of their own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=3, help="how often each subject is measured (3)")
    parser.add_argument("--only", default=",".join(usual), help=f"which of {', '.join(SUBJECTS)}, by commas ({','.join(usual)})")
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=value, help=f"({value})")
    chosen = parser.parse_args()
    chosen.subjects = [name for name in chosen.only.split(",") if name]
    unknown = set(chosen.subjects) - set(SUBJECTS)
    if unknown:
        parser.error(f"unknown subject: {', '.join(unknown)}")
    return chosen


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the sorted values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
