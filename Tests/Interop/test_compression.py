"""Lossless compression at rest by policy: smaller, the same pixels, and still known as what was sent."""
import io

import numpy as np
import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian, HTJ2KLossless, JPEG2000Lossless, JPEGLSLossless

import datasets
import generate_ct
import samples
from peers.process import wait_until

SYNTAXES = {"htj2k": HTJ2KLossless, "jpeg-ls": JPEGLSLossless, "jpeg-2000": JPEG2000Lossless}
OBJECT = "application/dicom; transfer-syntax={}"


def path(image) -> str:
    return f"/studies/{image.StudyInstanceUID}/series/{image.SeriesInstanceUID}/instances/{image.SOPInstanceUID}"


def retrieved(server, image, syntax: str = "*") -> pydicom.Dataset:
    answer = server.get(path(image), accept=OBJECT.format(syntax))
    assert answer.status_code == 200, answer.text[:300]
    return pydicom.dcmread(io.BytesIO(answer.content))


@pytest.mark.parametrize("method", SYNTAXES)
def test_images_are_compressed_and_stay_what_they_were(own_yigong, method):
    phantom = list(generate_ct.studies(slices=6, size=256, seed=40))
    real = [samples.renewed(name) for name in ("CT_small.dcm", "MR_small.dcm", "examples_rgb_color.dcm", "rtdose.dcm")]
    report = samples.renewed("test-SR.dcm")
    server = own_yigong()
    originals = {image.SOPInstanceUID: datasets.part10(image) for image in (*phantom, *real, report)}
    assert server.stow(*originals.values()).status_code == 200
    server.stop()

    server = own_yigong(environment={"YIGONG_COMPRESSION": f"*:0:{method}"})
    compressed = (*phantom, *real[:2])
    wait_until(lambda: all(retrieved(server, image).file_meta.TransferSyntaxUID == SYNTAXES[method] for image in compressed), 30,
               "the images are compressed")
    for image in (*phantom, *real):
        kept = retrieved(server, image, ExplicitVRLittleEndian)
        assert kept.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
        assert np.array_equal(kept.pixel_array, image.pixel_array)
        assert kept.get("LossyImageCompression", "00") != "01" or image.get("LossyImageCompression") == "01"
    assert retrieved(server, report).SOPInstanceUID == report.SOPInstanceUID
    smaller = sum(len(server.get(path(image), accept=OBJECT.format("*")).content) for image in phantom)
    assert smaller < 0.5 * sum(len(originals[image.SOPInstanceUID]) for image in phantom)

    # The original's digest is kept: what was sent once is still recognised, and is no conflict.
    again = server.stow(*originals.values())
    assert again.status_code == 200, again.text[:500]
    server.command("verify")


def test_a_policy_names_its_modality(own_yigong):
    first, second = datasets.image(size=64, Modality="CT"), datasets.image(size=64, Modality="MR")
    server = own_yigong()
    server.stow(datasets.part10(first), datasets.part10(second))
    server.stop()
    server = own_yigong(environment={"YIGONG_COMPRESSION": "CT:0:jpeg-ls,MR:3650:htj2k"})
    wait_until(lambda: retrieved(server, first).file_meta.TransferSyntaxUID == JPEGLSLossless, 30, "the CT is compressed")
    assert retrieved(server, second).file_meta.TransferSyntaxUID == ExplicitVRLittleEndian


def test_a_policy_that_cannot_be_read_is_refused_at_the_start(own_yigong):
    with pytest.raises(AssertionError, match="MODALITY:DAYS:METHOD"):
        own_yigong(environment={"YIGONG_COMPRESSION": "everything"})
