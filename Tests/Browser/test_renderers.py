import base64
import io
import pathlib

import numpy
import pytest
from PIL import Image
from pydicom.pixels import apply_modality_lut

import studies
from pages import ViewerPage

COMPARISON = pathlib.Path(__file__).with_name("renderers.js").read_text()

# Where a curve is steep, or a sample lies on the line between two pixels, the shader's 32-bit floats fall on the other
# side now and then: this share of the channel values may differ by more than one level.
STRAY = 0.0005


def test_canvas_and_webgl_give_the_same_picture_within_one_level(reader):
    answer = reader.execute_async_script(COMPARISON)
    assert "problem" not in answer, answer
    assert len(answer["differences"]) == 5 * 5 * 4 * 4
    black = [name for name, found in answer["differences"].items() if found["lit"] == 0 and "far" not in name and "table" not in name]
    assert black == [], "a comparison of black with black says nothing"
    wrong = {name: found for name, found in answer["differences"].items() if found["beyond"] > STRAY * found["count"]}
    assert wrong == {}


@pytest.mark.parametrize("study", ["ct", "radiograph", "film"])
def test_a_study_looks_the_same_without_a_graphics_card(reader, server, study):
    pictures = []
    for renderer in ("", "canvas"):
        page = ViewerPage(reader, server, server.studies[study], renderer=renderer)
        page.wait_for("full", "server")
        pictures.append(page.picture())
    beyond, count = reader.execute_async_script("""
        const [addresses, done] = [arguments[0], arguments[1]];
        const levels = async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const copy = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height }).getContext('2d');
          copy.drawImage(image, 0, 0);
          return copy.getImageData(0, 0, image.width, image.height).data;
        };
        Promise.all(addresses.map(levels)).then(([one, other]) => {
          done([one.filter((level, index) => Math.abs(level - other[index]) > 1).length, one.length]);
        });""", pictures)
    assert count > 100_000
    assert beyond <= STRAY * count


@pytest.mark.parametrize("study, dataset", [
    ("ct", studies.ct_slice(1, 1, studies.SLICES // 2 + 1)), ("radiograph", studies.radiograph(3))], ids=["ct", "radiograph"])
@pytest.mark.parametrize("renderer", ["", "canvas"])
def test_at_actual_size_every_pixel_is_the_formula(reader, server, study, dataset, renderer):
    """PS3.3 C.11.2.1.2.1 after C.11.1, MONOCHROME1 inverted last: exactly, with no interpolation in between."""
    page = ViewerPage(reader, server, server.studies[study], renderer=renderer)
    page.wait_for("full")
    page.press("u")
    picture = numpy.array(Image.open(io.BytesIO(base64.b64decode(page.picture().split(",")[1]))).convert("L"), dtype=int)
    values = apply_modality_lut(dataset.pixel_array, dataset).astype(float)
    shown = numpy.clip((values - (dataset.WindowCenter - 0.5)) / (dataset.WindowWidth - 1) + 0.5, 0, 1)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        shown = 1 - shown
    expected = numpy.floor(shown * 255 + 0.5).astype(int)
    rows, columns = expected.shape
    top, left = (picture.shape[0] - rows + 1) // 2, (picture.shape[1] - columns + 1) // 2
    assert numpy.abs(picture[top:top + rows, left:left + columns] - expected).max() <= 1
