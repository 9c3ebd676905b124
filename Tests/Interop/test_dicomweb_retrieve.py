"""WADO-RS (PS3.18 10.4): objects, metadata, frames and bulk data, in the representation that was asked for."""
import io

import numpy as np
import pydicom
import pytest
from pydicom.pixels import pixel_array
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGBaseline8Bit, RLELossless

import datasets
import samples
from peers.multipart import parts

TRAILING_PADDING = "FFFCFFFC"  # behind the pixels, and says nothing (PS3.10 7.2)
DICOM = 'multipart/related; type="application/dicom"'
OCTETS = 'multipart/related; type="application/octet-stream"'

# One real file of each way that pixels are kept; what their frames decode to is pydicom's and its plugins' word.
PIXELS = ["CT_small.dcm", "MR_small_implicit.dcm", "MR_small_bigendian.dcm", "image_dfl.dcm", "MR_small_RLE.dcm", "MR_small_jp2klossless.dcm",
          "MR_small_jpeg_ls_lossless.dcm", "JPEG2000.dcm", "SC_rgb_jpeg_dcmtk.dcm", "JPGLosslessP14SV1_1s_1f_8b.dcm", "JPEG-LL.dcm",
          "emri_small.dcm", "emri_small_RLE.dcm", "emri_small_big_endian.dcm", "emri_small_jpeg_2k_lossless.dcm", "color3d_jpeg_baseline.dcm",
          "OBXXXX1A_2frame.dcm", "liver.dcm", "rtdose.dcm", "SC_rgb_rle_16bit_2frame.dcm", "US1_J2KR.dcm", "693_J2KI.dcm"]
LOSSY = {"JPEG2000.dcm", "SC_rgb_jpeg_dcmtk.dcm", "color3d_jpeg_baseline.dcm", "693_J2KI.dcm"}
LOSSY_STEPS = 8  # decoders round and interpolate chroma each in their own way; test_codecs.py compares more closely
NOT_IN_ORTHANC = {"MR_small_jpeg_ls_lossless.dcm", "JPEG2000.dcm", "MR_small_jp2klossless.dcm", "emri_small_jpeg_2k_lossless.dcm", "US1_J2KR.dcm",
                  "693_J2KI.dcm", "image_dfl.dcm", "MR_small_bigendian.dcm", "emri_small_big_endian.dcm", "liver.dcm", "JPGLosslessP14SV1_1s_1f_8b.dcm",
                  "JPEG-LL.dcm", "MR_small_implicit.dcm"}


def store(archive, *images) -> str:
    """Stores images and returns the path of the first one."""
    answer = archive.stow(*map(datasets.part10, images))
    assert answer.status_code == 200, answer.text[:300]
    first = images[0]
    return f"/studies/{first.StudyInstanceUID}/series/{first.SeriesInstanceUID}/instances/{first.SOPInstanceUID}"


@pytest.fixture(scope="module")
def stored(archive):
    """Three images of one series, and the path of the first."""
    images = datasets.series(3, size=32)
    return images, store(archive, *images)


# MARK: objects

@pytest.mark.parametrize("level, count", [(2, 3), (4, 3), (6, 1)], ids=["study", "series", "instance"])
def test_objects_of_each_level(archive, stored, level, count):
    images, path = stored
    answer = archive.get("/".join(path.split("/")[:level + 1]), accept=DICOM)
    assert answer.status_code == 200
    objects = [pydicom.dcmread(io.BytesIO(payload)) for _, payload in parts(answer)]
    assert {one.SOPInstanceUID for one in objects} == {image.SOPInstanceUID for image in images[:count]}
    assert {one.SOPInstanceUID: one.PixelData for one in objects} == {image.SOPInstanceUID: image.PixelData for image in images[:count]}


def test_dicomweb_client_retrieves_a_study_and_a_series(archive, stored):
    images, _ = stored
    assert len(archive.client.retrieve_study(images[0].StudyInstanceUID)) == 3
    assert len(archive.client.retrieve_series(images[0].StudyInstanceUID, images[0].SeriesInstanceUID)) == 3


@pytest.mark.beyond_orthanc("answers in multipart only")
def test_one_object_without_multipart(archive, stored):
    """PS3.18 8.7.3.1: application/dicom as a single part."""
    images, path = stored
    answer = archive.get(path, accept="application/dicom")
    assert answer.headers["Content-Type"].split(";")[0] == "application/dicom"
    assert pydicom.dcmread(io.BytesIO(answer.content)).PixelData == images[0].PixelData


