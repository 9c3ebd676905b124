"""Volumes of CRender: against phantoms whose every value is known, against NumPy, and against SimpleITK."""
import ctypes
from ctypes import byref, c_float

import numpy as np
import pytest
import SimpleITK

from crender import RenderError
from cvolume import CUBIC, KINDS, LINEAR, MAXIMUM, MEAN, MINIMUM, NEAREST, RUN, Run, Volumes

AXES = np.eye(3)
SHAPE = (24, 30, 36)  # slices, rows, columns


@pytest.fixture(scope="module")
def volumes():
    return Volumes()


@pytest.fixture
def random():
    return np.random.default_rng(17)


def ramp(dtype="float32", shape=SHAPE, offset=100):
    """A value that rises by 3 a column, falls by 5 a row and rises by 7 a slice."""
    z, y, x = np.indices(shape)
    return (3 * x - 5 * y + 7 * z + offset).astype(dtype)


def ramp_at(points, offset=100):
    return points @ np.array([3, -5, 7]) + offset


def grid(origin, right, down, size):
    across, along = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    return np.asarray(origin) + across[..., None] * np.asarray(right) + along[..., None] * np.asarray(down)


def turned(degrees, about):
    """A rotation matrix."""
    angle, axis = np.radians(degrees), np.asarray(about) / np.linalg.norm(about)
    cross = np.cross(np.eye(3), axis)
    return np.eye(3) * np.cos(angle) + (1 - np.cos(angle)) * np.outer(axis, axis) - np.sin(angle) * cross


@pytest.mark.parametrize("about", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 2, 3)])
@pytest.mark.parametrize("interpolation", [LINEAR, CUBIC])
def test_an_oblique_plane_through_a_ramp_is_the_ramp(volumes, about, interpolation):
    volume = volumes.load(list(ramp()))
    right, down, _ = turned(30, about).T
    origin = np.array([17.5, 14.5, 11.5]) - 6 * right - 6 * down
    drawn = volumes.cut(volume, origin, right, down, (13, 13), interpolation=interpolation)
    assert np.abs(drawn - ramp_at(grid(origin, right, down, (13, 13)))).max() < 1e-3


@pytest.mark.parametrize("dtype", ["int16", "uint16"])
def test_integers_are_rounded_and_nothing_else(volumes, dtype):
    volume = volumes.load(list(ramp(dtype, offset=1000)))
    right, down = np.array([0.75, 0.25, 0.125]), np.array([-0.25, 0.75, 0.25])
    size, origin = (20, 12), (6.25, 4.5, 3)
    expected = np.rint(ramp_at(grid(origin, right, down, size), 1000))
    assert np.array_equal(volumes.cut(volume, origin, right, down, size), expected)


def test_cubic_reproduces_a_parabola(volumes):
    z, y, x = np.indices(SHAPE).astype(np.float32)
    volume = volumes.load(list(x * x - 0.5 * y * y + z * x))
    origin, right, down = np.array([5.3, 6.1, 4.2]), np.array([0.7, 0.1, 0.2]), np.array([0.1, 0.6, 0.3])
    points = grid(origin, right, down, (20, 14))
    expected = points[..., 0] ** 2 - 0.5 * points[..., 1] ** 2 + points[..., 2] * points[..., 0]
    assert np.abs(volumes.cut(volume, origin, right, down, (20, 14), interpolation=CUBIC) - expected).max() < 1e-2


def test_nearest_takes_the_closest_voxel(volumes, random):
    voxels = random.integers(-1000, 3000, SHAPE, np.int16)
    # No sample lies halfway between voxels, where rounding would decide.
    origin, right, down = np.array([2.2031, 3.1031, 1.3031]), np.array([0.83, 0.11, 0.21]), np.array([-0.07, 0.71, 0.37])
    x, y, z = np.moveaxis(np.floor(grid(origin, right, down, (25, 20)) + 0.5).astype(int), -1, 0)
    drawn = volumes.cut(volumes.load(list(voxels)), origin, right, down, (25, 20), interpolation=NEAREST)
    assert np.array_equal(drawn, voxels[z, y, x])


@pytest.mark.parametrize("dtype", KINDS)
def test_every_kernel_agrees_with_the_plain_one_bit_for_bit(volumes, random, dtype):
    voxels = (random.random(SHAPE) * 4000).astype(dtype)
    volume = volumes.load(list(voxels), kind=dtype)
    kernels = volumes.linear_kernels()
    for number in range(200):
        start, step = random.uniform(-1, 24, 3), random.uniform(-0.6, 0.6, 3)
        base = np.clip(np.floor(start), 0, np.array(SHAPE[::-1]) - 1).astype(int)
        run = Run(tuple(base), tuple(start - base), tuple(step), None, 1 + number % RUN, False, 0)
        drawn = {}
        for name, kernel in kernels.items():
            samples = (c_float * RUN)()
            kernel(byref(volume), byref(run), samples)
            drawn[name] = np.array(samples[:run.count])
        for name, samples in drawn.items():
            assert np.array_equal(samples, drawn["plain"]), f"{name} differs from plain"


