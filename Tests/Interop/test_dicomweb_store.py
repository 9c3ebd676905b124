"""STOW-RS (PS3.18 10.5): what is stored, what is refused, and what is said of each instance."""
import pytest

import datasets
import samples
from peers.multipart import related

JSON = "application/dicom+json"


def post(archive, body: bytes, content_type: str, accept: str = JSON, study: str | None = None):
    path = f"{archive.dicomweb}/studies/{study}" if study else f"{archive.dicomweb}/studies"
    return archive.session.post(path, data=body, headers={"Content-Type": content_type, "Accept": accept}, timeout=60)


def referenced(answer) -> list[str]:
    """The SOP instances of ReferencedSOPSequence (0008,1199)."""
    return [item["00081155"]["Value"][0] for item in answer.json().get("00081199", {}).get("Value", [])]


def failures(answer) -> dict[str, int]:
    """SOP instance to failure reason of FailedSOPSequence (0008,1198)."""
    return {item.get("00081155", {}).get("Value", [""])[0]: item["00081197"]["Value"][0]
            for item in answer.json().get("00081198", {}).get("Value", [])}


def test_each_stored_instance_is_named_with_where_it_is(archive):
    images = datasets.series(3)
    answer = archive.stow(*map(datasets.part10, images))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].split(";")[0] == JSON
    assert sorted(referenced(answer)) == sorted(image.SOPInstanceUID for image in images)
    assert answer.json()["00081190"]["Value"][0].endswith(f"/studies/{images[0].StudyInstanceUID}")
    assert failures(answer) == {}


def test_dicomweb_client_stores(archive):
    images = datasets.series(2)
    report = archive.client.store_instances(images)
    assert len(report.ReferencedSOPSequence) == 2


def test_objects_of_several_studies_in_one_request(archive):
    images = [datasets.image() for _ in range(3)]
    answer = archive.stow(*map(datasets.part10, images))
    assert answer.status_code == 200 and len(referenced(answer)) == 3


@pytest.mark.parametrize("name", ["CT_small.dcm", "MR_small_RLE.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "image_dfl.dcm",
                                  "MR_small_bigendian.dcm", "JPEG-LL.dcm", "rtdose.dcm", "waveform_ecg.dcm", "emri_small.dcm"])
def test_real_objects(archive, name):
    dataset = samples.renewed(name)
    answer = archive.stow(datasets.part10(dataset))
    assert answer.status_code == 200, answer.text
    assert referenced(answer) == [dataset.SOPInstanceUID]


@pytest.mark.beyond_orthanc("1.10.1 refuses a body that is not multipart")
def test_one_object_without_multipart(archive):
    image = datasets.image()
    answer = post(archive, datasets.part10(image), "application/dicom")
    assert answer.status_code == 200 and referenced(answer) == [image.SOPInstanceUID]


@pytest.mark.beyond_orthanc("counts another study's instance as stored")
def test_an_instance_of_another_study_than_the_path_says_is_refused(archive):
    right = datasets.image()
    wrong = datasets.image()
    answer = archive.stow(datasets.part10(right), datasets.part10(wrong), study=right.StudyInstanceUID)
    assert answer.status_code == 202  # PS3.18 table 10.5.3-1: some instances have failed
    assert referenced(answer) == [right.SOPInstanceUID]
    # PS3.18 10.5.3.2: a failure reason of PS3.3 C.14.1.1 style status; A900H and 43265 are the field's.
    assert failures(answer)[wrong.SOPInstanceUID] in (0xA900, 43265)


@pytest.mark.beyond_orthanc("answers 400 for the whole request")
def test_one_bad_part_does_not_take_the_good_ones_with_it(archive):
    good = datasets.image()
    answer = archive.stow(datasets.part10(good), b"this is no DICOM", datasets.part10(datasets.image())[:400])
    assert answer.status_code == 202
    assert referenced(answer) == [good.SOPInstanceUID]
    assert len(answer.json()["00081198"]["Value"]) == 2
    assert all(reason for reason in failures(answer).values())


@pytest.mark.beyond_orthanc("answers 400")
def test_nothing_but_bad_parts_is_409(archive):
    answer = archive.stow(b"this is no DICOM")
    assert answer.status_code == 409
    assert failures(answer)


def test_the_same_object_again_is_stored_already(archive):
    image = datasets.part10(datasets.image())
    assert archive.stow(image).status_code == 200
    assert archive.stow(image).status_code == 200


@pytest.mark.beyond_orthanc("keeps no second object")
def test_a_conflict_is_told(archive):
    """PS3.18 10.5.3.2.1: the first stays, the second is kept aside with a warning or refused with a reason."""
    first = datasets.image()
    archive.stow(datasets.part10(first))
    second = datasets.image(SOPInstanceUID=first.SOPInstanceUID, StudyInstanceUID=first.StudyInstanceUID, SeriesInstanceUID=first.SeriesInstanceUID)
    second.PixelData = bytes(len(second.PixelData))
    answer = archive.stow(datasets.part10(second))
    assert answer.status_code in (202, 409)
    assert first.SOPInstanceUID in str(answer.json())
    kept = archive.client.retrieve_instance(first.StudyInstanceUID, first.SeriesInstanceUID, first.SOPInstanceUID)
    assert kept.PixelData == first.PixelData


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", 'multipart/related; type="image/jpeg"; boundary=x'])
def test_a_body_that_is_no_dicom_type_is_415(archive, content_type):
    answer = post(archive, b"--x\r\nContent-Type: image/jpeg\r\n\r\nabc\r\n--x--\r\n", content_type)
    assert answer.status_code in ((415,) if archive.is_yigong else (400, 415))


@pytest.mark.parametrize("body, content_type", [
    (b"", 'multipart/related; type="application/dicom"; boundary=x'),
    (b"no boundary at all", 'multipart/related; type="application/dicom"; boundary=x'),
    (b"--x\r\n", 'multipart/related; type="application/dicom"'),
    (b"--x\r\nContent-Type: application/dicom\r\n\r\nabc", 'multipart/related; type="application/dicom"; boundary=x'),
], ids=["empty", "no boundary in the body", "no boundary in the header", "never closed"])
@pytest.mark.beyond_orthanc("accepts an empty request")
def test_a_multipart_body_that_cannot_be_read_is_400(archive, body, content_type):
    assert post(archive, body, content_type).status_code in (400, 409)


@pytest.mark.beyond_orthanc("answers JSON")
def test_a_report_type_that_is_not_there_is_406(archive):
    body, content_type = related([("application/dicom", datasets.part10(datasets.image()))])
    assert post(archive, body, content_type, accept="image/png").status_code == 406


def test_a_large_request_is_not_collected_in_memory(yigong):
    """Sixty images of 512 KB: the server's peak grows by far less than the body."""
    images = b"".join(b"--x\r\nContent-Type: application/dicom\r\n\r\n" + datasets.part10(one) + b"\r\n" for one in datasets.series(60, size=512))
    yigong.stow(datasets.part10(datasets.image()))
    before = yigong.server.peak_memory()
    answer = post(yigong, images + b"--x--\r\n", 'multipart/related; type="application/dicom"; boundary=x')
    assert answer.status_code == 200 and len(referenced(answer)) == 60
    assert yigong.server.peak_memory() - before < len(images) / 2
