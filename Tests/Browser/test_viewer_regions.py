"""Segmentations of highdicom and structure sets over the images that they belong to."""
import base64
import io

import highdicom
import numpy
import pytest
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import studies
from pages import wait
from reading import ReadingPage, send

STUDY = 8
KINDS = {20: highdicom.seg.SegmentationTypeValues.BINARY, 21: highdicom.seg.SegmentationTypeValues.FRACTIONAL}


def masks():
    """A rectangle on slices 2 and 3, and another on all four."""
    mask = numpy.zeros((4, 128, 128, 2), numpy.uint8)
    mask[1:3, 20:50, 30:70, 0] = 1
    mask[:, 80:100, 60:90, 1] = 1
    return mask


def segmentation(images, series, kind):
    described = [highdicom.seg.SegmentDescription(number, label, codes.SCT.Tissue, code, highdicom.seg.SegmentAlgorithmTypeValues.MANUAL)
                 for number, label, code in ((1, "肝", codes.SCT.Liver), (2, "肾", codes.SCT.Kidney))]
    fractional = kind == highdicom.seg.SegmentationTypeValues.FRACTIONAL
    return highdicom.seg.Segmentation(
        images, masks().astype(float) if fractional else masks(), kind, described, series_instance_uid=studies.uid(STUDY, series), series_number=series,
        sop_instance_uid=studies.uid(STUDY, series, 1), instance_number=1, manufacturer="highdicom", manufacturer_model_name="test", software_versions="1",
        device_serial_number="1", **({"max_fractional_value": 255} if fractional else {}))


def structure_set(images):
    dataset = Dataset()
    for keyword in ("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate", "StudyTime", "StudyID", "AccessionNumber"):
        setattr(dataset, keyword, images[0].get(keyword, ""))
    dataset.SpecificCharacterSet, dataset.Modality, dataset.Manufacturer = "ISO_IR 192", "RTSTRUCT", "test"
    dataset.SOPClassUID, dataset.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.481.3", studies.uid(STUDY, 30, 1)
    dataset.SeriesInstanceUID, dataset.SeriesNumber = studies.uid(STUDY, 30), 30
    dataset.StructureSetLabel, dataset.StructureSetDate, dataset.StructureSetTime = "PLAN", "20260501", "120000"
    frame = Dataset()
    frame.FrameOfReferenceUID = images[0].FrameOfReferenceUID
    dataset.ReferencedFrameOfReferenceSequence = Sequence([frame])
    roi, contours, contour = Dataset(), Dataset(), Dataset()
    roi.ROINumber, roi.ROIName, roi.ReferencedFrameOfReferenceUID, roi.ROIGenerationAlgorithm = 5, "靶区", frame.FrameOfReferenceUID, "MANUAL"
    z = images[2].ImagePositionPatient[2]
    corners = [(-40, -40), (0, -40), (0, 0), (-40, 0)]
    contour.ContourGeometricType, contour.NumberOfContourPoints = "CLOSED_PLANAR", 4
    contour.ContourData = [value for x, y in corners for value in (x, y, z)]
    contours.ReferencedROINumber, contours.ROIDisplayColor, contours.ContourSequence = 5, [0, 255, 0], Sequence([contour])
    dataset.StructureSetROISequence, dataset.ROIContourSequence = Sequence([roi]), Sequence([contours])
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return dataset


@pytest.fixture(scope="module")
def stored(server):
    images = [studies.ct_slice(STUDY, 1, number) for number in range(1, 5)]
    send(server, images + [segmentation(images, series, kind) for series, kind in KINDS.items()] + [structure_set(images)])
    return studies.uid(STUDY)


def layer(page):
    """The regions as drawn, RGBA."""
    address = page.browser.execute_script("return document.querySelector('.regions').toDataURL()")
    return numpy.array(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))), dtype=int)


def opened(page, series):
    page.click(f'.tile[data-series="{studies.uid(STUDY, series)}"]')
    wait(page.browser, lambda: page.browser.find_elements(By.CSS_SELECTOR, ".legend:not([hidden]) button"))
    page.wait_for("full")
    page.settle()


def box_of(found, page):
    """First and last row and column in image pixels."""
    scale = min(page.viewport.size["width"], page.viewport.size["height"]) / 128
    rows, columns = numpy.nonzero(found)
    height, width = found.shape
    return [round((value - side / 2) / scale + 64) for value, side in
            ((rows.min(), height), (rows.max() + 1, height), (columns.min(), width), (columns.max() + 1, width))]


@pytest.mark.parametrize("series", KINDS)
def test_segments_lie_on_their_pixels_and_can_be_hidden(reader, server, stored, series):
    page = ReadingPage(reader, server, stored)
    opened(page, series)
    page.press(Keys.HOME)
    page.wait_for_image(1)
    page.settle()
    assert box_of(layer(page)[..., 3] > 0, page) == [80, 100, 60, 90], "only the second segment is on slice 1"
    page.press(Keys.ARROW_DOWN)
    page.wait_for_image(2)
    page.settle()
    assert box_of(layer(page)[..., 3] > 0, page) == [20, 100, 30, 90]
    names = page.browser.find_elements(By.CSS_SELECTOR, ".legend button")
    assert [name.text for name in names] == ["肝", "肾"]
    names[1].click()
    page.settle()
    assert box_of(layer(page)[..., 3] > 0, page) == [20, 50, 30, 70]


def test_a_structure_is_drawn_on_its_slice_in_its_colour(reader, server, stored):
    page = ReadingPage(reader, server, stored)
    opened(page, 30)
    assert page.image() == 3
    drawn = layer(page)
    green = (drawn[..., 1] > 200) & (drawn[..., 0] < 60) & (drawn[..., 3] > 200)
    spacing = 0.661468
    expected = [(value + 60) / spacing + 0.5 for value in (-40, 0, -40, 0)]
    assert box_of(green, page) == pytest.approx(expected, abs=1.6)
    page.press(Keys.ARROW_DOWN)
    page.wait_for_image(4)
    page.settle()
    assert layer(page)[..., 3].max() == 0


def test_the_images_keep_their_regions_when_they_are_opened_again(reader, server, stored):
    page = ReadingPage(reader, server, stored)
    opened(page, 20)
    page.click(f'.tile[data-series="{studies.uid(STUDY, 1)}"]')
    page.wait_for("full")
    assert page.browser.find_elements(By.CSS_SELECTOR, ".legend:not([hidden]) button"), "the same images keep their regions until they are hidden"
