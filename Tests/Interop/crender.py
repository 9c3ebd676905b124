"""CModules/CRender for Python: built as a shared object with clang, called through ctypes.

Tests and benchmarks use it to set the renderer beside NumPy, Pillow and pydicom, without the service around it.
"""
import ctypes
import os
import subprocess
import tempfile
from ctypes import POINTER, Structure, byref, c_bool, c_double, c_float, c_int, c_int32, c_size_t, c_uint8, c_uint16, \
    c_uint32, c_uint64, c_void_p
from pathlib import Path

import numpy as np

from ccodecs import compiler

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "CModules" / "CRender"
LIBRARIES = ["jpeg", "z", "m"]

PHOTOMETRIC = {"MONOCHROME1": 0, "MONOCHROME2": 1, "PALETTE COLOR": 2, "RGB": 3, "YBR_ICT": 3, "YBR_RCT": 3, "YBR_FULL": 4,
               "YBR_FULL_422": 4, "YBR_PARTIAL_422": 5}
INTEGER, FLOAT32, FLOAT64 = range(3)
AUTOMATIC, LINEAR, LINEAR_EXACT, SIGMOID, TABLE = range(5)
BILINEAR, BICUBIC, NEAREST = range(3)


class Source(Structure):
    _fields_ = [("pixels", c_void_p), ("length", c_size_t), ("rows", c_uint32), ("columns", c_uint32), ("samples", c_uint32),
                ("bits_allocated", c_uint32), ("bits_stored", c_uint32), ("high_bit", c_uint32), ("is_signed", c_bool),
                ("is_planar", c_bool), ("kind", c_int), ("photometric", c_int), ("bit_offset", c_uint64)]


class Table(Structure):
    _fields_ = [("entries", c_void_p), ("length", c_size_t), ("count", c_uint32), ("first", c_int32), ("bits", c_uint32),
                ("bytes_per_entry", c_uint32)]


class Modality(Structure):
    _fields_ = [("slope", c_double), ("intercept", c_double), ("table", Table)]


class VOI(Structure):
    _fields_ = [("kind", c_int), ("centre", c_double), ("width", c_double), ("clip", c_double), ("table", Table)]


class Padding(Structure):
    _fields_ = [("is_present", c_bool), ("value", c_double), ("limit", c_double)]


class Palette(Structure):
    _fields_ = [("red", Table), ("green", Table), ("blue", Table), ("is_supplemental", c_bool)]


class Overlay(Structure):
    _fields_ = [("bits", c_void_p), ("length", c_size_t), ("bit_offset", c_uint64), ("embedded_bit", c_uint32),
                ("rows", c_uint32), ("columns", c_uint32), ("origin_row", c_int32), ("origin_column", c_int32),
                ("red", c_uint8), ("green", c_uint8), ("blue", c_uint8)]


class Geometry(Structure):
    _fields_ = [("crop_x", c_uint32), ("crop_y", c_uint32), ("crop_width", c_uint32), ("crop_height", c_uint32),
                ("viewport_width", c_uint32), ("viewport_height", c_uint32), ("pixel_aspect", c_double), ("rotation", c_uint32),
                ("flips_horizontally", c_bool), ("flips_vertically", c_bool), ("filter", c_int)]


class Request(Structure):
    _fields_ = [("modality", Modality), ("voi", VOI), ("padding", Padding), ("inverts", c_bool), ("has_inverse_shape", c_bool),
                ("palette", POINTER(Palette)), ("overlays", POINTER(Overlay)), ("overlay_count", c_size_t),
                ("geometry", Geometry), ("bits", c_uint32)]


class Picture(Structure):
    _fields_ = [("width", c_uint32), ("height", c_uint32), ("channels", c_uint32), ("bits", c_uint32), ("data", c_void_p),
                ("length", c_size_t)]


class Values(Structure):
    _fields_ = [("kind", c_int), ("data", c_void_p), ("length", c_size_t)]


