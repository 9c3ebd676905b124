"""Every picture that pydicom and pydicom-data ship, rendered by CRender and by pydicom's own steps.

With CRENDER_SHEETS=folder the pictures are also put on contact sheets there, to be looked at.
"""
import os
import warnings
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image, ImageDraw
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi_lut, apply_windowing, convert_color_space, pixel_array

import crender
import samples
from crender import AUTOMATIC, LINEAR, LINEAR_EXACT, SIGMOID, TABLE, VOI, Modality, Overlay, Palette, Table, request, source, window

FUNCTIONS = {"LINEAR": LINEAR, "LINEAR_EXACT": LINEAR_EXACT, "SIGMOID": SIGMOID}
COLOURS = ("Red", "Green", "Blue")


@pytest.fixture(scope="module")
def renderer():
    return crender.Renderer()


# What none of pydicom's decoders reads.
UNREAD = {"JPEG-lossy.dcm", "JPEG2000-embedded-sequence-delimiter.dcm", "SC_rgb_jpeg.dcm"}


def pictures():
    """Names of the files that hold pixels which pydicom can decode."""
    names = {path.name for path in samples.files() if pydicom.dcmread(path).get("PixelData")}
    return sorted(names - UNREAD)


def first_frame(name):
    """The dataset, and the stored values of its first frame without any conversion of colour."""
    dataset = samples.read(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return dataset, pixel_array(dataset, raw=True, index=0)


def whole(value):
    return value[0] if isinstance(value, pydicom.multival.MultiValue) else value


def group_of_first_frame(dataset, keyword):
    """A functional group of an enhanced object: the frame's own, else the one of all frames."""
    for groups in (dataset.get("PerFrameFunctionalGroupsSequence"), dataset.get("SharedFunctionalGroupsSequence")):
        if groups and keyword in groups[0]:
            return groups[0][keyword][0]
    return dataset


def table_of(item, is_signed):
    count, first, bits = item.LUTDescriptor
    first = (first + 32768) % 65536 - 32768 if is_signed else first % 65536
    data = item.LUTData
    entries = np.frombuffer(data, np.uint16) if isinstance(data, bytes) else np.array(data, np.uint16)
    return crender.table(entries[: count or 65536], first, bits)


def modality_of(dataset):
    if dataset.get("ModalityLUTSequence"):
        table = table_of(dataset.ModalityLUTSequence[0], dataset.PixelRepresentation)
        return crender.keeping(Modality(1, 0, table), table)
    values = group_of_first_frame(dataset, "PixelValueTransformationSequence")
    return Modality(float(values.get("RescaleSlope") or 1), float(values.get("RescaleIntercept") or 0), Table())


def voi_of(dataset):
    if dataset.get("VOILUTSequence"):
        signed = dataset.PixelRepresentation and not dataset.get("ModalityLUTSequence")
        table = table_of(dataset.VOILUTSequence[0], signed)
        return crender.keeping(VOI(TABLE, table=table), table)
    values = group_of_first_frame(dataset, "FrameVOILUTSequence")
    if values.get("WindowWidth") is None:
        return VOI(AUTOMATIC)
    function = FUNCTIONS[values.get("VOILUTFunction") or "LINEAR"]
    return window(float(whole(values.WindowCenter)), float(whole(values.WindowWidth)), function)


def palette_of(renderer, dataset):
    if "RedPaletteColorLookupTableDescriptor" not in dataset:
        return None
    tables = []
    for colour in COLOURS:
        count, first, bits = dataset[f"{colour}PaletteColorLookupTableDescriptor"].value
        count = count or 65536
        word = np.dtype("<u2" if dataset.original_encoding[1] else ">u2")
        if f"Segmented{colour}PaletteColorLookupTableData" in dataset:
            units = np.frombuffer(dataset[f"Segmented{colour}PaletteColorLookupTableData"].value, word).astype("<u2")
            entries = np.array(renderer.expand(units.tobytes(), 2, count), np.uint16)
        else:
            data = dataset[f"{colour}PaletteColorLookupTableData"].value
            entries = np.frombuffer(data, word if len(data) >= 2 * count else np.uint8)
        tables.append(crender.table(entries[:count], first, bits))
    return crender.keeping(Palette(*tables, dataset.PhotometricInterpretation != "PALETTE COLOR"), tables)


def padding_of(dataset):
    value = dataset.get("PixelPaddingValue")
    return None if value is None else (value, dataset.get("PixelPaddingRangeLimit", value))


def overlays_of(dataset):
    for group in range(0x6000, 0x6020, 2):
        if (group, 0x3000) in dataset:
            bits = np.frombuffer(dataset[group, 0x3000].value, np.uint8)
            row, column = dataset[group, 0x0050].value
            made = Overlay(bits.ctypes.data, len(bits), 0, 0, dataset[group, 0x0010].value, dataset[group, 0x0011].value, row,
                           column, 255, 255, 255)
            made.kept = bits
            yield made


def draw(renderer, dataset, pixels, **flags):
    photometric = str(dataset.PhotometricInterpretation)
    stored = dataset.BitsStored if dataset.BitsAllocated > 1 else 8
    described = source(pixels, min(stored, pixels.dtype.itemsize * 8), dataset.HighBit if dataset.BitsAllocated > 1 else None,
                       photometric=photometric)
    if "palette" not in flags:
        flags["palette"] = palette_of(renderer, dataset)
    return renderer.render(described, request(modality_of(dataset), voi_of(dataset), padding_of(dataset), **flags))


def drawn_by_pydicom(dataset, pixels):
    """Grey between 0 and 255 as real numbers, or colour."""
    photometric = dataset.PhotometricInterpretation
    if photometric == "PALETTE COLOR":
        colours = apply_color_lut(pixels, dataset)
        # OBXXXX1A_expb.dcm declares 16 bits, and has eight in the lower byte.
        return colours >> (dataset.RedPaletteColorLookupTableDescriptor[2] - 8) if colours.max() > 255 else colours
    if dataset.SamplesPerPixel == 3:
        colours = pixels >> (dataset.BitsStored - 8)
        return convert_color_space(colours, photometric, "RGB") if photometric.startswith("YBR_FULL") else colours
    values = modality_values(dataset, pixels)
    if dataset.get("VOILUTSequence"):
        grey = apply_voi_lut(values, dataset) / (2.0 ** dataset.VOILUTSequence[0].LUTDescriptor[2] - 1)
    elif group_of_first_frame(dataset, "FrameVOILUTSequence").get("WindowWidth") is not None:
        low, high = range_of_pydicom(dataset)
        grey = (windowed(dataset, values) - low) / (high - low)
    else:
        counted = values[~is_padding(dataset, pixels)]
        low, high = (0, 1) if dataset.BitsAllocated == 1 else (counted.min(), counted.max())
        grey = (values - low) / (high - low) if high > low else np.zeros(values.shape)
    grey = np.clip(grey, 0, 1) * 255
    return np.where(is_padding(dataset, pixels), 0, 255 - grey if photometric == "MONOCHROME1" else grey)


def modality_values(dataset, pixels):
    if dataset.get("ModalityLUTSequence"):
        return apply_modality_lut(pixels, dataset).astype(int)
    return apply_modality_lut(pixels, group_of_first_frame(dataset, "PixelValueTransformationSequence")).astype(float)


def windowed(dataset, values):
    """pydicom takes the window's parameters from the top of a dataset only."""
    flat = pydicom.Dataset()
    for keyword in ("PhotometricInterpretation", "BitsStored", "PixelRepresentation", "RescaleSlope", "RescaleIntercept"):
        if keyword in dataset:
            setattr(flat, keyword, dataset[keyword].value)
    window_of = group_of_first_frame(dataset, "FrameVOILUTSequence")
    flat.WindowCenter, flat.WindowWidth = whole(window_of.WindowCenter), whole(window_of.WindowWidth)
    flat.VOILUTFunction = window_of.get("VOILUTFunction", "LINEAR")
    return apply_windowing(values, flat)


def range_of_pydicom(dataset):
    """The output range that its apply_windowing chooses."""
    bits = dataset.BitsStored
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if dataset.PixelRepresentation else (0, (1 << bits) - 1)
    if "RescaleSlope" in dataset:
        return low * dataset.RescaleSlope + dataset.RescaleIntercept, high * dataset.RescaleSlope + dataset.RescaleIntercept
    return low, high


def is_padding(dataset, pixels):
    padding = padding_of(dataset)
    if padding is None:
        return np.zeros(pixels.shape, bool)
    low, high = sorted(np.array(padding).astype(pixels.dtype))
    return (pixels >= low) & (pixels <= high)


@pytest.mark.parametrize("name", pictures())
def test_the_picture_is_that_of_pydicom(renderer, name):
    dataset, pixels = first_frame(name)
    is_supplemental = dataset.PhotometricInterpretation == "MONOCHROME2" and palette_of(renderer, dataset)
    # A supplemental palette has a test of its own.
    drawn = draw(renderer, dataset, pixels, **({"palette": None} if is_supplemental else {}))
    expected = drawn_by_pydicom(dataset, pixels)
    assert drawn.shape == expected.shape
    assert np.abs(drawn - expected.astype(float)).max() <= 0.5 + 1e-6


def test_a_supplemental_palette(renderer):
    dataset, pixels = first_frame("eCT_Supplemental.dcm")
    drawn = draw(renderer, dataset, pixels)
    count, first, bits = dataset.RedPaletteColorLookupTableDescriptor
    coloured = pixels >= first
    assert coloured.any() and not coloured.all()
    tables = [np.frombuffer(dataset[f"{colour}PaletteColorLookupTableData"].value, np.uint16) for colour in COLOURS]
    indices = np.minimum(pixels[coloured] - first, count - 1)
    assert np.array_equal(drawn[coloured], np.stack([table[indices] >> (bits - 8) for table in tables], axis=-1))
    grey = draw(renderer, dataset, pixels, palette=None)
    assert np.array_equal(drawn[~coloured], np.repeat(grey[~coloured][:, None], 3, axis=1))


@pytest.mark.parametrize("name", ["MR-SIEMENS-DICOM-WithOverlays.dcm", "examples_overlay.dcm"])
def test_overlays(renderer, name):
    dataset, pixels = first_frame(name)
    overlays = list(overlays_of(dataset))
    assert overlays
    drawn, clean = draw(renderer, dataset, pixels, overlays=overlays), draw(renderer, dataset, pixels)
    is_set = np.zeros(clean.shape, bool)
    for group in range(0x6000, 0x6020, 2):
        if (group, 0x3000) in dataset:
            plane = dataset.overlay_array(group)
            row, column = dataset[group, 0x0050].value
            is_set[row - 1:row - 1 + plane.shape[0], column - 1:column - 1 + plane.shape[1]] |= plane.astype(bool)
    assert is_set.any()
    assert np.array_equal(drawn, np.where(is_set, 255, clean))


def test_subsampled_colour_as_it_is_stored(renderer):
    dataset = samples.read("SC_ybr_full_422_uncompressed.dcm")
    cells = np.frombuffer(dataset.PixelData, np.uint8)
    described = crender.Source(cells.ctypes.data, dataset.Rows * dataset.Columns * 2, dataset.Rows, dataset.Columns, 3, 8, 8, 7,
                               False, False, 0, 4, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert np.array_equal(renderer.render(described), dataset.pixel_array)


def test_contact_sheets(renderer):
    folder = os.environ.get("CRENDER_SHEETS")
    if not folder:
        pytest.skip("only on request")
    tiles = []
    for name in pictures():
        dataset, pixels = first_frame(name)
        fits = crender.Geometry(viewport_width=150, viewport_height=150)
        drawn = draw(renderer, dataset, pixels, geometry=fits, overlays=list(overlays_of(dataset)))
        tile = Image.new("RGB", (154, 168), (40, 40, 60))
        tile.paste(Image.fromarray(drawn).convert("RGB"), (2, 2))
        ImageDraw.Draw(tile).text((2, 154), name[:25], fill=(255, 255, 255))
        tiles.append(tile)
    sheet = Image.new("RGB", (154 * 9, 168 * -(-len(tiles) // 9)))
    for n, tile in enumerate(tiles):
        sheet.paste(tile, (n % 9 * 154, n // 9 * 168))
    sheet.save(Path(folder) / "samples.png")
