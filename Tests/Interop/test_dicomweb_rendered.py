"""Rendered and thumbnail resources (PS3.18 10.4.1.1.3, 10.4.1.1.4) and WADO-URI (9.4): pictures that any browser opens."""
import io

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.uid import ExplicitVRLittleEndian

import datasets
import samples
from test_dicomweb_retrieve import store

SIZE = 64


def ramp(**attributes):
    """Every column one step of the stored values, so that a window's edges show."""
    image = datasets.image(size=SIZE, RescaleIntercept="-1024", RescaleSlope="2", WindowCenter="40", WindowWidth="400", **attributes)
    image.PixelData = np.tile(np.linspace(0, 1200, SIZE).astype("<u2"), (SIZE, 1)).tobytes()
    return image


def windowed(image, centre: float, width: float, function: str = "LINEAR") -> np.ndarray:
    """PS3.3 C.11.2.1.2.1 and C.11.2.1.3.2, onto 0 … 255."""
    values = image.pixel_array.astype(float) * float(image.RescaleSlope) + float(image.RescaleIntercept)
    if function == "LINEAR":
        shades = ((values - (centre - 0.5)) / (width - 1) + 0.5) * 255
    elif function == "LINEAR_EXACT":
        shades = ((values - centre) / width + 0.5) * 255
    else:
        shades = 255 / (1 + np.exp(-4 * (values - centre) / width))
    return np.clip(shades, 0, 255)


def picture(answer) -> Image.Image:
    assert answer.status_code == 200, answer.text[:300]
    return Image.open(io.BytesIO(answer.content))


def grey(answer) -> np.ndarray:
    return np.asarray(picture(answer).convert("L")).astype(float)


@pytest.fixture(scope="module")
def stored(archive):
    image = ramp()
    return image, store(archive, image)


@pytest.mark.beyond_orthanc("stretches the whole range when no window is asked for")
def test_the_picture_is_what_the_window_says(archive, stored):
    image, path = stored
    shown = grey(archive.get(f"{path}/rendered", accept="image/png"))
    assert shown.shape == (SIZE, SIZE)
    assert np.abs(shown - windowed(image, 40, 400)).max() <= 1


@pytest.mark.parametrize("window, function", [
    ("100,800,linear", "LINEAR"), ("100,800,sigmoid", "SIGMOID"),
    pytest.param("100,800,linear-exact", "LINEAR_EXACT", marks=pytest.mark.beyond_orthanc("makes black of everything below the window's centre"))])
def test_a_window_of_the_request(archive, stored, window, function):
    """PS3.18 8.3.5.1.4."""
    image, path = stored
    shown = grey(archive.get(f"{path}/rendered", accept="image/png", window=window))
    assert np.abs(shown - windowed(image, 100, 800, function)).max() <= 1


@pytest.mark.beyond_orthanc("stretches the whole range when no window is asked for")
def test_jpeg_is_the_default_and_close_to_it(archive, stored):
    image, path = stored
    answer = archive.get(f"{path}/rendered", accept="image/jpeg")
    assert picture(answer).format == "JPEG"
    assert np.abs(grey(answer) - windowed(image, 40, 400)).mean() < 3


@pytest.mark.beyond_orthanc("answers JPEG of its own quality")
def test_a_lower_quality_is_a_smaller_file(archive, stored):
    _, path = stored
    sizes = [len(archive.get(f"{path}/rendered", accept="image/jpeg", quality=quality).content) for quality in (20, 95)]
    assert sizes[0] < sizes[1]


@pytest.mark.beyond_orthanc("shows MONOCHROME1 as it is stored")
def test_monochrome1_is_inverted_after_the_window(archive):
    image = ramp(PhotometricInterpretation="MONOCHROME1")
    shown = grey(archive.get(f"{store(archive, image)}/rendered", accept="image/png"))
    assert np.abs(shown - (255 - windowed(image, 40, 400))).max() <= 1


@pytest.mark.beyond_orthanc("keeps the whole image's size")
def test_a_viewport_scales_and_keeps_the_shape(archive):
    """PS3.18 8.3.5.1.3: the picture fits the viewport and keeps its proportions."""
    wide = datasets.image(size=SIZE)
    wide.Rows, wide.Columns = SIZE // 2, SIZE * 2
    wide.PixelData = bytes(SIZE * SIZE * 2)
    assert picture(archive.get(f"{store(archive, wide)}/rendered", accept="image/png", viewport="64,64")).size == (64, 16)


@pytest.mark.parametrize("level", [6, pytest.param(4, marks=pytest.mark.beyond_orthanc("1.7 of its plugin has instance thumbnails only")),
                                   pytest.param(2, marks=pytest.mark.beyond_orthanc("1.7 of its plugin has instance thumbnails only"))],
                         ids=["instance", "series", "study"])
def test_thumbnails(archive, stored, level):
    _, path = stored
    answer = archive.get("/".join(path.split("/")[:level + 1]) + ("/thumbnail" if archive.is_yigong else "/rendered"), accept="image/jpeg")
    assert max(picture(answer).size) <= 256


