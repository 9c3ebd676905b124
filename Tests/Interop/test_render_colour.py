"""Colour, palettes and overlays of CRender beside pydicom and the equations of PS3.3 C.7.6.3.1.2."""
import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.pixels import apply_color_lut, convert_color_space
from pydicom.pixels.processing import _expand_segmented_lut

import crender
from crender import Geometry, Overlay, Palette, RenderError, request, source, window


@pytest.fixture(scope="module")
def renderer():
    return crender.Renderer()


@pytest.fixture
def random():
    return np.random.default_rng(11)


def every_chroma(luma):
    cb, cr = np.meshgrid(np.arange(256), np.arange(256))
    return np.stack([np.full_like(cb, luma), cb, cr], axis=-1).astype(np.uint8)


@pytest.mark.parametrize("luma", [0, 1, 16, 100, 127, 128, 200, 235, 254, 255])
def test_ybr_full_agrees_with_pydicom_everywhere(renderer, luma):
    pixels = every_chroma(luma)
    drawn = renderer.render(source(pixels, photometric="YBR_FULL"))
    assert np.array_equal(drawn, convert_color_space(pixels, "YBR_FULL", "RGB"))


@pytest.mark.parametrize("luma", [0, 16, 125, 235, 255])
def test_ybr_partial_spreads_16_to_235(renderer, luma):
    pixels = every_chroma(luma)
    y, cb, cr = np.moveaxis(pixels.astype(float) - [16, 128, 128], -1, 0)
    # The inverse of Y = .2568R + .5041G + .0979B + 16 and its companions (PS3.3 C.7.6.3.1.2, YBR_PARTIAL_422), to four digits.
    expected = np.stack([1.1644 * y + 1.5960 * cr, 1.1644 * y - 0.3918 * cb - 0.8130 * cr, 1.1644 * y + 2.0172 * cb], axis=-1)
    drawn = renderer.render(source(pixels, photometric="YBR_PARTIAL_422"))
    assert np.abs(drawn - np.clip(expected, 0, 255)).max() < 0.55


def test_planar_colour_is_woven(renderer, random):
    pixels = random.integers(0, 256, (3, 20, 31), np.uint8)
    described = source(pixels, photometric="RGB", is_planar=True)
    assert np.array_equal(renderer.render(described), np.moveaxis(pixels, 0, -1))


def test_colour_of_more_bits_shows_its_most_significant_eight(renderer, random):
    for dtype, stored in [(np.uint16, 16), (np.uint16, 12), (np.uint32, 32)]:
        pixels = random.integers(0, 1 << stored, (9, 8, 3)).astype(dtype)
        assert np.array_equal(renderer.render(source(pixels, stored, photometric="RGB")), pixels >> (stored - 8))


def test_subsampled_colour_shares_its_chroma(renderer, random):
    quads = random.integers(0, 256, (6, 5, 4), np.uint8)  # Y1 Y2 Cb Cr
    described = crender.Source(quads.ctypes.data, quads.nbytes, 6, 10, 3, 8, 8, 7, False, False, 0, 4, 0)
    full = np.stack([quads[..., [0, 1]], quads[..., [2, 2]], quads[..., [3, 3]]], axis=-1).reshape(6, 10, 3)
    assert np.array_equal(renderer.render(described), convert_color_space(full, "YBR_FULL", "RGB"))
    cropped = renderer.render(described, request(geometry=Geometry(3, 1, 5, 4)))
    assert np.array_equal(cropped, convert_color_space(full, "YBR_FULL", "RGB")[1:5, 3:8])


def palette_of(tables, first, bits):
    return Palette(*(crender.table(entries, first, bits) for entries in tables))


@pytest.mark.parametrize("dtype,first,bits", [(np.uint8, 0, 8), (np.uint8, 20, 16), (np.uint16, -5, 16)])
def test_palettes_agree_with_pydicom(renderer, random, dtype, first, bits):
    pixels = random.integers(0, 256, (40, 30)).astype(dtype)
    tables = [random.integers(0, 1 << bits, 200).astype(np.uint16 if bits == 16 else np.uint8) for _ in range(3)]
    dataset = Dataset()
    for colour, entries in zip(("Red", "Green", "Blue"), tables):
        dataset.add_new(f"{colour}PaletteColorLookupTableDescriptor", "SS", [200, first, bits])
        dataset.add_new(f"{colour}PaletteColorLookupTableData", "OW", entries.tobytes())
    expected = apply_color_lut(pixels, dataset) >> (bits - 8)
    drawn = renderer.render(source(pixels, photometric="PALETTE COLOR"), request(palette=palette_of(tables, first, bits)))
    assert np.array_equal(drawn, expected)


def test_a_palette_of_eight_bits_declared_as_sixteen(renderer):
    tables = [np.array([0, 100, 255], np.uint16)] * 3
    drawn = renderer.render(source(np.array([[0, 1, 2]], np.uint8), photometric="PALETTE COLOR"),
                            request(palette=palette_of(tables, 0, 16)))
    assert drawn[0, :, 0].tolist() == [0, 100, 255]


