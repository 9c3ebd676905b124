"""The synthetic series that every measurement uses, made once and kept."""
from pathlib import Path

import subjects  # noqa: F401  (puts TestData on the path)
import generate_ct


def ct(slices: int, patients: int = 1, seed: int = 1) -> list[Path]:
    """A folder for each patient, with `slices` CT images of 525 KB in it."""
    folder = subjects.WORK / f"ct-{patients}x{slices}-{seed}"
    done = folder / "complete"
    if not done.exists():
        for number in range(patients):
            target = folder / str(number)
            for count, image in enumerate(generate_ct.studies(patients=1, slices=slices, seed=seed * 100 + number)):
                target.mkdir(parents=True, exist_ok=True)
                image.save_as(target / f"{count:04d}.dcm", enforce_file_format=True)
        done.touch()
    return sorted(path for path in folder.iterdir() if path.is_dir())