@pytest.mark.parametrize("name", ["CT_small.dcm", "MR_small.dcm", "SC_rgb_jpeg_dcmtk.dcm", "examples_palette.dcm", "examples_ybr_color.dcm",
                                  "JPEG2000.dcm", "MR_small_RLE.dcm", "emri_small.dcm", "rtdose.dcm", "SC_rgb_32bit.dcm", "liver.dcm"])
def test_real_objects_open_in_pillow(archive, name):
    if not archive.is_yigong and name in ("examples_palette.dcm", "rtdose.dcm", "SC_rgb_32bit.dcm", "liver.dcm", "JPEG2000.dcm"):
        pytest.skip("Debian's Orthanc does not render it")
    dataset = samples.renewed(name)
    shown = picture(archive.get(f"{store(archive, dataset)}/rendered", accept="image/jpeg"))
    assert shown.size == (dataset.Columns, dataset.Rows)
    assert np.asarray(shown).std() > 1, "one flat shade"


def test_a_colour_picture_has_its_colours(archive):
    """Red, green and blue stripes in RGB by planes."""
    image = datasets.image(size=SIZE, SamplesPerPixel=3, PhotometricInterpretation="RGB", PlanarConfiguration=1, BitsAllocated=8, BitsStored=8, HighBit=7)
    planes = np.zeros((3, SIZE, SIZE), np.uint8)
    for channel in range(3):
        planes[channel, :, channel * 21:(channel + 1) * 21] = 255
    image.PixelData = planes.tobytes()
    shown = np.asarray(picture(archive.get(f"{store(archive, image)}/rendered", accept="image/png")).convert("RGB"))
    assert np.array_equal(shown.transpose(2, 0, 1), planes)


@pytest.mark.beyond_orthanc("stretches each frame to the whole range")
def test_each_frame_of_a_multi_frame_object(archive):
    image = datasets.image(frames=3, WindowCenter="2048", WindowWidth="4096", RescaleIntercept="0", RescaleSlope="1")
    image.PixelData = np.repeat(np.array([500, 2000, 3500], "<u2"), 256).tobytes()
    path = store(archive, image)
    shades = [grey(archive.get(f"{path}/frames/{number}/rendered", accept="image/png")).mean() for number in (1, 2, 3)]
    assert shades == sorted(shades) and shades[2] - shades[0] > 150


@pytest.mark.beyond_orthanc("answers otherwise")
@pytest.mark.parametrize("parameters", [{"window": "wide"}, {"window": "1,2,cubic"}, {"viewport": "0,0"}, {"viewport": "x"}, {"quality": "101"},
                                        {"viewport": "1000000,1000000"}], ids=str)
def test_parameters_that_cannot_be_read_are_400(archive, stored, parameters):
    assert archive.get(f"{stored[1]}/rendered", accept="image/png", **parameters).status_code == 400


@pytest.mark.beyond_orthanc("answers 500")
def test_what_has_no_picture_is_406(archive):
    report = samples.renewed("test-SR.dcm")
    assert archive.get(f"{store(archive, report)}/rendered", accept="image/jpeg").status_code in (400, 404, 406)


# MARK: WADO-URI

def wado_uri(archive, image, **parameters):
    url = f"{archive.dicomweb}/wado" if archive.is_yigong else archive.dicomweb.replace("/dicom-web", "/wado")
    query = {"requestType": "WADO", "studyUID": image.StudyInstanceUID, "seriesUID": image.SeriesInstanceUID, "objectUID": image.SOPInstanceUID}
    return archive.get_url(url, **{**query, **parameters})


@pytest.mark.beyond_orthanc("leaves out the content type")
def test_wado_uri_gives_the_object(archive, stored):
    image, _ = stored
    answer = wado_uri(archive, image, contentType="application/dicom")
    assert answer.headers["Content-Type"].split(";")[0] == "application/dicom"
    got = pydicom.dcmread(io.BytesIO(answer.content))
    assert got.PixelData == image.PixelData and got.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian


def test_wado_uri_gives_a_picture(archive, stored):
    image, _ = stored
    assert picture(wado_uri(archive, image)).format == "JPEG"
    assert picture(wado_uri(archive, image, contentType="image/png")).format == "PNG"


@pytest.mark.beyond_orthanc("ignores the window")
def test_wado_uri_takes_a_window_and_a_size(archive, stored):
    """PS3.18 9.5."""
    image, _ = stored
    shown = picture(wado_uri(archive, image, contentType="image/png", windowCenter="100", windowWidth="800", rows="32", columns="32"))
    assert shown.size == (32, 32)


@pytest.mark.beyond_orthanc("answers otherwise")
def test_wado_uri_status_codes(archive, stored):
    image, _ = stored
    assert wado_uri(archive, image, requestType="RETRIEVE").status_code == 400
    assert wado_uri(archive, image, objectUID="").status_code == 400
    assert wado_uri(archive, image, objectUID=datasets.fresh_uid()).status_code == 404
    assert wado_uri(archive, image, contentType="video/mp4").status_code == 406
