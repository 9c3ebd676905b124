"""CModules/CHematology for Python: built as a shared object with clang, called through ctypes.

Tests and benchmarks use it to set binning, colours and readers beside NumPy, Pillow and FlowIO, without the service around them.
"""
import subprocess
import tempfile
from ctypes import CDLL, POINTER, Structure, byref, c_bool, c_char, c_char_p, c_double, c_int, c_size_t, c_uint32, c_void_p, \
    create_string_buffer, string_at
from pathlib import Path

import numpy as np

from ccodecs import compiler

SOURCES = Path(__file__).resolve().parents[2] / "CModules" / "CHematology"
LINEAR, LOGARITHMIC, EQUALISED = range(3)
LEVELS = 256


class Axis(Structure):
    _fields_ = [("low", c_double), ("high", c_double), ("bins", c_uint32)]


class Matrix(Structure):
    _fields_ = [("counts", c_void_p), ("owners", c_void_p), ("columns", c_uint32), ("rows", c_uint32)]


class Image(Structure):
    _fields_ = [("width", c_uint32), ("height", c_uint32), ("rgba", c_void_p)]


class Parameter(Structure):
    _fields_ = [("bits", c_uint32), ("range", c_double), ("decades", c_double), ("zero", c_double), ("name", c_char_p),
                ("label", c_char_p), ("offset", c_size_t)]


class FCS(Structure):
    _fields_ = [("version", c_char * 4), ("text", c_void_p), ("keywords", c_void_p), ("keyword_count", c_size_t),
                ("parameters", POINTER(Parameter)), ("parameter_count", c_size_t), ("event_count", c_size_t),
                ("data_offset", c_size_t), ("event_length", c_size_t), ("data_type", c_char), ("is_big_endian", c_bool)]


class Gate(Structure):
    _fields_ = [("x", c_void_p), ("y", c_void_p), ("vertex_count", c_size_t)]


class HematologyError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def build(folder):
    """Compiles the module into `folder` as Package.swift does, and answers the shared object's path."""
    library = Path(folder) / "libchematology.so"
    subprocess.run(
        [compiler("clang"), "-std=gnu11", "-O3", "-fno-math-errno", "-fPIC", "-shared", f"-I{SOURCES / 'include'}",
         *sorted(SOURCES.glob("*.c")), "-o", library, "-lm"], check=True)
    return library


def address(array):
    return c_void_p(array.ctypes.data)


class Hematology:
    def __init__(self):
        with tempfile.TemporaryDirectory() as folder:
            self.c = CDLL(str(build(folder)))
        self.c.chematology_gate_count.restype = c_size_t

    def _check(self, status, message):
        if status:
            raise HematologyError(status, message.value.decode())

    def bin_pairs(self, x, y, x_range, y_range, bins, is_plain=False):
        """Counts by rows of y, as numpy.histogram2d(x, y, …)[0].T. Two arrays of 64-bit floating point."""
        columns, rows = bins
        counts = np.zeros((rows, columns), np.uint32)
        message = create_string_buffer(256)
        work = self.c.chematology_bin_pairs_plain if is_plain else self.c.chematology_bin_pairs
        self._check(work(address(x), address(y), c_size_t(len(x)), byref(Axis(*x_range, columns)), byref(Axis(*y_range, rows)),
                         address(counts), message), message)
        return counts

    def bin(self, values, bounds, bins):
        counts = np.zeros(bins, np.uint32)
        message = create_string_buffer(256)
        self._check(self.c.chematology_bin(
            address(values), c_size_t(len(values)), byref(Axis(*bounds, bins)), address(counts), message), message)
        return counts

    def paint(self, counts, tables, density=EQUALISED):
        """`tables`: LEVELS × 4 bytes of red, green, blue, alpha."""
        rows, columns = counts.shape
        rgba = np.empty((rows, columns, 4), np.uint8)
        message = create_string_buffer(256)
        matrix = Matrix(counts.ctypes.data, None, columns, rows)
        self._check(self.c.chematology_paint(
            byref(matrix), c_int(density), address(tables), c_size_t(tables.size // (4 * LEVELS)), address(rgba), message), message)
        return rgba

    def gate(self, vertices, x, y):
        """Which events lie inside, as an array of booleans."""
        corners = np.ascontiguousarray(np.array(vertices, float).T)
        inside = np.zeros(len(x), np.uint8)
        gate = Gate(corners[0].ctypes.data, corners[1].ctypes.data, len(vertices))
        count = self.c.chematology_gate_count(byref(gate), address(x), address(y), c_size_t(len(x)), address(inside))
        assert count == inside.sum()
        return inside.astype(bool)

    def fcs(self, data):
        """The parameters' names and an array of parameters × events."""
        file, message = FCS(), create_string_buffer(256)
        self._check(self.c.chematology_fcs_open(data, c_size_t(len(data)), byref(file), message), message)
        values = np.empty((file.parameter_count, file.event_count))
        for index in range(file.parameter_count):
            self._check(self.c.chematology_fcs_column(
                data, c_size_t(len(data)), byref(file), c_size_t(index), address(values[index]), message), message)
        names = [file.parameters[index].name.decode() for index in range(file.parameter_count)]
        self.c.chematology_fcs_close(byref(file))
        return names, values

    def bmp(self, data):
        """Rows × columns × 4 bytes of red, green, blue, alpha."""
        image, message = Image(), create_string_buffer(256)
        self._check(self.c.chematology_bmp(data, c_size_t(len(data)), byref(image), message), message)
        pixels = np.frombuffer(string_at(image.rgba, image.width * image.height * 4), np.uint8)
        self.c.chematology_free(c_void_p(image.rgba))
        return pixels.reshape(image.height, image.width, 4)
