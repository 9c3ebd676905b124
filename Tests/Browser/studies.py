"""The studies that the browser tests look at: made from pydicom's own sample files, with identities of our own."""
import base64
import io
import pathlib
import urllib.error
import urllib.request

import numpy
import pydicom
from pydicom.uid import ExplicitVRLittleEndian

SAMPLES = pathlib.Path(pydicom.__file__).parent / "data" / "test_files"
ROOT = "2.25.31415926535897932384"
SLICES = 12


def uid(*numbers):
    return ".".join([ROOT, *map(str, numbers)])


def identify(dataset, study, name, patient, description, series=1, number=1):
    """Gives a sample an identity, so that tests know what to look for."""
    dataset.StudyInstanceUID = uid(study)
    dataset.SeriesInstanceUID = uid(study, series)
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid(study, series, number)
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.PatientName = name
    dataset.PatientID = patient
    dataset.StudyDescription = description
    dataset.AccessionNumber = f"A{study:04d}"
    dataset.SeriesNumber = series
    dataset.InstanceNumber = number
    return dataset


def ct_slice(study, series, number):
    """One of a stack of slices 2 mm apart, each with a bright square in another place."""
    dataset = pydicom.dcmread(SAMPLES / "CT_small.dcm")
    identify(dataset, study, "Zhang^San=张^三", "YG0001", "头颅平扫", series, number)
    dataset.SeriesDescription = f"轴位 {series}"
    dataset.PatientSex = "M"
    dataset.PatientBirthDate = "19600315"
    dataset.StudyDate = "20260501"
    dataset.StudyTime = "140500"
    dataset.FrameOfReferenceUID = uid(study, 99)
    dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dataset.ImagePositionPatient = [-60, -60, 2.0 * number]
    dataset.WindowCenter, dataset.WindowWidth = 40, 400
    pixels = dataset.pixel_array.copy()
    pixels[8 * number % 110:][:16, 10:26] = 2000
    dataset.PixelData = pixels.tobytes()
    return dataset


def ultrasound_film(study):
    """A colour film that the viewer windows nothing of: RGB, eight frames, 20 a second."""
    dataset = pydicom.dcmread(SAMPLES / "examples_rgb_color.dcm")
    identify(dataset, study, "Li^Si=李^四", "YG0002", "心脏超声")
    frame = dataset.pixel_array
    frames = numpy.stack([numpy.roll(frame, 6 * index, axis=1) for index in range(8)])
    dataset.NumberOfFrames = len(frames)
    dataset.FrameTime = 50
    dataset.PixelData = frames.tobytes()
    dataset.StudyDate = "20260502"
    return dataset


def radiograph(study):
    """MONOCHROME1 with a spacing that holds at the detector only."""
    dataset = pydicom.dcmread(SAMPLES / "MR_small.dcm")
    identify(dataset, study, "Wang^Wu=王^五", "YG0003", "胸部正位")
    dataset.Modality = "CR"
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1"
    dataset.PhotometricInterpretation = "MONOCHROME1"
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "FrameOfReferenceUID"):
        if keyword in dataset:
            del dataset[keyword]
    dataset.ImagerPixelSpacing = [0.2, 0.2]
    dataset.StudyDate = "20260503"
    return dataset


def waveform(study):
    dataset = pydicom.dcmread(SAMPLES / "waveform_ecg.dcm")
    identify(dataset, study, "Zhao^Liu=赵^六", "YG0004", "常规心电图")
    dataset.Modality = "ECG"
    return dataset


def document(study):
    """A PDF wrapped in DICOM."""
    dataset = pydicom.dcmread(SAMPLES / "test-SR.dcm")
    del dataset.ContentSequence
    identify(dataset, study, "Qian^Qi=钱^七", "YG0005", "会诊意见")
    dataset.Modality = "DOC"
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.104.1"
    dataset.MIMETypeOfEncapsulatedDocument = "application/pdf"
    dataset.EncapsulatedDocument = b"%PDF-1.4\n%%EOF\n"
    return dataset


def everything():
    for series in (1, 2):
        for number in range(1, SLICES + 1):
            yield ct_slice(1, series, number)
    yield ultrasound_film(2)
    yield radiograph(3)
    yield waveform(4)
    yield document(5)


def encoded(dataset):
    buffer = io.BytesIO()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def store(site, datasets):
    """Stores over STOW-RS in one request; answers with its status."""
    boundary = "browser-tests"
    parts = b"".join(
        f"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n".encode() + encoded(dataset) + b"\r\n" for dataset in datasets)
    credentials = base64.b64encode(f"{site.name}:{site.password}".encode()).decode()
    request = urllib.request.Request(
        site.url + "/dicom-web/studies", data=parts + f"--{boundary}--\r\n".encode(), method="POST", headers={
            "Content-Type": f'multipart/related; type="application/dicom"; boundary={boundary}',
            "Accept": "application/dicom+json", "Authorization": f"Basic {credentials}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def store_all(site):
    """Stores everything; answers with the study UIDs by what they are."""
    assert store(site, everything()) == 200
    return {"ct": uid(1), "film": uid(2), "radiograph": uid(3), "waveform": uid(4), "document": uid(5)}
