"""CR, CT, MR, US, DR, DSA, PET-CT and MG: each opens and shows its own pixels."""
import base64
import io

import numpy
import pydicom
import pytest
from PIL import Image
from selenium.webdriver.common.keys import Keys

import studies
from reading import ReadingPage, generate_reading, send, stored

DIGITAL_RADIOGRAPH, ANGIOGRAM = 11, 12


def digital_radiograph():
    """DX with a VOI lookup table in place of a window (PS3.3 C.11.2)."""
    dataset = studies.radiograph(DIGITAL_RADIOGRAPH)
    dataset.Modality, dataset.PhotometricInterpretation = "DX", "MONOCHROME2"
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    for keyword in ("WindowCenter", "WindowWidth"):
        if keyword in dataset:
            delattr(dataset, keyword)
    table = pydicom.Dataset()
    most = int(dataset.pixel_array.max()) + 1
    table.add_new(0x00283002, "US", [most, 0, 12])
    table.LUTExplanation = "软组织"
    table.add_new(0x00283006, "US", [round(4095 * (value / most) ** 0.5) for value in range(most)])
    dataset.VOILUTSequence = pydicom.Sequence([table])
    return dataset


def angiogram():
    """DSA: eight frames of a vessel that fills, 8 bits, 15 a second."""
    dataset = studies.radiograph(ANGIOGRAM)
    dataset.Modality, dataset.PhotometricInterpretation, dataset.PixelRepresentation = "XA", "MONOCHROME2", 0
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.12.1"
    down, across = numpy.mgrid[0:96, 0:96]
    vessel = numpy.abs(across - 48 - 14 * numpy.sin(down / 14)) < 3
    frames = numpy.stack([numpy.where(vessel & (down < 12 * frame), 30, 190) for frame in range(1, 9)]).astype(numpy.uint8)
    dataset.NumberOfFrames, dataset.Rows, dataset.Columns = len(frames), 96, 96
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.CineRate = 7, 15
    dataset.WindowCenter, dataset.WindowWidth = 128, 256
    dataset.PixelData = frames.tobytes()
    return dataset


def study_of(server, modality):
    ready = {"CR": "radiograph", "CT": "ct"}
    if modality in ready:
        return server.studies[ready[modality]]
    generated = {"MR": "spine", "US": "heart", "PT": "petct", "MG": "breast"}
    if modality in generated:
        return stored(server, generated[modality])
    dataset = digital_radiograph() if modality == "DX" else angiogram()
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    send(server, [dataset])
    return studies.uid(DIGITAL_RADIOGRAPH if modality == "DX" else ANGIOGRAM)


@pytest.mark.parametrize("modality", ["CR", "CT", "MR", "US", "DX", "XA", "PT", "MG"])
def test_every_modality_is_shown_with_its_own_pixels(reader, server, modality):
    page = ReadingPage(reader, server, study_of(server, modality))
    series = generate_reading.uid("reading", "petct", 3) if modality == "PT" else None
    if series:
        page.click(f'.tile[data-series="{series}"]')
    page.alone()
    assert f"{modality} " in page.text("bottomLeft")
    picture = numpy.array(Image.open(io.BytesIO(base64.b64decode(page.picture().split(",")[1]))).convert("L"))
    assert picture.std() > 5, "there is a picture, not an even field"
    if modality in ("US", "XA"):
        before = page.picture()
        page.press(Keys.END)
        page.settle()
        assert page.picture() != before


def test_a_voi_table_of_the_file_is_used_and_named(reader, server):
    page = ReadingPage(reader, server, study_of(server, "DX"))
    page.alone()
    assert "查找表 软组织" in page.text("bottomRight")
