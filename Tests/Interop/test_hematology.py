"""Counts of list-mode events beside NumPy's, FCS files written by FlowIO, bitmaps written by Pillow."""
import io
import subprocess
import struct
from xml.etree import ElementTree

import flowio
import numpy as np
import pytest
from PIL import Image

from chematology import Hematology
from peers.yigong import binary


@pytest.fixture(scope="module")
def hematology():
    return Hematology()


def edgy(low, high, bins, count, random):
    """Values on numpy's own edges, one bit beside them, anywhere, outside, and none at all."""
    edges = random.choice(np.linspace(low, high, bins + 1), count)
    edges[::3] = np.nextafter(edges[::3], np.inf)
    edges[1::3] = np.nextafter(edges[1::3], -np.inf)
    anywhere = random.uniform(low - 0.1 * (high - low), high + 0.1 * (high - low), count)
    return np.concatenate([edges, random.choice(np.linspace(low, high, bins + 1), count), anywhere, [np.nan, np.inf, -np.inf, low, high]])


RANGES = [(0, 1024), (0, 262143), (0, 100 / 3), (-1 / 7, 50), (-3.7, 1000.123), (1e15, 1e15 + 3), (1e-300, 3e-300)]


@pytest.mark.parametrize("bins", [(256, 256), (128, 1024), (1, 3), (97, 7)])
@pytest.mark.parametrize("x_range", RANGES)
def test_counts_are_numpys(hematology, x_range, bins):
    random = np.random.default_rng(1)
    x = edgy(*x_range, bins[0], 4000, random)
    y = random.permutation(edgy(-5.5, 1023, bins[1], 4000, random))
    with np.errstate(all="ignore"):
        expected = np.histogram2d(x, y, bins=bins, range=(x_range, (-5.5, 1023)))[0].T
    for is_plain in (False, True):
        np.testing.assert_array_equal(hematology.bin_pairs(x, y, x_range, (-5.5, 1023), bins, is_plain), expected)


def test_one_axis_counts_as_numpys(hematology):
    values = edgy(0, 1023, 256, 5000, np.random.default_rng(2))
    expected = np.histogram(values[np.isfinite(values)], bins=256, range=(0, 1023))[0]
    np.testing.assert_array_equal(hematology.bin(values, (0, 1023), 256), expected)


def test_equalised_levels_follow_the_ranks(hematology):
    counts = np.random.default_rng(3).poisson(3, (40, 50)).astype(np.uint32)
    tables = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 4, axis=1)
    levels = hematology.paint(counts, np.ascontiguousarray(tables))[::-1, :, 0]
    filled = np.sort(counts[counts > 0])
    below = np.searchsorted(filled, counts, side="left")
    most = (filled == filled[-1]).sum()
    expected = np.where(counts > 0, np.floor(1.5 + below / (len(filled) - most) * 254), 0)
    np.testing.assert_array_equal(levels, expected)


def written_by_flowio(events, names):
    file = io.BytesIO()
    flowio.create_fcs(file, events.flatten().tolist(), channel_names=names)
    return file.getvalue()


def test_files_of_flowio_are_read(hematology):
    events = np.random.default_rng(4).normal(500, 300, (777, 3)).astype(np.float32)
    names, values = hematology.fcs(written_by_flowio(events, ["FSC-A", "SSC-A", "CD45"]))
    assert names == ["FSC-A", "SSC-A", "CD45"]
    np.testing.assert_array_equal(values.T, events)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (7, 5), (33, 20)])
def test_bitmaps_of_pillow_are_read(hematology, mode, size):
    pixels = np.random.default_rng(5).integers(0, 256, (size[1], size[0], 3), np.uint8)
    image = Image.fromarray(pixels).quantize(16) if mode == "P" else Image.fromarray(pixels).convert(mode)
    file = io.BytesIO()
    image.save(file, "BMP")
    np.testing.assert_array_equal(hematology.bmp(file.getvalue())[..., :3], np.asarray(image.convert("RGB")))


@pytest.fixture
def plot(tmp_path):
    def run(data, *arguments):
        (tmp_path / "input").write_bytes(data)
        return subprocess.run(
            [binary(), "analyzer", "plot", tmp_path / "input", "-o", tmp_path / "out", *arguments], capture_output=True, text=True)
    return run


def test_a_flow_file_becomes_pictures(plot, tmp_path):
    events = np.random.default_rng(6).normal(500, 100, (2000, 2)).astype(np.float32)
    done = plot(written_by_flowio(events, ["FSC-A", "SSC-A"]), "--size", "report")
    assert done.returncode == 0, done.stderr
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["01-SSC-A-FSC-A.png", "01-SSC-A-FSC-A.svg", "02-FSC-A.png", "02-FSC-A.svg", "03-SSC-A.png", "03-SSC-A.svg"]
    for path in (tmp_path / "out").iterdir():
        if path.suffix == ".png":
            with Image.open(path) as picture:
                assert picture.width > 400 and len(set(picture.convert("RGB").getdata())) > 10
        else:
            assert ElementTree.parse(path).getroot().tag.endswith("svg")


@pytest.mark.parametrize("data", [b"", b"FCS3.1", b"FCS3.1" + b" " * 60, b"BM" + bytes(60), struct.pack("<60B", *range(60))])
def test_what_cannot_be_drawn_is_said(plot, data):
    done = plot(data)
    assert done.returncode == 1
    assert done.stderr.strip()