class Statistics(Structure):
    _fields_ = [("count", c_uint64), ("minimum", c_double), ("maximum", c_double), ("mean", c_double),
                ("standard_deviation", c_double)]


class File(Structure):
    _fields_ = [("data", c_void_p), ("length", c_size_t)]


class Window(Structure):
    """The inner struct of window.h."""
    _fields_ = [("scale", c_float), ("offset", c_float), ("up", c_uint32), ("down", c_uint32), ("is_signed", c_bool),
                ("inverts", c_bool), ("has_padding", c_bool), ("padding_first", c_uint16), ("padding_span", c_uint16)]


class RenderError(Exception):
    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status = status


def build(folder, *flags):
    """Compiles the module into `folder` as Package.swift does, and answers the shared object's path."""
    library = Path(folder) / "libcrender.so"
    subprocess.run(
        [compiler("clang"), "-std=gnu11", "-O3", "-fno-math-errno", "-fPIC", "-shared", *flags, f"-I{SOURCES / 'include'}",
         *sorted(SOURCES.glob("*.c")), "-o", library, *(f"-l{name}" for name in LIBRARIES)], check=True)
    return library


def source(pixels, bits_stored=None, high_bit=None, photometric="MONOCHROME2", is_planar=False):
    """Describes an array: rows × columns, or with three samples last (first when planar). Keep the array alive."""
    pixels = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("="))
    bits = pixels.dtype.itemsize * 8
    samples = 3 if pixels.ndim == 3 else 1
    rows, columns = pixels.shape[1:] if is_planar else pixels.shape[:2]
    kind = {"f4": FLOAT32, "f8": FLOAT64}.get(pixels.dtype.str[1:], INTEGER)
    stored = bits_stored or min(bits, 32)
    described = Source(pixels.ctypes.data, pixels.nbytes, rows, columns, samples, min(bits, 32), stored,
                       stored - 1 if high_bit is None else high_bit, pixels.dtype.kind == "i", is_planar, kind,
                       PHOTOMETRIC[photometric], 0)
    described.kept = pixels
    return described


def table(entries, first=0, bits=16):
    entries = np.ascontiguousarray(entries, np.dtype(entries.dtype).newbyteorder("="))
    made = Table(entries.ctypes.data, entries.nbytes, len(entries), first, bits, entries.dtype.itemsize)
    made.kept = entries
    return made


def keeping(made, *kept):
    """Keeps what a structure points to for as long as the structure itself."""
    made.kept = kept
    return made


def window(centre, width, kind=LINEAR):
    return VOI(kind, centre, width, 0, Table())


def request(modality=None, voi=None, padding=None, overlays=(), palette=None, geometry=None, bits=8, **flags):
    made = Request(modality or Modality(1, 0, Table()), voi or VOI(), Padding(padding is not None, *(padding or (0, 0))),
                   geometry=geometry or Geometry(), bits=bits, overlay_count=len(overlays), **flags)
    made.kept = (modality, voi, overlays, palette)
    if overlays:
        made.overlays = (Overlay * len(overlays))(*overlays)
    if palette:
        made.palette = ctypes.pointer(palette)
    return made


