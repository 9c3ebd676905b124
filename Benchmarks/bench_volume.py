"""A series of 400 CT slices ready to be cut in any direction: asked of the archive, beside pydicom and NumPy reading the same files."""
import argparse
import time
from pathlib import Path

import numpy as np
import pydicom

import series
from loads import store
from report import Report
from subjects import SUBJECTS


def of_pydicom(folder: Path) -> np.ndarray:
    """Slices in the order of their places, as one array of modality values."""
    slices = [pydicom.dcmread(path) for path in sorted(folder.glob("*.dcm"))]
    slices.sort(key=lambda image: float(image.ImagePositionPatient[2]))
    volume = np.stack([image.pixel_array.astype(np.int16) for image in slices])
    volume += np.int16(slices[0].RescaleIntercept)
    return volume


def of_yigong(archive, path: str) -> None:
    """From the first request to the answer that says it is ready; the volume was never asked for before."""
    answer = archive.session.get(f"{archive.dicomweb.removesuffix('/dicom-web')}/api/volumes/{path}?wait=30", timeout=60).json()
    if answer["state"] != "ready":
        raise RuntimeError(answer)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each subject is measured (3)")
    parser.add_argument("--images", type=int, default=400, help="slices of the series (400)")
    chosen = parser.parse_args()
    folder, = series.ct(chosen.images)
    report = Report("Volume of a series", "s", more_is_better=False)
    row = f"{chosen.images} slices of 512x512x16, ready"
    for _ in range(chosen.rounds):
        with SUBJECTS["yigong"]() as archive:
            names = store(archive, [folder])[0].split("/")
            began = time.perf_counter()
            of_yigong(archive, f"{names[2]}/{names[4]}")
            report.add(row, "yigong", time.perf_counter() - began)
        began = time.perf_counter()
        of_pydicom(folder)
        report.add(row, "pydicom + NumPy", time.perf_counter() - began)
    report.note(f"pydicom {pydicom.__version__}, NumPy {np.__version__}; both find their files in the system's cache.")
    report.note("Ours reads headers, piles slices by their places and fills the volume, on all cores, and answers over HTTP.")
    print(report.markdown())


if __name__ == "__main__":
    main()
