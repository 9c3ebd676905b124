"""Figures as Markdown: the machine, the subjects, the rows, and how to repeat them."""
import os
import platform
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

import subjects


def machine() -> str:
    """Processor, cores, memory, kernel and the disk's file system, in one line."""
    information = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":", 1)[1].strip() for line in information.splitlines() if line.startswith("model name")), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}, {file_system(subjects.ROOT)}"


def file_system(path: Path) -> str:
    """The type of the file system that holds `path`: the longest mount point that leads to it."""
    mounts = (line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines())
    return max(((point, kind) for point, kind in mounts if str(path).startswith(point)), key=lambda mount: len(mount[0]))[1]


@dataclass
class Report:
    """One measurement's section: figures per row and subject, each measured several times."""
    title: str
    unit: str
    more_is_better: bool = True
    figures: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, row: str, subject: str, figure: float) -> None:
        self.figures.setdefault((row, subject), []).append(figure)
        print(f"  {row}, {subject}: {figure:.4g} {self.unit}", file=sys.stderr, flush=True)

    def note(self, text: str) -> None:
        self.notes.append(text)

    def markdown(self) -> str:
        rows = list(dict.fromkeys(row for row, _ in self.figures))
        names = list(dict.fromkeys(name for _, name in self.figures))
        peers = [name for name in names if name != "yigong"] if "yigong" in names else []
        load = os.getloadavg()[0]
        lines = [f"## {self.title}", "", f"Median of the runs, then every run; {self.unit}. Load average {load:.1f} at the end.", "",
                 "| | " + " | ".join(names + [f"yigong against {peer}" for peer in peers]) + " |", "|---" * (1 + len(names) + len(peers)) + "|"]
        for row in rows:
            cells = [self._cell(row, name) for name in names] + [self._ratio(row, peer) for peer in peers]
            lines.append(f"| {row} | " + " | ".join(cells) + " |")
        lines += ["", f"Command: `Benchmarks/run {' '.join([Path(sys.argv[0]).stem.removeprefix('bench_'), *sys.argv[1:]])}`"]
        lines += [f"- {note}" for note in self.notes]
        return "\n".join(lines) + "\n"

    def _cell(self, row: str, name: str) -> str:
        runs = self.figures.get((row, name))
        return f"**{statistics.median(runs):.4g}** ({', '.join(f'{run:.4g}' for run in runs)})" if runs else "–"

    def _ratio(self, row: str, peer: str) -> str:
        ours, theirs = self.figures.get((row, "yigong")), self.figures.get((row, peer))
        if not ours or not theirs:
            return "–"
        ratio = statistics.median(ours) / statistics.median(theirs)
        return f"{ratio if self.more_is_better else 1 / ratio:.2f} ×"


def header() -> str:
    lines = ["# Results", "", "Made by `Benchmarks/run all`; what each figure means and how it is taken is in README.md beside this file.", "",
             f"- Machine: {machine()}", *(f"- {version}" for version in subjects.versions().values()), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(header())
