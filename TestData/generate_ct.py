#!/usr/bin/env python3
"""Makes synthetic head CT studies: the same files for the same seed, with UIDs of our own.

A slice is 512x512x16 bits (about 525 KB as a file): a skull, brain, ventricles and a bleed drawn as ellipses, the table
below, and noise whose neighbours are correlated as a reconstruction kernel leaves them, so that lossless codecs find about
what they find in real CT. Names are Chinese with pinyin, in GB18030 or UTF-8 by turns.

    generate_ct.py FOLDER --patients 1 --slices 400 --seed 1

Needs numpy and pydicom.
"""
import argparse
import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

SURNAMES = [("Wang", "王"), ("Li", "李"), ("Zhang", "张"), ("Liu", "刘"), ("Chen", "陈"), ("Yang", "杨"), ("Zhao", "赵"),
            ("Huang", "黄"), ("Zhou", "周"), ("Wu", "吴"), ("Xu", "徐"), ("Sun", "孙"), ("Hu", "胡"), ("Zhu", "朱")]
GIVEN = [("XiuYing", "秀英"), ("Wei", "伟"), ("Fang", "芳"), ("Na", "娜"), ("Min", "敏"), ("Jing", "静"), ("Qiang", "强"),
         ("Lei", "磊"), ("Yang", "洋"), ("Yan", "艳"), ("Jun", "军"), ("Jie", "杰"), ("XiaoDong", "小东"), ("GuiLan", "桂兰")]
DESCRIPTIONS = ["头颅CT平扫", "颅脑CT平扫", "Head CT", "头部CT增强"]

# Ellipses of the phantom in units of half the image: value in HU, centre x and y, half axes, rotation in degrees.
ELLIPSES = [
    (60, 0.00, 0.00, 0.62, 0.78, 0),       # scalp
    (900, 0.00, 0.00, 0.58, 0.74, 0),      # skull
    (35, 0.00, 0.00, 0.53, 0.69, 0),       # brain
    (28, -0.20, 0.05, 0.18, 0.34, 12),     # white matter, left and right
    (28, 0.20, 0.05, 0.18, 0.34, -12),
    (6, -0.08, -0.02, 0.05, 0.20, 15),     # lateral ventricles
    (6, 0.08, -0.02, 0.05, 0.20, -15),
    (68, 0.28, -0.24, 0.09, 0.07, 30),     # a fresh bleed
]
INTERCEPT = -1024
NOISE_HU = 9.0
NOISE_FIELDS = 8


