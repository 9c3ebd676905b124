#!/usr/bin/env python3
"""Makes the synthetic studies that the reading room is tried and shown on: the same files for the same seed.

  chest    CT of the thorax with a nodule, and the year before, when it was smaller
  spine    MR of the lumbar spine: sagittal T1 and T2, axial T2 through the discs, one frame of reference
  breast   mammography, four views, both sides
  heart    ultrasound, a colour film with a calibrated region
  petct    CT and PET of the trunk in one frame of reference, with what a SUV needs

Bodies are ellipsoids and noise; nobody was ever scanned. Names, numbers and institutions are invented.

    generate_reading.py FOLDER [STUDY ...]

Needs numpy and pydicom.
"""
import argparse
import hashlib
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID, CTImageStorage, DigitalMammographyXRayImageStorageForPresentation, ExplicitVRLittleEndian, MRImageStorage,
    PositronEmissionTomographyImageStorage, UltrasoundMultiFrameImageStorage)

INSTITUTION = "医共示范县人民医院"


def uid(*parts):
    """A UID under 2.25 (PS3.5 B.2) that depends on nothing but its parts."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return UID(f"2.25.{int.from_bytes(digest[:16], 'big')}")


def new_object(sop_class, study, series, number, modality, patient, description, date):
    """An object with the modules that every image has; `study` and `series` are names that make the UIDs."""
    instance = uid("reading", study, series, number)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop_class, instance
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset(None, {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID, dataset.SOPInstanceUID = sop_class, instance
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uid("reading", study), uid("reading", study, series)
    dataset.Modality = modality
    name, dataset.PatientID, dataset.PatientSex, dataset.PatientBirthDate = patient
    dataset.PatientName = name
    dataset.StudyDate = dataset.SeriesDate = dataset.AcquisitionDate = dataset.ContentDate = date
    dataset.StudyTime = dataset.SeriesTime = dataset.AcquisitionTime = dataset.ContentTime = "093000"
    dataset.StudyID, dataset.AccessionNumber = study[:16], f"A{int(instance[-6:]) % 10000:04d}"
    dataset.StudyDescription, dataset.InstitutionName = description, INSTITUTION
    dataset.InstanceNumber, dataset.ReferringPhysicianName, dataset.Manufacturer = number, "", "Yigong TestData"
    return dataset


def set_pixels(dataset, pixels, bits=16, signed=False):
    dataset.Rows, dataset.Columns = pixels.shape[:2] if dataset.get("NumberOfFrames") is None else pixels.shape[1:3]
    dataset.SamplesPerPixel = 3 if pixels.shape[-1] == 3 else 1
    dataset.PhotometricInterpretation = "RGB" if dataset.SamplesPerPixel == 3 else "MONOCHROME2"
    if dataset.SamplesPerPixel == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = 8 if bits == 8 else 16
    dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = bits, bits - 1, int(signed)
    dataset.PixelData = pixels.astype(np.uint8 if bits == 8 else np.int16 if signed else np.uint16).tobytes()


def place(dataset, frame, origin, axes, spacing, thickness):
    dataset.FrameOfReferenceUID, dataset.PositionReferenceIndicator = uid("reading", frame), ""
    dataset.ImagePositionPatient = [round(float(value), 4) for value in origin]
    dataset.ImageOrientationPatient = axes
    dataset.PixelSpacing, dataset.SliceThickness = [spacing, spacing], thickness


def patient_grid(origin, axes, spacing, rows, columns):
    """Patient coordinates of every pixel centre, millimetres, as three arrays."""
    row, column = np.array(axes[:3]), np.array(axes[3:])
    down, across = np.mgrid[0:rows, 0:columns]
    return [origin[axis] + across * spacing * row[axis] + down * spacing * column[axis] for axis in range(3)]


def ellipsoid(grid, centre, radii):
    """The grade of membership, 1 inside and 0 outside with an edge about a millimetre wide."""
    distance = np.sqrt(sum(((value - middle) / radius) ** 2 for value, middle, radius in zip(grid, centre, radii)))
    return np.clip((1 - distance) * min(radii) + 0.5, 0, 1)


def laid_on(image, grade, value):
    return image * (1 - grade) + value * grade


def noise(random, shape, strength, grain=1):
    field = random.standard_normal(shape)
    for _ in range(grain):
        field = (field + np.roll(field, 1, 0) + np.roll(field, 1, 1) + np.roll(field, (1, 1), (0, 1))) / 2
    return field * strength


def trunk(grid, nodule=0.0):
    """Hounsfield units of a thorax: x left, y back, z head, the carina at 0, 0, 0."""
    image = np.full(grid[0].shape, -1000.0)
    image = laid_on(image, ellipsoid(grid, (0, 0, 0), (170, 112, 1000)), -95)
    image = laid_on(image, ellipsoid(grid, (0, 0, 0), (156, 99, 1000)), 52)
    for side in (-1, 1):
        image = laid_on(image, ellipsoid(grid, (side * 78, -4, 0), (62, 84, 165)), -860)
        for branch in range(7):
            height, reach = branch * 36 - 110, 20 + 6 * (branch % 4)
            image = laid_on(image, ellipsoid(grid, (side * (50 + reach), 5 * branch - 22, height), (26, 2.6, 2.6)), 40)
            image = laid_on(image, ellipsoid(grid, (side * (66 + reach / 2), 9 - 6 * branch, height + 14), (2.2, 2.2, 34)), 40)
    image = laid_on(image, ellipsoid(grid, (26, -26, -52), (62, 46, 58)), 45)
    image = laid_on(image, ellipsoid(grid, (18, 24, 0), (11, 11, 400)), 150)
    image = laid_on(image, ellipsoid(grid, (0, 8, 40), (9, 9, 62)), -1000)
    rings = np.cos(grid[2] / 3.6)
    shell = ellipsoid(grid, (0, 0, 0), (150, 93, 1000)) - ellipsoid(grid, (0, 0, 0), (143, 87, 1000))
    image = laid_on(image, shell * (rings > -0.1) * (grid[1] < 70), 420)
    image = laid_on(image, ellipsoid(grid, (0, 62, 0), (21, 17, 1000)), 330 + 240 * (np.cos(grid[2] / 4.4) > -0.75).astype(float))
    image = laid_on(image, ellipsoid(grid, (0, 82, 0), (8, 8, 1000)), 22)
    if nodule:
        image = laid_on(image, ellipsoid(grid, (-84, -24, 18), (nodule,) * 3), 38)
    return image


def chest(seed=1):
    patient = ("Lin^YueHua=林^月华", "YG2101", "F", "19571104")
    for study, date, nodule in (("chest", "20261012", 11.0), ("chest-prior", "20251009", 6.5)):
        random = np.random.default_rng([seed, int(date)])
        for number in range(1, 49):
            dataset = new_object(CTImageStorage, study, 2, number, "CT", patient, "胸部CT平扫", date)
            axes, spacing = [1, 0, 0, 0, 1, 0], 0.7 * 512 / 384
            origin = (-179, -179, 118 - 5.0 * (number - 1))
            place(dataset, study, origin, axes, spacing, 5)
            grid = patient_grid(origin, axes, spacing, 384, 384)
            values = trunk(grid, nodule) + noise(random, (384, 384), 11)
            dataset.BodyPartExamined, dataset.SeriesNumber, dataset.SeriesDescription = "CHEST", 2, "横断位 5 mm"
            dataset.ImageType, dataset.KVP, dataset.PatientPosition = ["ORIGINAL", "PRIMARY", "AXIAL"], 120, "HFS"
            dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = -1024, 1, "HU"
            dataset.WindowCenter, dataset.WindowWidth = 40, 350
            set_pixels(dataset, np.clip(values + 1024, 0, 4095), 12)
            yield dataset


def lumbar(grid, water):
    """MR signal of a lumbar spine in the midline; `water` is how bright fluid is: 1 in T2, 0.1 in T1."""
    x, y, z = grid
    lordosis = 14 * np.sin(z / 62)
    bent = [x, y + lordosis, z]
    image = np.zeros(x.shape)
    image = laid_on(image, ellipsoid(grid, (0, 10, 0), (150, 112, 1000)), 560)
    image = laid_on(image, ellipsoid(grid, (0, -18, 0), (132, 74, 1000)), 260)
    canal = ellipsoid(bent, (0, 34, 0), (10, 8, 1000))
    image = laid_on(image, canal, 120 + 900 * water)
    image = laid_on(image, ellipsoid(bent, (0, 35, 130), (5, 3.6, 110)), 330)
    for level in range(-3, 5):
        height = level * 36
        body = np.clip(1.4 - np.maximum(np.abs(z - height) / 14, np.hypot(x / 25, (y + lordosis - 6) / 19)) ** 4, 0, 1)
        image = laid_on(image, body, 430 - 60 * water)
        disc = np.clip(1.4 - np.maximum(np.abs(z - height - 18) / 4.2, np.hypot(x / 25, (y + lordosis - 6) / 19)) ** 4, 0, 1)
        worn = level == -2
        image = laid_on(image, disc, 170 if worn else 230 + 330 * water)
        if worn:
            image = laid_on(image, ellipsoid(bent, (3, 27.5, height + 18), (9, 5, 4.6)), 165)
        image = laid_on(image, ellipsoid(bent, (0, 62, height + 6), (4, 15, 9)), 380)
    return image


def spine(seed=2):
    patient = ("He^JianGuo=何^建国", "YG2102", "M", "19680621")
    series = [(3, "矢状位 T1", 0.1, "sagittal", 11), (4, "矢状位 T2", 1.0, "sagittal", 11), (5, "横断位 T2", 1.0, "axial", 18)]
    for number_of_series, description, water, direction, count in series:
        random = np.random.default_rng([seed, number_of_series])
        for number in range(1, count + 1):
            dataset = new_object(MRImageStorage, "spine", number_of_series, number, "MR", patient, "腰椎MR平扫", "20261015")
            if direction == "sagittal":
                axes, spacing, size = [0, 1, 0, 0, 0, -1], 0.875, 320
                origin, thickness = ((number - 6) * 4.4, -140, 150), 4
            else:
                axes, spacing, size = [1, 0, 0, 0, 1, 0], 0.7, 288
                origin, thickness = (-100, -80, 60 - 7.0 * number), 5
            place(dataset, "spine", origin, axes, spacing, thickness)
            signal = lumbar(patient_grid(origin, axes, spacing, size, size), water)
            signal = np.hypot(signal + noise(random, signal.shape, 13), noise(random, signal.shape, 13))
            dataset.BodyPartExamined, dataset.SeriesNumber, dataset.SeriesDescription = "LSPINE", number_of_series, description
            dataset.ImageType, dataset.ScanningSequence, dataset.SequenceVariant = ["ORIGINAL", "PRIMARY"], "SE", "SK"
            dataset.ScanOptions, dataset.MRAcquisitionType, dataset.EchoTrainLength, dataset.PatientPosition = "", "2D", 12, "HFS"
            dataset.RepetitionTime, dataset.EchoTime = (560, 11) if water < 1 else (3200, 104)
            dataset.WindowCenter, dataset.WindowWidth = 480, 960
            set_pixels(dataset, np.clip(signal, 0, 4095), 12)
            yield dataset


def breast(seed=3):
    patient = ("Song^ShuFen=宋^淑芬", "YG2103", "F", "19740309")
    rows, columns = 1152, 896
    down, across = np.mgrid[0:rows, 0:columns]
    for number, (side, view) in enumerate((("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")), 1):
        random = np.random.default_rng([seed, number])
        reach = across / columns
        middle = 0.5 if view == "CC" else 0.56
        inside = np.clip((1 - np.hypot(reach / 0.78, (down / rows - middle) / 0.40)) * 14, 0, 1)
        glands = noise(random, (rows, columns), 1, 60)
        glands = glands / glands.std()
        depth = np.clip(1 - np.hypot((reach - 0.36) / 0.34, (down / rows - middle) / 0.25), 0, 1)
        image = inside * (760 + 210 * glands * depth + 900 * depth ** 0.8)
        if view == "MLO":
            muscle = np.clip((0.30 - reach - 0.50 * down / rows) * 12, 0, 1)
            image = np.maximum(image, muscle * (1900 + 40 * glands))
        if side == "L":
            image = laid_on(image, ellipsoid([across, down], (0.38 * columns, (middle + 0.06) * rows), (26, 21)), 2650)
        image = image + inside * noise(random, (rows, columns), 12)
        # The chest wall is at the left of a left breast, at the right of a right one.
        image = image if side == "L" else image[:, ::-1]
        dataset = new_object(
            DigitalMammographyXRayImageStorageForPresentation, "breast", number, 1, "MG", patient, "双乳钼靶摄影", "20261018")
        dataset.SeriesNumber, dataset.SeriesDescription, dataset.BodyPartExamined = number, f"{side} {view}", "BREAST"
        dataset.ImageLaterality, dataset.ViewPosition = side, view
        dataset.PatientOrientation = (["A", "R"] if side == "L" else ["P", "L"]) if view == "CC" else (["A", "FR"] if side == "L" else ["P", "FL"])
        dataset.ImagerPixelSpacing, dataset.PresentationIntentType = [0.2, 0.2], "FOR PRESENTATION"
        dataset.ImageType, dataset.PresentationLUTShape, dataset.BurnedInAnnotation = ["DERIVED", "PRIMARY"], "IDENTITY", "NO"
        dataset.PixelPaddingValue = 0
        dataset.WindowCenter, dataset.WindowWidth = 1600, 2600
        set_pixels(dataset, np.clip(np.where(inside > 0, np.maximum(image, 1), image), 0, 4095), 12)
        yield dataset


def heart(seed=4):
    patient = ("Ma^XiaoLin=马^晓琳", "YG2104", "F", "19820214")
    random = np.random.default_rng(seed)
    rows, columns, frames = 480, 640, 30
    down, across = np.mgrid[0:rows, 0:columns]
    angle, depth = np.arctan2(across - columns / 2, down - 16), np.hypot(across - columns / 2, down - 16)
    sector = (np.abs(angle) < 0.68) & (depth > 24) & (depth < 440)
    speckle = np.abs(noise(random, (rows, columns), 1, 1))
    film = np.zeros((frames, rows, columns, 3), np.uint8)
    for frame in range(frames):
        beat = 0.5 + 0.5 * np.cos(2 * np.pi * frame / frames)
        grid = [across, down]
        chamber = ellipsoid(grid, (300, 210), (46 + 16 * beat, 84 + 12 * beat))
        wall = ellipsoid(grid, (300, 210), (78 + 8 * beat, 118 + 6 * beat)) - chamber
        other = ellipsoid(grid, (392, 205), (32 + 8 * beat, 66))
        grey = 34 + 40 * np.roll(speckle, frame, 1) + wall * (70 + 60 * speckle) - other * 30
        grey = np.where(chamber > 0.5, 10 + 14 * speckle, grey) * (1.15 - depth / 620)
        picture = np.repeat(np.clip(grey, 0, 255)[..., None], 3, axis=2)
        jet = ellipsoid(grid, (304, 292), (15, 38 * (1 - beat) + 1)) * (beat < 0.7)
        picture = laid_on(picture, jet[..., None] * 0.8, np.array([220, 70 + 100 * beat, 40]))
        film[frame] = np.where(sector[..., None], picture, 0)
    dataset = new_object(UltrasoundMultiFrameImageStorage, "heart", 1, 1, "US", patient, "心脏彩超", "20261019")
    dataset.SeriesNumber, dataset.SeriesDescription, dataset.BodyPartExamined = 1, "心尖四腔", "HEART"
    dataset.NumberOfFrames, dataset.FrameTime, dataset.FrameIncrementPointer = frames, 33.3, 0x00181063
    dataset.ImageType, dataset.LossyImageCompression = ["ORIGINAL", "PRIMARY", "", "0001"], "00"
    region = Dataset()
    region.RegionSpatialFormat, region.RegionDataType, region.RegionFlags = 1, 1, 0
    region.RegionLocationMinX0, region.RegionLocationMinY0 = 0, 0
    region.RegionLocationMaxX1, region.RegionLocationMaxY1 = columns - 1, rows - 1
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = 3
    region.PhysicalDeltaX, region.PhysicalDeltaY = 0.035, 0.035
    dataset.SequenceOfUltrasoundRegions = Sequence([region])
    set_pixels(dataset, film, 8)
    yield dataset


def petct(seed=5):
    patient = ("Guo^WeiMing=郭^伟明", "YG2105", "M", "19590817")
    for modality, series, size, spacing in (("CT", 2, 256, 1.6), ("PT", 3, 128, 3.2)):
        random = np.random.default_rng([seed, series])
        for number in range(1, 65):
            sop_class = CTImageStorage if modality == "CT" else PositronEmissionTomographyImageStorage
            dataset = new_object(sop_class, "petct", series, number, modality, patient, "全身PET-CT", "20261020")
            axes, origin = [1, 0, 0, 0, 1, 0], (-205 + spacing / 2, -205 + spacing / 2, 126 - 4.0 * (number - 1))
            place(dataset, "petct", origin, axes, spacing, 4)
            grid = patient_grid(origin, axes, spacing, size, size)
            dataset.SeriesNumber, dataset.BodyPartExamined, dataset.PatientPosition = series, "CHEST", "HFS"
            dataset.PatientWeight, dataset.PatientSize = 70, 1.72
            if modality == "CT":
                dataset.SeriesDescription, dataset.ImageType, dataset.KVP = "CT 衰减校正", ["ORIGINAL", "PRIMARY", "AXIAL"], 120
                dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = -1024, 1, "HU"
                dataset.WindowCenter, dataset.WindowWidth = 40, 400
                values = trunk(grid, 13) + noise(random, (size, size), 14)
                set_pixels(dataset, np.clip(values + 1024, 0, 4095), 12)
            else:
                set_pixels(tracer(dataset, number), uptake(grid, random), 16)
            yield dataset


def uptake(grid, random):
    """Stored values of PET: one SUV is about 1000."""
    suv = 0.15 + 0.85 * ellipsoid(grid, (0, 0, 0), (156, 99, 1000))
    for side in (-1, 1):
        suv = laid_on(suv, ellipsoid(grid, (side * 78, -4, 0), (62, 84, 165)), 0.35)
    suv = laid_on(suv, ellipsoid(grid, (26, -26, -52), (56, 40, 52)) - ellipsoid(grid, (26, -26, -52), (36, 22, 32)), 3.4)
    suv = laid_on(suv, ellipsoid(grid, (-84, -24, 18), (13, 13, 13)), 9.5)
    suv = laid_on(suv, ellipsoid(grid, (14, 2, -8), (8, 8, 8)), 6.2)
    return np.clip((suv + noise(random, suv.shape, 0.05)) * 1000, 0, 65535)


def tracer(dataset, number):
    """What a SUV is computed from: 350 MBq at 08:30, scanned at 09:30, corrected to the start (PS3.3 C.8.9.1)."""
    dataset.SeriesDescription, dataset.ImageType = "PET 衰减校正", ["ORIGINAL", "PRIMARY"]
    dataset.Units, dataset.CountsSource, dataset.SeriesType = "BQML", "EMISSION", ["WHOLE BODY", "IMAGE"]
    dataset.CorrectedImage, dataset.DecayCorrection = ["ATTN", "DECY"], "START"
    dataset.NumberOfSlices, dataset.ImageIndex, dataset.FrameReferenceTime, dataset.ActualFrameDuration = 64, number, 0, 120000
    injection = Dataset()
    injection.RadiopharmaceuticalStartTime, injection.RadiopharmaceuticalStartDateTime = "083000", "20261020083000"
    injection.RadionuclideTotalDose, injection.RadionuclideHalfLife, injection.Radiopharmaceutical = 350e6, 6586.2, "FDG"
    dataset.RadiopharmaceuticalInformationSequence = Sequence([injection])
    left = 350e6 * 2 ** (-3600 / 6586.2)
    dataset.RescaleIntercept, dataset.RescaleSlope = 0, round(left / 70000 / 1000, 6)
    dataset.WindowCenter, dataset.WindowWidth = round(left / 70000 * 4), round(left / 70000 * 8)
    return dataset


STUDIES = {"chest": chest, "spine": spine, "breast": breast, "heart": heart, "petct": petct}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("studies", nargs="*", choices=[*STUDIES, []], help="all of them where none is named")
    arguments = parser.parse_args()
    for name in arguments.studies or STUDIES:
        (arguments.folder / name).mkdir(parents=True, exist_ok=True)
        for count, dataset in enumerate(STUDIES[name](), 1):
            dataset.save_as(arguments.folder / name / f"{count:04d}.dcm", enforce_file_format=True)


if __name__ == "__main__":
    main()
