"""The real files that pydicom and pydicom-data ship, found on disk; their download functions are never called."""
import functools
import importlib.util
import warnings
from pathlib import Path

import pydicom
from pydicom.dataset import FileDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, SecondaryCaptureImageStorage

from datasets import fresh_uid

# Damaged on purpose by their makers: they belong to the tests of bad input, not to those of good.
BROKEN = {"MR_truncated.dcm", "rtplan_truncated.dcm", "bad_sequence.dcm", "badVR.dcm", "meta_missing_tsyntax.dcm",
          "emri_small_jpeg_2k_lossless_too_short.dcm", "UN_sequence.dcm"}


def folders() -> list[Path]:
    package = Path(pydicom.__file__).parent / "data"
    more = importlib.util.find_spec("data_store")
    return [package / "test_files", package / "charset_files", *(Path(root) / "data" for root in more.submodule_search_locations)]


@functools.cache
def files() -> tuple[Path, ...]:
    """Every whole Part 10 object that names its class, study, series and instance; DICOMDIRs are left out."""
    return tuple(path for folder in folders() for path in sorted(folder.glob("*.dcm")) if _is_object(path))


def _is_object(path: Path) -> bool:
    if path.name in BROKEN:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            header = pydicom.dcmread(path, stop_before_pixels=True)
        meta = header.file_meta
        return all(header.get(keyword) for keyword in ("SOPClassUID", "StudyInstanceUID", "SeriesInstanceUID")) and \
            header.SOPInstanceUID == meta.MediaStorageSOPInstanceUID and bool(meta.TransferSyntaxUID)
    except Exception:  # whatever pydicom cannot read is not a good sample
        return False


def path(name: str) -> Path:
    """The sample of that file name."""
    return next(folder / name for folder in folders() if (folder / name).exists())


def read(name: str) -> FileDataset:
    """The sample, also where it is a bare data set without file meta information."""
    dataset = pydicom.dcmread(path(name), force=True)
    if not dataset.file_meta.get("TransferSyntaxUID"):
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if dataset.original_encoding[0] else ExplicitVRLittleEndian
    return dataset


def renewed(name: str) -> FileDataset:
    """The sample with fresh study, series and instance UIDs, because several share theirs while their content differs;
    class and patient are filled in where the sample has none."""
    dataset = read(name)
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID, dataset.SOPInstanceUID = fresh_uid(), fresh_uid(), fresh_uid()
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    for keyword, value in (("SOPClassUID", SecondaryCaptureImageStorage), ("PatientID", name)):
        if not dataset.get(keyword):
            setattr(dataset, keyword, value)
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    return dataset
