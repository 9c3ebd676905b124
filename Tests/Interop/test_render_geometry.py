"""Cropping, scaling and turning of CRender beside Pillow and NumPy; its JPEG and PNG read back by Pillow."""
import io

import numpy as np
import pytest
from PIL import Image

import crender
from crender import BICUBIC, BILINEAR, NEAREST, Geometry, RenderError, request, source, window


@pytest.fixture(scope="module")
def renderer():
    return crender.Renderer()


@pytest.fixture
def random():
    return np.random.default_rng(13)


def shown(renderer, pixels, **geometry):
    photometric = "RGB" if pixels.ndim == 3 else "MONOCHROME2"
    asked = request(voi=window(128, 256), geometry=Geometry(**geometry))
    return renderer.render(source(pixels, photometric=photometric), asked)


@pytest.mark.parametrize("size", [(30, 20), (31, 17), (60, 40), (1, 1), (7, 40), (60, 3)])
@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 3)])
def test_shrinking_averages_areas(renderer, random, size, shape):
    pixels = random.integers(0, 256, shape, np.uint8)
    aspect = (size[1] / shape[0]) / (size[0] / shape[1])  # so that both sides fill the viewport
    drawn = shown(renderer, pixels, viewport_width=size[0], viewport_height=size[1], pixel_aspect=aspect)
    assert drawn.shape[1::-1] == size
    expected = areas(areas(pixels.astype(float), size[1], 0), size[0], 1)
    assert np.abs(drawn - expected).max() <= 0.51


def areas(pixels, count, axis):
    """Each target pixel is the mean of the stretch of source behind it, by differences of the running sum."""
    sums = np.concatenate([np.zeros_like(pixels.take([0], axis)), pixels.cumsum(axis)], axis)
    edges = np.arange(count + 1) * pixels.shape[axis] / count
    low = np.minimum(edges.astype(int), pixels.shape[axis] - 1)
    parts = (edges - low).reshape([-1 if n == axis else 1 for n in range(pixels.ndim)])
    at = sums.take(low, axis) * (1 - parts) + sums.take(low + 1, axis) * parts
    return np.diff(at, axis=axis) * count / pixels.shape[axis]


@pytest.mark.parametrize("name,resampling", [(BILINEAR, Image.BILINEAR), (BICUBIC, Image.BICUBIC)])
@pytest.mark.parametrize("factor", [1.5, 2, 7.3])
@pytest.mark.parametrize("shape", [(20, 30), (20, 30, 3), (1, 1), (2, 3), (1, 9)])
def test_growing_agrees_with_pillow(renderer, random, name, resampling, factor, shape):
    # Pillow rounds and clamps to eight bits between the two axes: the range leaves the overshoot its room.
    pixels = random.integers(80, 176, shape, np.uint8)
    size = round(shape[1] * factor), round(shape[0] * factor)
    aspect = (size[1] / shape[0]) / (size[0] / shape[1])
    drawn = shown(renderer, pixels, viewport_width=size[0], viewport_height=size[1], pixel_aspect=aspect, filter=name)
    expected = np.asarray(Image.fromarray(pixels).resize(size, resampling))
    assert drawn.shape == expected.shape
    assert np.abs(drawn.astype(int) - expected).max() <= 1


