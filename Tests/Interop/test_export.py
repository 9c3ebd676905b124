"""A study as a medium: pydicom reads DICOMDIR and every file that it lists; without identity nothing of the patient is left."""
import io
import zipfile

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.fileset import FileSet
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLSLossless

import datasets
from test_dicomweb_retrieve import store

SECRETS = ["Zhang^San", "张^三", "SECRET-ID-77", "ACC-991", "19660606", "Dr^Wu", "Kreis 5", "a note about Zhang"]


def study(transfer_syntax=ExplicitVRLittleEndian):
    shared = {"StudyInstanceUID": datasets.fresh_uid(), "PatientName": "Zhang^San=张^三", "PatientID": "SECRET-ID-77",
              "AccessionNumber": "ACC-991", "PatientBirthDate": "19660606", "ReferringPhysicianName": "Dr^Wu", "PatientAddress": "Kreis 5",
              "PatientComments": "a note about Zhang"}
    images = []
    for count in (3, 2):
        made = datasets.series(count, size=24, **shared)
        for image in made:
            image.StudyInstanceUID = shared["StudyInstanceUID"]
            reference = Dataset()
            reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = made[0].SOPClassUID, made[0].SOPInstanceUID
            image.SourceImageSequence = [reference]
            image.private_block(0x0011, "OURS", create=True).add_new(1, "LO", "SECRET-ID-77")
            if transfer_syntax.is_compressed:
                image.compress(transfer_syntax, generate_instance_uid=False)
            else:
                image.file_meta.TransferSyntaxUID = transfer_syntax
        images += made
    return images


def export(yigong, images, folder, **parameters):
    answer = yigong.get_url(f"{yigong.base}/api/studies/{images[0].StudyInstanceUID}/export", **parameters)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["Content-Type"] == "application/zip"
    medium = zipfile.ZipFile(io.BytesIO(answer.content))
    assert medium.testzip() is None
    medium.extractall(folder)
    return answer, FileSet(folder / "DICOMDIR")


def test_a_medium_holds_what_its_directory_says(yigong, tmp_path):
    images = study()
    store(yigong, *images)
    _, medium = export(yigong, images, tmp_path)
    assert {entry.SOPInstanceUID for entry in medium} == {image.SOPInstanceUID for image in images}
    assert medium.find_values("PatientID") == ["SECRET-ID-77"] and len(medium.find_values("SeriesInstanceUID")) == 2
    assert str(next(iter(medium)).PatientName) == "Zhang^San=张^三"
    by_uid = {image.SOPInstanceUID: image for image in images}
    for entry in medium:
        assert entry.load().PixelData == by_uid[entry.SOPInstanceUID].PixelData


def test_one_series_of_a_study(yigong, tmp_path):
    images = study()
    store(yigong, *images)
    _, medium = export(yigong, images, tmp_path, series=images[-1].SeriesInstanceUID)
    assert {entry.SOPInstanceUID for entry in medium} == {image.SOPInstanceUID for image in images[3:]}


@pytest.mark.parametrize("transfer_syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLSLossless],
                         ids=["explicit", "implicit", "JPEG-LS"])
def test_nothing_of_the_patient_is_left(yigong, tmp_path, transfer_syntax):
    images = study(transfer_syntax)
    store(yigong, *images)
    answer, medium = export(yigong, images, tmp_path, anonymous="true")
    uids = {image.SOPInstanceUID for image in images} | {image.SeriesInstanceUID for image in images} | {images[0].StudyInstanceUID}
    for secret in [*SECRETS, *uids]:
        for text in {secret.encode(), secret.encode("gb18030")}:
            assert text not in answer.content, secret
    assert images[0].StudyInstanceUID not in answer.headers["Content-Disposition"]
    found = [pydicom.dcmread(entry.path) for entry in medium]
    assert len(found) == 5 and len({one.StudyInstanceUID for one in found}) == 1 and len({one.SeriesInstanceUID for one in found}) == 2
    assert {one.PatientIdentityRemoved for one in found} == {"YES"} and len({one.PatientID for one in found}) == 1
    instances = {one.SOPInstanceUID for one in found}
    assert all(one.SourceImageSequence[0].ReferencedSOPInstanceUID in instances for one in found), "references lead nowhere"
    assert all(one.file_meta.MediaStorageSOPInstanceUID == one.SOPInstanceUID for one in found)
    pixels = lambda objects: sorted(one.pixel_array.tobytes() for one in objects)  # noqa: E731
    assert pixels(found) == pixels(images)


def test_two_exports_share_no_uid(yigong, tmp_path):
    images = study()
    store(yigong, *images)
    first, second = ({entry.SOPInstanceUID for entry in export(yigong, images, tmp_path / name, anonymous="true")[1]} for name in "ab")
    assert not first & second


def test_what_is_not_there_is_not_exported(yigong):
    assert yigong.get_url(f"{yigong.base}/api/studies/1.2.3.4/export").status_code == 404
    assert yigong.get_url(f"{yigong.base}/api/studies/..%2f/export").status_code in (400, 404)