def test_the_edge_reaches_half_a_voxel_out(volumes):
    volume = volumes.load(list(ramp("int16")))
    # Along the first row: from beyond the left edge to beyond the right one, in steps of a quarter.
    drawn = volumes.cut(volume, (-1, 2, 3), (0.25, 0, 0), (0, 1, 0), (200, 1))[0]
    places = -1 + 0.25 * np.arange(200)
    inside = (places >= -0.5) & (places <= SHAPE[2] - 0.5)
    expected = np.rint(ramp_at(np.stack([np.clip(places, 0, SHAPE[2] - 1), 0 * places + 2, 0 * places + 3], -1)))
    assert np.array_equal(drawn[inside], expected[inside])
    assert (drawn[~inside] == volume.outside).all() and volume.outside == ramp("int16").min() - 1


@pytest.mark.parametrize("axes", [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)])
@pytest.mark.parametrize("signs", [(1, 1), (-1, 1), (1, -1), (-1, -1)])
@pytest.mark.parametrize("dtype", KINDS)
def test_planes_along_the_axes_are_the_voxels(volumes, random, axes, signs, dtype):
    voxels = (random.random(SHAPE) * 4000).astype(dtype)
    volume = volumes.load(list(voxels), kind=dtype)
    counts = SHAPE[::-1]
    origin = np.array([5, 6, 7])
    for axis, sign in zip(axes, signs):
        origin[axis] = -2 if sign > 0 else counts[axis] + 1
    size = tuple(counts[axis] + 4 for axis in axes)
    drawn = volumes.cut(volume, origin, signs[0] * AXES[axes[0]], signs[1] * AXES[axes[1]], size)
    whole = volumes.cut(volume, origin + 1e-5, signs[0] * AXES[axes[0]], signs[1] * AXES[axes[1]], size, interpolation=NEAREST)
    assert np.array_equal(drawn, whole, equal_nan=True)
    third = 3 - sum(axes)
    slab = np.take(voxels, origin[third], 2 - third)
    if axes[0] > axes[1]:
        slab = slab.T
    assert np.array_equal(drawn[2:-2, 2:-2], slab[::signs[1], ::signs[0]])


@pytest.mark.parametrize("projection, fold", [(MAXIMUM, np.max), (MINIMUM, np.min), (MEAN, np.mean)])
def test_a_slab_is_its_layers_put_together(volumes, random, projection, fold):
    volume = volumes.load(list(random.random(SHAPE).astype(np.float32)))
    right, down, through = turned(25, (2, 1, 1)).T
    origin = np.array([9.0, 8.0, 6.0])
    layers = [volumes.cut(volume, origin + k * 0.8 * through, right, down, (16, 14)) for k in range(9)]
    drawn = volumes.cut(volume, origin, right, down, (16, 14), 0.8 * through, 9, projection=projection)
    assert np.abs(drawn - fold(layers, axis=0)).max() < 1e-6


def test_layers_outside_do_not_count(volumes):
    volume = volumes.load(list(np.full(SHAPE, 40, np.int16)))
    for projection in (MAXIMUM, MINIMUM, MEAN):
        drawn = volumes.cut(volume, (1, 1, -5), (1, 0, 0), (0, 1, 0), (8, 8), (0, 0, 1), 10, projection=projection)
        assert (drawn == 40).all()
    assert (volumes.cut(volume, (1, 1, -9), (1, 0, 0), (0, 1, 0), (8, 8), (0, 0, 1), 5) == volume.outside).all()


@pytest.mark.parametrize("kind", ["int16", "float32"])
def test_padding_enters_no_projection(volumes, kind):
    voxels = np.full(SHAPE, 100, np.int16)
    voxels[4, :, :] = -2000
    voxels[5, 3, :] = -1990
    volume = volumes.load(list(voxels), padding=(-2000, -1980), kind=kind)
    for projection in (MINIMUM, MEAN, MAXIMUM):
        drawn = volumes.cut(volume, (0.5, 0.25, 2), (1, 0, 0), (0, 1, 0), (30, 20), (0, 0, 1), 6, projection=projection)
        assert (drawn == 100).all()
    outside = volumes.cut(volume, (0, 0, 4), (1, 0, 0), (0, 1, 0), (4, 4))
    assert np.isnan(outside).all() if kind == "float32" else (outside == 99).all()