@pytest.mark.parametrize("size", [(30, 45), (40, 60), (146, 219)])
def test_blocks_show_what_was_stored(renderer, random, size):
    pixels = random.integers(0, 256, (20, 30, 3), np.uint8)
    drawn = shown(renderer, pixels, viewport_width=size[1], viewport_height=size[0], filter=NEAREST)
    rows, columns = ((2 * np.arange(target) + 1) * count // (2 * target) for target, count in zip(size, (20, 30)))
    assert np.array_equal(drawn, pixels[rows][:, columns])


@pytest.mark.parametrize("frame,viewport,expected", [
    ((100, 200), (50, 50), (25, 50)), ((100, 200), (400, 400), (200, 400)), ((100, 200), (50, 0), (25, 50)),
    ((100, 200), (0, 50), (50, 100)), ((512, 512), (512, 512), (512, 512)), ((1000, 3), (10, 10), (10, 1)),
    ((301, 200), (150, 150), (150, 100))])
def test_pictures_fit_their_viewport(renderer, frame, viewport, expected):
    drawn = shown(renderer, np.zeros(frame, np.uint8), viewport_width=viewport[0], viewport_height=viewport[1])
    assert drawn.shape == expected


@pytest.mark.parametrize("aspect,expected", [(2, (80, 60)), (0.5, (40, 120)), (1, (40, 60))])
def test_pixels_that_are_not_square_are_stretched(renderer, aspect, expected):
    assert shown(renderer, np.zeros((40, 60), np.uint8), pixel_aspect=aspect).shape == expected
    drawn = shown(renderer, np.zeros((40, 60), np.uint8), pixel_aspect=aspect, viewport_width=30, viewport_height=30)
    assert max(drawn.shape) == 30
    assert drawn.shape[0] / drawn.shape[1] == pytest.approx(40 * aspect / 60, rel=0.05)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("horizontally", [False, True])
@pytest.mark.parametrize("vertically", [False, True])
@pytest.mark.parametrize("shape", [(5, 9), (5, 9, 3), (1, 4)])
def test_rotation_is_clockwise_and_comes_before_the_flip(renderer, random, turns, horizontally, vertically, shape):
    pixels = random.integers(0, 256, shape, np.uint8)
    expected = np.rot90(pixels, -turns)
    expected = expected[:, ::-1] if horizontally else expected
    expected = expected[::-1] if vertically else expected
    drawn = shown(renderer, pixels, rotation=90 * turns, flips_horizontally=horizontally, flips_vertically=vertically)
    assert np.array_equal(drawn, expected)


def test_the_viewport_is_that_of_the_turned_picture(renderer):
    drawn = shown(renderer, np.zeros((100, 200), np.uint8), rotation=90, viewport_width=50, viewport_height=80)
    assert drawn.shape == (80, 40)


def test_a_part_of_the_frame(renderer, random):
    for shape in [(50, 40), (50, 40, 3)]:
        pixels = random.integers(0, 256, shape, np.uint8)
        drawn = shown(renderer, pixels, crop_x=7, crop_y=11, crop_width=20, crop_height=30)
        assert np.array_equal(drawn, pixels[11:41, 7:27])
        assert np.array_equal(shown(renderer, pixels, crop_x=39, crop_y=49), pixels[49:, 39:])
    for outside in [{"crop_x": 40}, {"crop_y": 50}, {"crop_x": 30, "crop_width": 11}, {"crop_y": 2**32 - 1}]:
        with pytest.raises(RenderError, match="part"):
            shown(renderer, pixels, **outside)


@pytest.mark.parametrize("geometry", [
    {"rotation": 45}, {"rotation": 360}, {"pixel_aspect": -1}, {"pixel_aspect": float("nan")}, {"filter": 9},
    {"viewport_width": 2**32 - 1}, {"viewport_width": 40000, "viewport_height": 40000}])
def test_impossible_geometry_is_refused(renderer, geometry):
    with pytest.raises(RenderError):
        shown(renderer, np.zeros((8, 8), np.uint8), **geometry)


def test_sixteen_bits_are_scaled_and_turned_too(renderer, random):
    pixels = random.integers(0, 65536, (30, 40)).astype(np.uint16)
    geometry = Geometry(viewport_width=15, viewport_height=20, rotation=90)
    drawn = renderer.render(source(pixels), request(voi=window(32768, 65536), geometry=geometry, bits=16))
    expected = np.rot90(pixels.reshape(15, 2, 20, 2).mean((1, 3)), -1)
    assert drawn.shape == (20, 15)
    assert np.abs(drawn - expected).max() < 1


@pytest.mark.parametrize("shape,dtype", [((37, 53), np.uint8), ((37, 53, 3), np.uint8), ((37, 53), np.uint16), ((1, 1), np.uint8)])
def test_png_is_read_back_exactly(renderer, random, shape, dtype):
    for pixels in [random.integers(0, np.iinfo(dtype).max + 1, shape).astype(dtype), np.zeros(shape, dtype)]:
        image = Image.open(io.BytesIO(renderer.encode(pixels)))
        image.verify()
        image = Image.open(io.BytesIO(renderer.encode(pixels)))
        assert image.mode == {((2), np.uint8): "L", (3, np.uint8): "RGB", (2, np.uint16): "I;16"}[pixels.ndim, dtype]
        assert np.array_equal(np.asarray(image), pixels)


@pytest.mark.parametrize("shape", [(65, 43), (65, 43, 3), (1, 1)])
def test_jpeg_is_read_back_closely(renderer, shape):
    ramp = np.indices(shape[:2]).sum(0) * 2 % 256
    pixels = (ramp if len(shape) == 2 else np.stack([ramp, 255 - ramp, ramp // 2], -1)).astype(np.uint8)
    sizes = []
    for quality, tolerance in [(1, 255), (90, 40), (100, 4)]:
        encoded = renderer.encode(pixels, quality)
        image = Image.open(io.BytesIO(encoded))
        assert image.mode == ("L" if len(shape) == 2 else "RGB")
        assert np.abs(np.asarray(image).astype(int) - pixels).max() <= tolerance
        sizes.append(len(encoded))
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("shape", [(200, 121), (64, 40, 3), (9, 8)])
@pytest.mark.parametrize("part_rows", [8, 24, 4096])
def test_a_jpeg_in_parts_holds_the_same_pixels(renderer, random, shape, part_rows):
    pixels = random.integers(0, 256, shape, np.uint8)
    whole = Image.open(io.BytesIO(renderer.encode(pixels, 90)))
    parts = Image.open(io.BytesIO(renderer.encode_in_parts(pixels, 90, part_rows)))
    assert np.array_equal(np.asarray(parts), np.asarray(whole))


def test_parts_that_cannot_be_coded_alone_are_refused(renderer):
    with pytest.raises(RenderError, match="part 0 of 12 rows"):
        renderer.encode_in_parts(np.zeros((24, 24), np.uint8), 90, 12)


def test_noise_outgrows_the_first_buffer(renderer, random):
    pixels = random.integers(0, 256, (300, 400, 3), np.uint8)
    encoded = renderer.encode(pixels, 100)
    assert len(encoded) > pixels.nbytes / 4 + 4096
    assert np.asarray(Image.open(io.BytesIO(encoded))).shape == pixels.shape


def test_what_the_formats_cannot_hold_is_refused(renderer):
    with pytest.raises(RenderError, match="8 bits"):
        renderer.encode(np.zeros((4, 4), np.uint16), 90)
    with pytest.raises(RenderError, match="65500"):
        renderer.encode(np.zeros((1, 65501), np.uint8), 90)
    with pytest.raises(RenderError, match="3 channels of 16 bits"):
        renderer.encode(np.zeros((4, 4, 3), np.uint16))
