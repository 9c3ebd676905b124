"""Small objects made for one test: any attribute can be given, UIDs are fresh unless given."""
import io

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid


def fresh_uid() -> str:
    """A UID under 2.25 that was never used before."""
    return generate_uid(prefix=None)


def image(size: int = 16, frames: int = 1, transfer_syntax: str = ExplicitVRLittleEndian, **attributes) -> FileDataset:
    """A monochrome 16-bit image object, MR unless `Modality` says otherwise; attributes by PS3.6 keyword."""
    made = FileDataset(None, Dataset(), preamble=b"\0" * 128, file_meta=FileMetaDataset())
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = SecondaryCaptureImageStorage
    made.SOPInstanceUID, made.SeriesInstanceUID, made.StudyInstanceUID = fresh_uid(), fresh_uid(), fresh_uid()
    made.StudyDate, made.StudyTime, made.AccessionNumber, made.StudyID = "20260501", "140500", "ACC1", "1"
    made.ReferringPhysicianName, made.PatientName, made.PatientID = "", "Test^Patient", "TEST1"
    made.PatientBirthDate, made.PatientSex, made.Modality = "19700101", "O", "MR"
    made.SeriesNumber, made.InstanceNumber = 1, 1
    made.SamplesPerPixel, made.PhotometricInterpretation, made.Rows, made.Columns = 1, "MONOCHROME2", size, size
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 12, 11, 0
    if frames > 1:
        made.NumberOfFrames = frames
    for keyword, value in attributes.items():
        setattr(made, keyword, value)
    if "PixelData" not in attributes:
        random = np.random.default_rng(abs(hash(str(made.SOPInstanceUID))))
        made.PixelData = random.integers(0, 4096, (frames, size, size), dtype="<u2").tobytes()
    made.file_meta.TransferSyntaxUID = transfer_syntax
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    return made


def series(count: int, **attributes) -> list[FileDataset]:
    """`count` images of one new study and series, numbered from 1."""
    shared = {"StudyInstanceUID": fresh_uid(), "SeriesInstanceUID": fresh_uid(), **attributes}
    return [image(InstanceNumber=number, **shared) for number in range(1, count + 1)]


def part10(dataset: FileDataset) -> bytes:
    """The object as a file's bytes (PS3.10 7.1)."""
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()