class Renderer:
    def __init__(self, library=None):
        """`library`, or $CRENDER_LIBRARY, is a shared object built before; without it one is built in a temporary folder."""
        library = library or os.environ.get("CRENDER_LIBRARY")
        if library:
            self.c = ctypes.CDLL(str(library))
        else:
            with tempfile.TemporaryDirectory() as folder:
                self.c = ctypes.CDLL(str(build(folder)))
        self.c.crender_free.argtypes = [c_void_p]
        self.message = ctypes.create_string_buffer(256)

    def _call(self, function, *arguments):
        status = getattr(self.c, function)(*arguments, self.message)
        if status != 0:
            raise RenderError(status, self.message.value.decode(errors="replace"))

    def render(self, described, wanted=None):
        """The picture as an array: rows × columns, with three channels last for colour."""
        wanted, picture = wanted or request(), Picture()
        self._call("crender_render", byref(described), byref(wanted), byref(picture))
        raw = ctypes.string_at(picture.data, picture.length)
        self.c.crender_free(picture.data)
        shape = (picture.height, picture.width) + ((3,) if picture.channels == 3 else ())
        return np.frombuffer(raw, np.uint16 if picture.bits == 16 else np.uint8).reshape(shape)

    def values(self, described, modality=None):
        values = Values()
        self._call("crender_modality_values", byref(described), byref(modality or Modality(1, 0, Table())), byref(values))
        raw = ctypes.string_at(values.data, values.length)
        self.c.crender_free(values.data)
        return np.frombuffer(raw, (np.int16, np.uint16, np.float32)[values.kind]).reshape(described.rows, described.columns)

    def measure(self, described, modality=None, padding=None):
        statistics = Statistics()
        self._call("crender_measure", byref(described), byref(modality or Modality(1, 0, Table())),
                   byref(Padding(padding is not None, *(padding or (0, 0)))), byref(statistics))
        return statistics

    def histogram(self, described, low, high, bins, modality=None, padding=None):
        counts = (c_uint64 * bins)()
        self._call("crender_histogram", byref(described), byref(modality or Modality(1, 0, Table())),
                   byref(Padding(padding is not None, *(padding or (0, 0)))), c_double(low), c_double(high), counts,
                   c_size_t(bins))
        return np.array(counts[:], np.uint64)

    def expand(self, segments, bytes_per_unit, capacity):
        entries, count = (c_uint16 * max(capacity, 1))(), c_size_t()
        self._call("crender_palette_expand", bytes(segments), c_size_t(len(segments) // bytes_per_unit), bytes_per_unit,
                   entries, c_size_t(capacity), byref(count))
        return list(entries[: count.value])

    def encode(self, pixels, quality=None):
        """A JPEG of the array at that quality, or a PNG."""
        pixels, file = np.ascontiguousarray(pixels), File()
        picture = Picture(pixels.shape[1], pixels.shape[0], 3 if pixels.ndim == 3 else 1, pixels.dtype.itemsize * 8,
                          pixels.ctypes.data, pixels.nbytes)
        if quality is None:
            self._call("crender_png", byref(picture), byref(file))
        else:
            self._call("crender_jpeg", byref(picture), quality, byref(file))
        encoded = ctypes.string_at(file.data, file.length)
        self.c.crender_free(file.data)
        return encoded

    def encode_in_parts(self, pixels, quality, part_rows):
        """A JPEG of the array, each strip of `part_rows` rows coded by itself."""
        pixels = np.ascontiguousarray(pixels)
        picture = Picture(pixels.shape[1], pixels.shape[0], 3 if pixels.ndim == 3 else 1, 8, pixels.ctypes.data, pixels.nbytes)
        parts = (File * -(-pixels.shape[0] // part_rows))()
        for number in range(len(parts)):
            self._call("crender_jpeg_part", byref(picture), number, part_rows, quality, byref(parts[number]))
        file = File()
        self._call("crender_jpeg_join", parts, c_size_t(len(parts)), pixels.shape[0], byref(file))
        encoded = ctypes.string_at(file.data, file.length)
        for one in [*parts, file]:
            self.c.crender_free(c_void_p(one.data))
        return encoded

    def kernels(self):
        """The window kernels that this machine can run, the plain one first."""
        names = ["plain"]
        flags = Path("/proc/cpuinfo").read_text(errors="replace") if Path("/proc/cpuinfo").exists() else ""
        names += ["avx2"] if " avx2" in flags else []
        names += ["avx512"] if " avx512bw" in flags else []
        return {name: getattr(self.c, f"crender_window_{name}") for name in names}