def uid(*parts) -> UID:
    """A UID under 2.25 (PS3.5 B.2) that depends on nothing but its parts."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return UID(f"2.25.{int.from_bytes(digest[:16], 'big')}")


@dataclass(frozen=True)
class Patient:
    """Who lies in the scanner; everything follows from the seed and the number."""
    seed: int
    number: int

    @property
    def random(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, self.number])

    @property
    def name(self) -> str:
        surname, given = SURNAMES[self.number % len(SURNAMES)], GIVEN[(self.number // len(SURNAMES)) % len(GIVEN)]
        return f"{surname[0]}^{given[0]}={surname[1]}^{given[1]}="

    @property
    def id(self) -> str:
        return f"YG{self.seed:03d}{self.number:06d}"

    @property
    def character_set(self) -> str:
        return "GB18030" if self.number % 2 else "ISO_IR 192"


class Phantom:
    """Draws the slices of one scanner: the geometry and the noise are made once and used for each slice."""

    def __init__(self, size: int = 512, seed: int = 1):
        self.size = size
        axis = (np.arange(size) + 0.5) / size * 2 - 1
        self.x, self.y = np.meshgrid(axis, axis)
        random = np.random.default_rng(seed)
        self.noise = [self._correlated(random.standard_normal((size, size))) for _ in range(NOISE_FIELDS)]

    def _correlated(self, field: np.ndarray) -> np.ndarray:
        for axis in (0, 1):
            field = (np.roll(field, 1, axis) + 2 * field + np.roll(field, -1, axis)) / 4
        return field * (NOISE_HU / field.std())

    def slice(self, height: float, random: np.random.Generator) -> np.ndarray:
        """Stored values of the slice at `height` (-1 chin … 1 crown), uint16."""
        scale = np.sqrt(max(0.05, 1 - (0.9 * height) ** 2))
        hu = np.full((self.size, self.size), -1000.0)
        for value, centre_x, centre_y, half_x, half_y, degrees in ELLIPSES:
            angle = np.deg2rad(degrees)
            dx, dy = self.x - centre_x * scale, self.y - centre_y * scale
            along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
            hu[(along / (half_x * scale)) ** 2 + (across / (half_y * scale)) ** 2 <= 1] = value
        table = (np.abs(self.y - 0.88) < 0.02) & (np.abs(self.x) < 0.8)
        hu[table] = -600
        # A mixture of two shifted fields, so that no two slices share their noise though few fields are made.
        first, second = random.integers(NOISE_FIELDS, size=2)
        shift = tuple(random.integers(self.size, size=2))
        noise = 0.8 * self.noise[first] + 0.6 * np.roll(self.noise[second], shift, (0, 1))
        return np.clip(np.rint(hu + noise) - INTERCEPT, 0, 4095).astype("<u2")


def instance(phantom: Phantom, patient: Patient, study: int, series: int, number: int, slices: int) -> FileDataset:
    """One CT Image Storage object (PS3.3 A.3), Explicit VR Little Endian."""
    identity = (patient.seed, patient.number, study)
    when = datetime.datetime(2026, 1, 5, 8) + datetime.timedelta(hours=7 * patient.number + study, seconds=number)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = uid("instance", *identity, series, number)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = uid("implementation", "generate_ct")
    image = FileDataset(None, Dataset(), file_meta=meta, preamble=b"\0" * 128)
    image.SpecificCharacterSet = patient.character_set
    image.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    image.SOPClassUID, image.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    image.StudyDate = image.SeriesDate = image.ContentDate = when.strftime("%Y%m%d")
    image.StudyTime = image.SeriesTime = image.ContentTime = when.strftime("%H%M%S")
    image.AccessionNumber = f"A{patient.seed:03d}{patient.number:06d}{study:02d}"
    image.Modality, image.Manufacturer, image.InstitutionName = "CT", "Yigong phantom", "县人民医院"
    image.ReferringPhysicianName = "Zhao^Lei=赵^磊="
    image.StudyDescription = DESCRIPTIONS[patient.number % len(DESCRIPTIONS)]
    image.SeriesDescription = f"1.0 mm H30s {series}"
    image.PatientName, image.PatientID = patient.name, patient.id
    image.PatientBirthDate = f"{1940 + patient.number % 70}0{1 + patient.number % 9}15"
    image.PatientSex = "FM"[patient.number % 2]
    image.BodyPartExamined, image.SliceThickness, image.KVP = "HEAD", "1", "120"
    image.StudyInstanceUID, image.SeriesInstanceUID = uid("study", *identity), uid("series", *identity, series)
    image.FrameOfReferenceUID = uid("frame of reference", *identity)
    image.StudyID, image.SeriesNumber, image.InstanceNumber = str(study), series, number
    image.ImagePositionPatient = [-120, -120, number - 1]
    image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.Rows = image.Columns = phantom.size
    image.PixelSpacing = [f"{240 / phantom.size:.6g}"] * 2
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 12, 11, 0
    image.WindowCenter, image.WindowWidth = "40", "80"
    image.RescaleIntercept, image.RescaleSlope, image.RescaleType = str(INTERCEPT), "1", "HU"
    random = np.random.default_rng([patient.seed, patient.number, study, series, number])
    image.PixelData = phantom.slice(2 * number / (slices + 1) - 1, random).tobytes()
    return image


def studies(patients=1, studies_each=1, series_each=1, slices=1, size=512, seed=1):
    """All the objects of a population, one after another."""
    phantom = Phantom(size, seed)
    for patient in (Patient(seed, number) for number in range(patients)):
        for study in range(1, studies_each + 1):
            for series in range(1, series_each + 1):
                for number in range(1, slices + 1):
                    yield instance(phantom, patient, study, series, number, slices)


def write(folder: Path, **population) -> list[Path]:
    """Writes a population as files, a folder for each thousand, and returns their paths."""
    paths = []
    for count, image in enumerate(studies(**population)):
        path = Path(folder) / f"{count // 1000:04d}" / f"{count % 1000:03d}.dcm"
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save_as(path, enforce_file_format=True)
        paths.append(path)
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name, default in (("patients", 1), ("studies-each", 1), ("series-each", 1), ("slices", 1), ("size", 512), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = vars(parser.parse_args())
    paths = write(**options)
    print(f"{len(paths)} files, {sum(path.stat().st_size for path in paths) / 1e6:.1f} MB, in {options['folder']}")


if __name__ == "__main__":
    main()