def test_slices_that_lie_unevenly_are_found_by_their_places(volumes):
    places = np.array([0, 1, 2.5, 3, 7, 7.5, 9, 12])
    y, x = np.indices((20, 22))
    volume = volumes.load([(2 * x - y + 10 * place).astype(np.float32) for place in places])
    volumes.placed(volume, places)
    origin, right, down = np.array([1, 2, 0.3]), np.array([1, 0, 0.1]), np.array([0, 0.5, 0.35])
    points = grid(origin, right, down, (18, 25))
    expected = points @ np.array([2, -1, 10])
    assert np.abs(volumes.cut(volume, origin, right, down, (18, 25)) - expected).max() < 1e-3


def test_a_curve_follows_its_line(volumes):
    volume = volumes.load(list(ramp()))
    way = np.linspace(0, 1, 40)
    points = np.stack([4 + 25 * way, 10 + 8 * np.sin(3 * way), 6 + 9 * way], -1)
    down = np.array([0.1, 0.3, -0.4])
    drawn = volumes.lay_flat(volume, points, down, 9)
    expected = ramp_at(points[None] + (np.arange(9) - 4)[:, None, None] * down)
    assert np.abs(drawn - expected).max() < 1e-3
    thick = volumes.lay_flat(volume, points, down, 9, np.full_like(points, 0.1), 5, projection=MEAN)
    assert np.abs(thick - expected).max() < 1e-3  # layers on both sides of a ramp cancel


def test_slices_are_masked_and_rescaled(volumes):
    stored = np.arange(600, dtype=np.uint16).reshape(20, 30)
    volume = volumes.load([stored | 0xF000] * 3, bits_stored=12, kind="int16")
    assert np.array_equal(volumes.voxels(volume)[1], stored)
    assert (volume.facts[0].least, volume.facts[0].greatest, volume.outside) == (0, 599, -1)
    rescaled = volumes.load([stored] * 3, rescales=[(0.5, 1), (2, -3), (1e-3, 0)])
    assert np.allclose(volumes.voxels(rescaled), [stored * 0.5 + 1, stored * 2.0 - 3, stored * 1e-3])


@pytest.mark.parametrize("sizes", [(1, 5, 5), (5, 1, 5), (5, 5, 1), (70000, 5, 5), (65535, 65535, 4)])
def test_what_is_no_volume_is_refused(volumes, sizes):
    with pytest.raises(RenderError):
        volumes._call("crender_volume_create", 0, *sizes, byref(ctypes.create_string_buffer(256)))


def test_what_is_no_plane_is_refused(volumes):
    volume = volumes.load(list(ramp("int16")))
    for vectors in [((np.nan, 0, 0), *AXES[:2]), ((0, 0, 0), (np.inf, 0, 0), AXES[1]), ((1e300, 0, 0), *AXES[:2])]:
        with pytest.raises(RenderError):
            volumes.cut(volume, *vectors, (4, 4))
    for layers in (0, 5000):
        with pytest.raises(RenderError):
            volumes.cut(volume, (0, 0, 0), *AXES[:2], (4, 4), layers=layers)


@pytest.mark.parametrize("about, degrees", [((1, 0, 0), 30), ((0, 1, 0), 30), ((1, 1, 0), 45), ((3, 1, 2), 77)])
def test_planes_are_those_of_simpleitk(volumes, random, about, degrees):
    """Tolerance: 1e-3 of the values' spread; both interpolate in floating point, along different ways."""
    voxels = random.random(SHAPE).astype(np.float32)
    image = SimpleITK.GetImageFromArray(voxels)
    image.SetSpacing((0.5, 0.5, 1.25))
    right, down, normal = turned(degrees, about).T
    origin = np.array([8.75, 7.25, 14.375]) - 10 * 0.4 * (right + down)
    resample = SimpleITK.ResampleImageFilter()
    resample.SetSize([21, 21, 1])
    resample.SetOutputOrigin(origin.tolist())
    resample.SetOutputSpacing([0.4, 0.4, 1])
    resample.SetOutputDirection(np.stack([right, down, normal], 1).ravel().tolist())
    resample.SetInterpolator(SimpleITK.sitkLinear)
    expected = SimpleITK.GetArrayFromImage(resample.Execute(image))[0]
    spacing = np.array([0.5, 0.5, 1.25])
    drawn = volumes.cut(volumes.load(list(voxels)), origin / spacing, 0.4 * right / spacing, 0.4 * down / spacing, (21, 21))
    assert np.abs(drawn - expected).max() < 1e-3
