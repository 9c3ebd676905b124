"""Volumes of CModules/CRender for Python, through ctypes: filled from arrays, cut into arrays."""
import ctypes
from ctypes import POINTER, Structure, byref, c_bool, c_double, c_float, c_int, c_int32, c_size_t, c_ssize_t, c_uint32, c_uint64, \
    c_void_p

import numpy as np

import crender

KINDS = [np.dtype("int16"), np.dtype("uint16"), np.dtype("float32")]
NEAREST, LINEAR, CUBIC = range(3)
MAXIMUM, MINIMUM, MEAN = range(3)
RUN = 64


class Volume(Structure):
    _fields_ = [("kind", c_int), ("columns", c_uint32), ("rows", c_uint32), ("slices", c_uint32), ("voxels", c_void_p),
                ("length", c_size_t), ("outside", c_double), ("has_padding", c_bool), ("places", POINTER(c_double))]


class SliceFacts(Structure):
    _fields_ = [("least", c_double), ("greatest", c_double), ("padded", c_uint64), ("padding_low", c_double),
                ("padding_high", c_double)]


class Plane(Structure):
    _fields_ = [("origin", c_double * 3), ("right", c_double * 3), ("down", c_double * 3), ("through", c_double * 3),
                ("width", c_uint32), ("height", c_uint32), ("layers", c_uint32), ("interpolation", c_int), ("projection", c_int)]


class Curve(Structure):
    _fields_ = [("points", POINTER(c_double)), ("through", POINTER(c_double)), ("down", c_double * 3), ("width", c_uint32),
                ("height", c_uint32), ("layers", c_uint32), ("interpolation", c_int), ("projection", c_int)]


class Run(Structure):
    """The inner struct of run.h."""
    _fields_ = [("base", c_int32 * 3), ("start", c_float * 3), ("step", c_float * 3), ("third", POINTER(c_float)),
                ("count", c_uint32), ("is_interior", c_bool), ("ahead", c_ssize_t)]


class Volumes(crender.Renderer):
    """Keeps every volume for as long as itself."""

    def load(self, slices, padding=None, rescales=None, kind=None, bits_stored=None):
        """A volume of frames: their own type where that is 16 bits wide, else (or with a rescale for each) floating point."""
        dtype = np.dtype(kind or ("float32" if rescales or slices[0].dtype.itemsize != 2 else slices[0].dtype))
        volume = Volume()
        rows, columns = slices[0].shape
        self._call("crender_volume_create", KINDS.index(dtype), columns, rows, len(slices), byref(volume))
        facts = [SliceFacts() for _ in slices]
        excluded = crender.Padding(padding is not None, *(padding or (0, 0)))
        for number, pixels in enumerate(slices):
            modality = crender.Modality(*(rescales[number] if rescales else (1, 0)), crender.Table())
            described = crender.source(pixels, bits_stored=bits_stored)
            self._call("crender_volume_load", byref(volume), number, byref(described), byref(modality), byref(excluded),
                       byref(facts[number]))
        self.c.crender_volume_settle(byref(volume), c_double(min(fact.least for fact in facts)))
        for number, fact in enumerate(facts):
            self._call("crender_volume_blank", byref(volume), number, byref(fact))
        volume.facts = facts
        return volume

    def voxels(self, volume):
        shape = volume.slices, volume.rows, volume.columns
        return np.frombuffer(ctypes.string_at(volume.voxels, volume.length), KINDS[volume.kind]).reshape(shape)

    def placed(self, volume, places):
        """Gives slices places of their own."""
        volume.kept = (c_double * len(places))(*places)
        volume.places = ctypes.cast(volume.kept, POINTER(c_double))
        return volume

    def cut(self, volume, origin, right, down, size, through=(0, 0, 0), layers=1, interpolation=LINEAR, projection=MAXIMUM,
            out=None):
        width, height = size
        plane = Plane(*((c_double * 3)(*vector) for vector in (origin, right, down, through)), width, height, layers,
                      interpolation, projection)
        pixels = np.empty((height, width), KINDS[volume.kind]) if out is None else out
        self._call("crender_plane_sample", byref(volume), byref(plane), pixels.ctypes.data_as(c_void_p), c_size_t(pixels.nbytes))
        return pixels

    def lay_flat(self, volume, points, down, height, through=None, layers=1, interpolation=LINEAR, projection=MAXIMUM):
        points = np.ascontiguousarray(points, np.float64)
        through = np.ascontiguousarray(np.zeros_like(points) if through is None else through, np.float64)
        curve = Curve(points.ctypes.data_as(POINTER(c_double)), through.ctypes.data_as(POINTER(c_double)), (c_double * 3)(*down),
                      len(points), height, layers, interpolation, projection)
        pixels = np.empty((height, len(points)), KINDS[volume.kind])
        self._call("crender_curve_sample", byref(volume), byref(curve), pixels.ctypes.data_as(c_void_p), c_size_t(pixels.nbytes))
        return pixels

    def linear_kernels(self):
        """The linear kernels that this machine can run, the plain one first."""
        return {name: getattr(self.c, f"crender_run_linear_{name}") for name in self.kernels()}