def test_the_stored_transfer_syntax_is_kept_when_any_will_do(archive):
    compressed = samples.renewed("MR_small_jp2klossless.dcm")
    path = store(archive, compressed)
    answer = archive.get(path, accept=f"{DICOM}; transfer-syntax=*")
    got = pydicom.dcmread(io.BytesIO(parts(answer)[0][1]))
    assert got.file_meta.TransferSyntaxUID == JPEG2000Lossless
    assert got.PixelData == compressed.PixelData


@pytest.mark.beyond_orthanc("gives the stored syntax")
@pytest.mark.parametrize("accept", [DICOM, f"{DICOM}; transfer-syntax={ExplicitVRLittleEndian}"], ids=["default", "explicit"])
def test_explicit_little_endian_is_the_default(archive, accept):
    """PS3.18 8.7.3.5.2: without a transfer-syntax parameter, Explicit VR Little Endian."""
    compressed = samples.renewed("MR_small_RLE.dcm")
    answer = archive.get(store(archive, compressed), accept=accept)
    got = pydicom.dcmread(io.BytesIO(parts(answer)[0][1]))
    assert got.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
    assert np.array_equal(got.pixel_array, compressed.pixel_array)


# MARK: metadata

@pytest.mark.parametrize("name", ["CT_small.dcm", "emri_small.dcm", "test-SR.dcm", "rtplan.dcm", "reportsi.dcm", "chrX1.dcm", "chrX2.dcm", "chrH31.dcm",
                                  "chrKoreanMulti.dcm", "waveform_ecg.dcm", "MR_small_bigendian.dcm",
                                  pytest.param("chrSQEncoding.dcm", marks=pytest.mark.beyond_orthanc("reads nested items in the outer set"))])
def test_metadata_says_what_pydicom_reads(archive, name):
    """PS3.18 F.2: every attribute that is no bulk data, with the same VR and values; the text itself is UTF-8."""
    dataset = samples.renewed(name)
    path = store(archive, dataset)
    answer = archive.get(f"{path}/metadata", accept="application/dicom+json")
    assert answer.headers["Content-Type"].split(";")[0] == "application/dicom+json"
    served, = answer.json()
    expected = dataset.to_json_dict(bulk_data_threshold=1 << 30, bulk_data_element_handler=lambda element: "")
    differences = [difference for tag, value in expected.items() if not tag.endswith("0000") and tag not in ("00080005", TRAILING_PADDING)
                   for difference in compare(served.get(tag), value, tag)]
    assert not differences


def compare(served: dict | None, expected: dict, where: str) -> list[str]:
    """How an attribute of the DICOM JSON model differs from pydicom's; bulk data may be inline or a reference."""
    if served is None:
        return [f"{where} is missing"]
    if "BulkDataURI" in served or "InlineBinary" in served or expected["vr"] == "UN":
        return []
    if served["vr"] != expected["vr"]:
        return [f"{where}: VR {served['vr']}, not {expected['vr']}"]
    ours, theirs = served.get("Value", []), expected.get("Value", [])
    if expected["vr"] == "SQ":
        if len(ours) != len(theirs):
            return [f"{where}: {len(ours)} items, not {len(theirs)}"]
        return [difference for index, (one, other) in enumerate(zip(ours, theirs)) for tag, value in other.items()
                for difference in compare(one.get(tag), value, f"{where}[{index}].{tag}")]
    if [canonical(value) for value in ours] != [canonical(value) for value in theirs]:
        return [f"{where}: {ours}, not {theirs}"]
    return []


def canonical(value):
    """DS and IS may be numbers or their text; trailing component delimiters of a name mean nothing."""
    if isinstance(value, dict):
        return {group: text.rstrip("^") for group, text in value.items() if text.rstrip("^")}
    try:
        return float(value)
    except (TypeError, ValueError):
        return value or None


def test_metadata_of_a_series_has_every_instance(archive, stored):
    images, path = stored
    series = path.split("/instances")[0]
    rows = archive.get(f"{series}/metadata", accept="application/dicom+json").json()
    assert {row["00080018"]["Value"][0] for row in rows} == {image.SOPInstanceUID for image in images}
    study = path.split("/series")[0]
    assert len(archive.get(f"{study}/metadata", accept="application/dicom+json").json()) == 3
    assert len(archive.client.retrieve_series_metadata(images[0].StudyInstanceUID, images[0].SeriesInstanceUID)) == 3


