"""Presentation states, key images and reports: written here and read by others, written by others and shown here."""
import io
import re
import shutil
import subprocess

import highdicom
import numpy
import pydicom
import pytest
from pydicom.sr.codedict import codes
from selenium.webdriver.common.by import By

import studies
from pages import wait
from reading import ReadingPage, send

MIDDLE = studies.SLICES // 2 + 1


@pytest.fixture
def ct(reader, server):
    page = ReadingPage(reader, server, server.studies["ct"])
    page.alone()
    page.shift("x")
    yield page
    page.shift("x")
    page.wait_until_kept()


def newest(page, modality):
    return max(page.objects(modality), key=lambda one: (one.ContentTime if "ContentTime" in one else one.PresentationCreationTime))


def saved(dataset, path):
    dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    dataset.save_as(path, enforce_file_format=True)
    return path


def complaints(path):
    """Errors of dicom3tools' validator, where it is installed."""
    if not shutil.which("dciodvfy"):
        pytest.skip("dciodvfy is not installed")
    told = subprocess.run(["dciodvfy", path], capture_output=True, text=True).stderr
    return [line for line in told.splitlines() if line.startswith("Error")]


def test_a_presentation_state_is_valid_and_dcmtk_draws_it(ct, tmp_path):
    ct.press("2", "o")
    ct.drag_between((-100, -60), (100, 60))
    ct.shift("o")
    ct.drag_between((0, 0), (40, 0))
    ct.press("y")
    for place in [(-180, -150), (-120, -150), (-120, -90), (-180, -150)]:
        ct.click_at(*place)
    ct.press("r", "h")
    ct.shift("q")
    wait(ct.browser, lambda: "显示状态已写入" in ct.status)
    state = newest(ct, "PR")
    path = saved(state, tmp_path / "state.dcm")
    assert complaints(path) == []
    assert len(state.ReferencedSeriesSequence[0].ReferencedImageSequence) == studies.SLICES
    voi = state.SoftcopyVOILUTSequence[0]
    assert (voi.WindowCenter, voi.WindowWidth) == (500, 2000)
    assert (state.ImageHorizontalFlip, state.ImageRotation) == ("Y", 90)
    [annotation] = {item.ReferencedImageSequence[0].ReferencedSOPInstanceUID for item in state.GraphicAnnotationSequence}
    assert annotation == studies.uid(1, 1, MIDDLE)
    types = [graphic.GraphicType for item in state.GraphicAnnotationSequence for graphic in item.GraphicObjectSequence]
    assert types == ["ELLIPSE", "CIRCLE", "POLYLINE"]
    assert "面积" in state.GraphicAnnotationSequence[0].TextObjectSequence[0].UnformattedTextValue
    image = tmp_path / "image.dcm"
    image.write_bytes(studies.encoded(studies.ct_slice(1, 1, MIDDLE)))
    drawn = subprocess.run(["dcmp2pgm", "-p", path, image, tmp_path / "drawn.pgm"], capture_output=True, text=True)
    assert drawn.returncode == 0, drawn.stderr
    assert (tmp_path / "drawn.pgm").stat().st_size > 10_000


def test_a_presentation_state_brings_back_what_was_on_the_screen(ct):
    ct.press("2", "i", "r", "h", "d")
    ct.drag_between((-100, 0), (100, 0))
    window, marks, picture = ct.window, ct.marks, ct.picture()
    ct.shift("q")
    wait(ct.browser, lambda: "显示状态已写入" in ct.status)
    state = newest(ct, "PR")
    ct.shift("x")
    ct.wait_until_kept()
    ct.reload()
    ct.click(f'.tile[data-series="{state.SeriesInstanceUID}"]')
    wait(ct.browser, lambda: ct.browser.find_elements(By.CSS_SELECTOR, f'.report [data-state="{state.SOPInstanceUID}"]'))[0].click()
    ct.wait_for_image(MIDDLE)
    ct.wait_for("full")
    ct.settle()
    assert (ct.window, ct.marks) == (window, marks)
    assert ct.picture() == picture
    assert len(ct.browser.find_elements(By.CSS_SELECTOR, ".states .shape path.line")) == 1


