"""CModules/CCodecs for Python: built as a shared object with clang, called through ctypes.

Tests and benchmarks use it to set the codecs beside independent ones, without the service around them.
"""

import ctypes
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "CModules" / "CCodecs"
LIBRARIES = ["charls", "openjp2", "openjph", "jpeg", "z"]

PHOTOMETRIC = [
    "OTHER", "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420",
    "YBR_PARTIAL_422", "YBR_ICT", "YBR_RCT",
]
BUFFER_TOO_SMALL = -6


class FrameInfo(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_uint32)
        for name in (
            "rows", "columns", "samples_per_pixel", "bits_allocated", "bits_stored", "high_bit", "pixel_representation",
            "planar_configuration", "photometric",
        )
    ]

    @classmethod
    def of(cls, dataset):
        term = str(dataset.PhotometricInterpretation)
        return cls(
            dataset.Rows, dataset.Columns, dataset.SamplesPerPixel, dataset.BitsAllocated, dataset.BitsStored,
            dataset.HighBit, dataset.PixelRepresentation, dataset.get("PlanarConfiguration") or 0,
            PHOTOMETRIC.index(term) if term in PHOTOMETRIC else 0)

    def copy(self):
        return FrameInfo.from_buffer_copy(self)


class CodecError(Exception):
    def __init__(self, status, message):
        super().__init__(f"{status}: {message}")
        self.status = status


def compiler(name):
    """clang from the PATH, or the one that stands beside swift."""
    found = shutil.which(name)
    swift = shutil.which("swift")
    if not found and swift:
        found = shutil.which(name, path=str(pathlib.Path(swift).resolve().parent))
    return found or name


def build(folder):
    """Compiles the module into `folder` with the flags that Package.swift gives it, and answers the shared object's path."""
    objects = []
    for source in sorted([*SOURCES.glob("*.c"), *SOURCES.glob("*.cpp")]):
        cxx = source.suffix == ".cpp"
        target = pathlib.Path(folder) / (source.stem + ".o")
        subprocess.run(
            [compiler("clang++" if cxx else "clang"), "-std=c++17" if cxx else "-std=gnu11", "-O3", "-fno-math-errno", "-fPIC",
             f"-I{SOURCES / 'include'}", "-c", source, "-o", target], check=True)
        objects.append(target)
    library = pathlib.Path(folder) / "libccodecs.so"
    subprocess.run([compiler("clang++"), "-shared", *objects, "-o", library, *(f"-l{name}" for name in LIBRARIES)], check=True)
    return library


class Codecs:
    def __init__(self, library=None):
        """`library`, or $CCODECS_LIBRARY, is a shared object built before; without it one is built in a temporary folder."""
        library = library or os.environ.get("CCODECS_LIBRARY")
        if library:
            self.c = ctypes.CDLL(str(library))
        else:
            with tempfile.TemporaryDirectory() as folder:
                self.c = ctypes.CDLL(str(build(folder)))
        self.c.ccodecs_frame_length.restype = ctypes.c_size_t

    def can_decode(self, uid):
        return bool(self.c.ccodecs_can_decode(uid.encode()) & 1)

    def can_encode(self, uid):
        return bool(self.c.ccodecs_can_encode(uid.encode()) & 1)

    def frame_length(self, info):
        return self.c.ccodecs_frame_length(ctypes.byref(info))

    def decode(self, uid, encoded, info):
        """The native bytes and the information that goes with them."""
        result, message, length = info.copy(), ctypes.create_string_buffer(256), ctypes.c_size_t()
        capacity = self.frame_length(info)
        while True:
            out = ctypes.create_string_buffer(max(capacity, 1))
            status = self.c.ccodecs_decode(
                uid.encode(), bytes(encoded), ctypes.c_size_t(len(encoded)), ctypes.byref(result), out,
                ctypes.c_size_t(capacity), ctypes.byref(length), message, ctypes.c_size_t(256))
            if status != BUFFER_TOO_SMALL:
                break
            result, capacity = info.copy(), length.value
        if status != 0:
            raise CodecError(status, message.value.decode(errors="replace"))
        return out.raw[: length.value], result

    def encode(self, uid, pixels, info):
        """The encoded bytes and the information that their header needs."""
        result, message, length = info.copy(), ctypes.create_string_buffer(256), ctypes.c_size_t()
        out = ctypes.POINTER(ctypes.c_uint8)()
        status = self.c.ccodecs_encode(
            uid.encode(), bytes(pixels), ctypes.c_size_t(len(pixels)), ctypes.byref(result), ctypes.byref(out),
            ctypes.byref(length), message, ctypes.c_size_t(256))
        if status != 0:
            raise CodecError(status, message.value.decode(errors="replace"))
        encoded = ctypes.string_at(out, length.value)
        self.c.ccodecs_free(out)
        return encoded, result

    def inflate(self, deflated, limit):
        message, length = ctypes.create_string_buffer(256), ctypes.c_size_t()
        out = ctypes.POINTER(ctypes.c_uint8)()
        status = self.c.ccodecs_inflate(
            bytes(deflated), ctypes.c_size_t(len(deflated)), ctypes.c_size_t(limit), ctypes.byref(out), ctypes.byref(length),
            message, ctypes.c_size_t(256))
        if status != 0:
            raise CodecError(status, message.value.decode(errors="replace"))
        inflated = ctypes.string_at(out, length.value)
        self.c.ccodecs_free(out)
        return inflated