def test_metadata_has_no_pixels_but_says_where_they_are(archive, stored):
    _, path = stored
    row, = archive.get(f"{path}/metadata", accept="application/dicom+json").json()
    assert "InlineBinary" not in row["7FE00010"]
    uri = row["7FE00010"]["BulkDataURI"]
    answer = archive.session.get(uri if uri.startswith("http") else f"{archive.dicomweb}/{uri.lstrip('/')}", headers={"Accept": OCTETS})
    assert parts(answer)[0][1] == stored[0][0].PixelData


def test_metadata_follows_what_is_stored_later(archive):
    images = datasets.series(4)
    store(archive, *images[:2])
    series = f"/studies/{images[0].StudyInstanceUID}/series/{images[0].SeriesInstanceUID}/metadata"
    assert len(archive.get(series, accept="application/dicom+json").json()) == 2
    store(archive, *images[2:])
    assert len(archive.get(series, accept="application/dicom+json").json()) == 4


# MARK: bulk data

def test_large_values_are_served_by_reference(archive):
    """A value of 200 KB in a private element is fetched by its BulkDataURI, byte for byte."""
    image = datasets.image()
    block, payload = image.private_block(0x0099, "YIGONG TEST", create=True), bytes(range(256)) * 800
    block.add_new(0x10, "OB", payload)
    path = store(archive, image)
    row, = archive.get(f"{path}/metadata", accept="application/dicom+json").json()
    element = row["00991010"]
    if "BulkDataURI" not in element:
        pytest.skip("served inline")
    answer = archive.session.get(element["BulkDataURI"], headers={"Accept": OCTETS})
    assert parts(answer)[0][1] == payload


# MARK: frames