def test_a_supplemental_palette_leaves_low_values_grey(renderer):
    pixels = np.array([[0, 50, 100, 200, 201, 999]], np.uint16)
    palette = palette_of([np.array([255, 0], np.uint8), np.array([0, 255], np.uint8), np.array([0, 9], np.uint8)], 200, 8)
    palette.is_supplemental = True
    drawn = renderer.render(source(pixels), request(voi=window(50, 101), palette=palette))
    assert drawn.tolist() == [[[1] * 3, [129] * 3, [255] * 3, [255, 0, 0], [0, 255, 9], [0, 255, 9]]]


def units(values, width):
    return np.array(values, np.uint16 if width == 2 else np.uint8).tobytes()


@pytest.mark.parametrize("width", [1, 2])
def test_segmented_palettes_agree_with_pydicom(renderer, width):
    # A run, two ramps, a run, a ramp, and last the two segments from the unit 5 on again.
    segments = [0, 3, 10, 20, 30, 1, 5, 200, 1, 4, 7, 0, 2, 9, 8, 1, 6, 100, 2, 2]
    references = {1: [5, 0, 0, 0], 2: [10, 0]}
    # pydicom counts the reference in units of the data where PS3.3 C.7.9.2.3 counts bytes.
    for_pydicom = (*segments, 5, 0, *([0, 0] if width == 1 else []))
    expected = _expand_segmented_lut(for_pydicom, "<" + "BH"[width - 1])
    segments += references[width]
    assert renderer.expand(units(segments, width), width, len(expected)) == expected
    # A unit that pads the value changes nothing.
    assert renderer.expand(units([*segments, 0], width), width, len(expected)) == expected


@pytest.mark.parametrize("segments,reason", [
    ([1, 4, 9], "no entry to start from"), ([0, 9, 1, 2], "longer than the data"), ([0, 2, 1, 2, 3, 1, 0, 0], "no such kind"),
    ([0, 0, 1], "empty"), ([0, 1, 7, 2, 1, 200, 0, 0, 0], "behind the data"), ([0, 1, 7, 1, 200, 9], "more entries"),
    ([0, 1, 7, 2, 1, 3, 0, 0, 0], "no such kind")])
def test_broken_segments_are_refused(renderer, segments, reason):
    with pytest.raises(RenderError, match=reason):
        renderer.expand(units(segments, 1), 1, 100)


def overlay(bits, row, column, colour=(255, 255, 255), offset=0):
    packed = np.packbits(np.concatenate([np.ones(offset, int), bits.ravel()]), bitorder="little")
    made = Overlay(packed.ctypes.data, len(packed), offset, 0, *bits.shape, row, column, *colour)
    made.kept = packed
    return made


@pytest.mark.parametrize("row,column", [(1, 1), (-3, 4), (8, -2), (-100, 1), (14, 19), (2147483647, -2147483648)])
def test_overlays_are_burnt_where_they_lie(renderer, random, row, column):
    bits = random.integers(0, 2, (10, 12))
    pixels = np.full((15, 20), 3, np.uint8)
    drawn = renderer.render(source(pixels), request(voi=window(128, 256), overlays=[overlay(bits, row, column, offset=5)]))
    expected = pixels.copy()
    for y, x in zip(*np.nonzero(bits)):
        if 0 <= y + row - 1 < 15 and 0 <= x + column - 1 < 20:
            expected[y + row - 1, x + column - 1] = 255
    assert np.array_equal(drawn, expected)


def test_a_coloured_overlay_makes_a_colour_picture(renderer):
    pixels = np.full((4, 4), 9, np.uint8)
    bits = np.eye(4, dtype=int)
    asked = request(voi=window(128, 256), overlays=[overlay(bits, 1, 1, (255, 40, 0))], geometry=Geometry(1, 0, 3, 4))
    drawn = renderer.render(source(pixels), asked)
    assert drawn.shape == (4, 3, 3)
    assert np.array_equal(drawn, np.where(bits[:, 1:, None], [255, 40, 0], [9, 9, 9]))


def test_an_overlay_in_the_pixel_cells(renderer, random):
    values, bits = random.integers(0, 4096, (6, 7)), random.integers(0, 2, (6, 7))
    cells = (values | bits << 13).astype(np.uint16)
    embedded = Overlay(None, 0, 0, 13, 6, 7, 1, 1, 255, 255, 255)
    drawn = renderer.render(source(cells, 12), request(voi=window(2048, 4096), overlays=[embedded]))
    clean = renderer.render(source(values.astype(np.uint16), 12), request(voi=window(2048, 4096)))
    assert np.array_equal(drawn, np.where(bits, 255, clean))


def test_an_overlay_shorter_than_it_says_is_refused(renderer):
    lacking = overlay(np.ones((4, 4), int), 1, 1)
    lacking.rows = 400
    with pytest.raises(RenderError, match="has 2 bytes"):
        renderer.render(source(np.zeros((4, 4), np.uint8)), request(overlays=[lacking]))