def test_a_state_of_highdicom_is_shown(reader, server, tmp_path):
    images = [studies.ct_slice(6, 1, number) for number in range(1, 5)]
    for image in images:
        image.PatientName = "Sun^Ba=孙^八"
    ellipse = highdicom.pr.GraphicObject("ELLIPSE", numpy.array([[20, 40], [80, 40], [50, 20], [50, 60]], float), "PIXEL")
    text = highdicom.pr.TextObject("病灶", "PIXEL", anchor_point=(80, 40))
    layer = highdicom.pr.GraphicLayer("FINDINGS", 1)
    state = highdicom.pr.GrayscaleSoftcopyPresentationState(
        referenced_images=images, series_instance_uid=studies.uid(6, 7), series_number=7, sop_instance_uid=studies.uid(6, 7, 1), instance_number=1,
        manufacturer="highdicom", manufacturer_model_name="test", software_versions="1", device_serial_number="1", content_label="OTHERS",
        graphic_layers=[layer], graphic_annotations=[highdicom.pr.GraphicAnnotation([images[2]], layer, graphic_objects=[ellipse], text_objects=[text])],
        voi_lut_transformations=[highdicom.pr.SoftcopyVOILUTTransformation(window_center=300, window_width=1200)])
    send(server, [*images, state])
    page = ReadingPage(reader, server, studies.uid(6))
    next(one for one in reader.find_elements(By.CSS_SELECTOR, ".tile") if one.text.startswith("PR")).click()
    wait(reader, lambda: reader.find_elements(By.CSS_SELECTOR, ".report [data-state]"))[0].click()
    page.wait_for_image(3)
    page.wait_for("full")
    page.settle()
    assert page.window == (1200, 300)
    assert "病灶" in page.browser.find_element(By.CSS_SELECTOR, ".states text").text
    outline = page.browser.find_element(By.CSS_SELECTOR, ".states path.line").get_attribute("d")
    across = [float(x) for x in re.findall(r"[ML]([\d.]+) ", outline)]
    box = page.viewport.size
    scale = min(box["width"] / 128, box["height"] / 128)
    assert min(across) == pytest.approx(box["width"] / 2 + (20 - 64) * scale, abs=0.6)
    assert max(across) == pytest.approx(box["width"] / 2 + (80 - 64) * scale, abs=0.6)


def test_key_images_and_reports_are_valid_and_shown(ct, tmp_path):
    ct.press("d")
    ct.drag_between((-100, 0), (100, 0))
    ct.shift("b")
    ct.shift("j")
    wait(ct.browser, lambda: "关键图像已写入" in ct.status)
    keys = newest(ct, "KO")
    assert complaints(saved(keys, tmp_path / "keys.dcm")) == []
    assert keys.ContentSequence[-1].ReferencedSOPSequence[0].ReferencedSOPInstanceUID == studies.uid(1, 1, MIDDLE)
    ct.shift("g")
    wait(ct.browser, lambda: "测量报告已写入" in ct.status)
    path = saved(newest(ct, "SR"), tmp_path / "report.dcm")
    assert complaints(path) == []
    dumped = subprocess.run(["dsrdump", path], capture_output=True, text=True)
    assert dumped.returncode == 0 and "Imaging Measurement Report" in dumped.stdout and "Length" in dumped.stdout
    for modality, words in (("SR", "Length"), ("KO", "Of Interest")):
        next(one for one in ct.browser.find_elements(By.CSS_SELECTOR, ".tile") if one.text.startswith(modality)).click()
        wait(ct.browser, lambda: words in ct.browser.find_element(By.CSS_SELECTOR, ".report").text)
    ct.browser.find_element(By.CSS_SELECTOR, ".report .link").click()
    ct.wait_for_image(MIDDLE)


def test_a_report_of_highdicom_is_read_in_full(reader, server):
    image = studies.ct_slice(7, 1, 1)
    context = highdicom.sr.ObservationContext(observer_person_context=highdicom.sr.ObserverContext(
        observer_type=codes.DCM.Person, observer_identifying_attributes=highdicom.sr.PersonObserverIdentifyingAttributes(name="Qian^Jiu=钱^九")))
    region = highdicom.sr.ImageRegion(graphic_type=highdicom.sr.GraphicTypeValues.POLYLINE, graphic_data=numpy.array([[10, 10], [40, 10], [40, 40], [10, 10]], float),
                                      source_image=highdicom.sr.SourceImageForRegion.from_source_image(image))
    group = highdicom.sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=highdicom.sr.TrackingIdentifier(uid=highdicom.UID(), identifier="肝内病灶 <script>alert(1)</script>"), referenced_region=region,
        measurements=[highdicom.sr.Measurement(name=codes.SCT.Area, value=197.5, unit=codes.UCUM.SquareMillimeter)])
    report = highdicom.sr.MeasurementReport(observation_context=context, procedure_reported=codes.LN.CTUnspecifiedBodyRegion, imaging_measurements=[group])
    document = highdicom.sr.ComprehensiveSR(
        evidence=[image], content=report, series_number=9, series_instance_uid=studies.uid(7, 9), sop_instance_uid=studies.uid(7, 9, 1), instance_number=1, manufacturer="highdicom")
    send(server, [image, document])
    page = ReadingPage(reader, server, studies.uid(7))
    next(one for one in reader.find_elements(By.CSS_SELECTOR, ".tile") if one.text.startswith("SR")).click()
    text = wait(reader, lambda: reader.find_element(By.CSS_SELECTOR, ".report").text)
    assert "钱九" in text and "197.5 mm2" in text
    assert "<script>alert(1)</script>" in text, "markup is text"
    assert page.browser.find_elements(By.CSS_SELECTOR, ".report script") == []