@pytest.mark.parametrize("name", PIXELS)
def test_frames_decode_to_what_pydicom_sees(archive, name):
    """Each frame as octets in Explicit VR Little Endian: in the colour space that the metadata names, while Orthanc makes RGB of it."""
    if not archive.is_yigong and name in NOT_IN_ORTHANC:
        pytest.skip("Debian's Orthanc has no decoder for it")
    dataset = samples.renewed(name)
    path = store(archive, dataset)
    count = int(dataset.get("NumberOfFrames") or 1)
    numbers = sorted({1, (count + 1) // 2, count})
    answer = archive.get(f"{path}/frames/{','.join(map(str, numbers))}", accept=f"{OCTETS}; transfer-syntax={ExplicitVRLittleEndian}")
    assert answer.status_code == 200, answer.text[:300]
    served = parts(answer)
    assert len(served) == len(numbers)
    for number, (_, payload) in zip(numbers, served):
        expected = pixel_array(dataset, index=number - 1, raw=archive.is_yigong)
        assert_frame(payload, expected, dataset, tolerance=LOSSY_STEPS if name in LOSSY else 0)


def assert_frame(payload: bytes, expected: np.ndarray, dataset, tolerance: int) -> None:
    if dataset.BitsAllocated == 1:
        got = np.unpackbits(np.frombuffer(payload, np.uint8), bitorder="little")[:expected.size].reshape(expected.shape)
    else:
        assert len(payload) in (expected.nbytes, expected.nbytes + 1), f"{len(payload)} bytes, not {expected.nbytes}"
        got = np.frombuffer(payload[:expected.nbytes], expected.dtype.newbyteorder("<"))
        planar = expected.ndim == 3 and dataset.get("PlanarConfiguration") == 1 and not dataset.file_meta.TransferSyntaxUID.is_compressed
        got = got.reshape(expected.shape[2:] + expected.shape[:2]).transpose(1, 2, 0) if planar else got.reshape(expected.shape)
    assert np.abs(got.astype(np.int64) - expected.astype(np.int64)).max() <= tolerance


def test_dicomweb_client_retrieves_frames(archive, stored):
    images, _ = stored
    frame, = archive.client.retrieve_instance_frames(images[0].StudyInstanceUID, images[0].SeriesInstanceUID, images[0].SOPInstanceUID, [1],
                                                     media_types=(("application/octet-stream", ExplicitVRLittleEndian),))
    assert frame == images[0].PixelData


@pytest.mark.beyond_orthanc("answers in multipart only")
def test_one_frame_without_multipart(archive, stored):
    images, path = stored
    answer = archive.get(f"{path}/frames/1", accept=f"application/octet-stream; transfer-syntax={ExplicitVRLittleEndian}")
    assert answer.headers["Content-Type"].split(";")[0] == "application/octet-stream"
    assert answer.content == images[0].PixelData


@pytest.mark.parametrize("name, accept", [
    ("SC_rgb_jpeg_dcmtk.dcm", f'multipart/related; type="image/jpeg"; transfer-syntax={JPEGBaseline8Bit}'),
    ("MR_small_jp2klossless.dcm", f'multipart/related; type="image/jp2"; transfer-syntax={JPEG2000Lossless}'),
    ("MR_small_RLE.dcm", f'multipart/related; type="image/dicom-rle"; transfer-syntax={RLELossless}'),
    ("MR_small_jp2klossless.dcm", f"{OCTETS}; transfer-syntax=*"),
], ids=["JPEG", "JPEG 2000", "RLE", "whatever is stored"])
def test_stored_frames_go_out_as_they_are(archive, name, accept):
    dataset = samples.renewed(name)
    answer = archive.get(f"{store(archive, dataset)}/frames/1", accept=accept)
    assert answer.status_code == 200, answer.text[:300]
    content_type, payload = parts(answer)[0]
    assert payload.rstrip(b"\0") == next(pydicom.encaps.generate_frames(dataset.PixelData, number_of_frames=1)).rstrip(b"\0")
    if archive.is_yigong:
        assert dataset.file_meta.TransferSyntaxUID in content_type


@pytest.mark.beyond_orthanc("has no HTJ2K")
@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.70", RLELossless])
def test_frames_are_encoded_losslessly_on_request(archive, stored, syntax):
    images, path = stored
    answer = archive.get(f"{path}/frames/1", accept=f"{OCTETS}; transfer-syntax={syntax}")
    assert answer.status_code == 200, answer.text[:300]
    again = datasets.image(size=32)
    again.PixelData = pydicom.encaps.encapsulate([parts(answer)[0][1]])
    again["PixelData"].is_undefined_length = True
    again.file_meta.TransferSyntaxUID = syntax
    assert np.array_equal(pixel_array(again), images[0].pixel_array)


# MARK: status codes

@pytest.mark.parametrize("path", ["/studies/1.2.3.4", "/studies/1.2.3.4/metadata", "/studies/1.2.3.4/series/1.2.3.5",
                                  "/studies/1.2.3.4/series/1.2.3.5/instances/1.2.3.6/frames/1"])
def test_what_is_not_there_is_404(archive, path):
    assert archive.get(path).status_code == 404


def test_a_frame_that_is_not_there_is_404(archive, stored):
    assert archive.get(f"{stored[1]}/frames/2", accept=OCTETS).status_code in ((404,) if archive.is_yigong else (400, 404))


@pytest.mark.beyond_orthanc("answers 500 or 404")
@pytest.mark.parametrize("frames", ["0", "-1", "x", "1,x", "1,,2"])
def test_a_frame_list_that_cannot_be_read_is_400(archive, stored, frames):
    assert archive.get(f"{stored[1]}/frames/{frames}", accept=OCTETS).status_code == 400


@pytest.mark.parametrize("resource, accept", [("", "image/gif"), ("/metadata", "text/csv"), ("/frames/1", "video/mp4"),
                                              ("/frames/1", f"{OCTETS}; transfer-syntax=1.2.3.4")])
@pytest.mark.beyond_orthanc("answers 400")
def test_a_representation_that_cannot_be_made_is_406(archive, stored, resource, accept):
    assert archive.get(f"{stored[1]}{resource}", accept=accept).status_code == 406


@pytest.mark.beyond_orthanc("answers 500")
def test_an_object_without_pixels_has_no_frames(archive):
    assert archive.get(f"{store(archive, samples.renewed('test-SR.dcm'))}/frames/1", accept=OCTETS).status_code in (400, 404, 406)


@pytest.mark.beyond_orthanc("ignores preferences")
def test_the_better_liked_representation_wins(archive, stored):
    """RFC 9110 12.4.2: quality values."""
    images, path = stored
    answer = archive.get(path, accept=f"application/dicom; q=0.9, {DICOM}; q=0.1")
    assert answer.headers["Content-Type"].split(";")[0] == "application/dicom"
