"""The C parser on its own, compiled for the tests and called through ctypes."""
import ctypes
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from ccodecs import compiler

ROOT = Path(__file__).resolve().parents[2]
MODULE = ROOT / "CModules" / "CDICOM"

IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG = range(3)
NEED_MORE, TRUNCATED, MALFORMED, NOT_DICOM, UNSUPPORTED, LIMIT = -1, -2, -3, -4, -5, -6
UNDEFINED_LENGTH, BIG_ENDIAN, ENCAPSULATED, WRITTEN_AS_UN = 1, 2, 4, 8
NO_PARENT = 0xFFFFFFFF
VRS = [None] + (
    "AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split()
)


class Element(ctypes.Structure):
    _fields_ = [
        ("offset", ctypes.c_uint64), ("length", ctypes.c_uint64), ("tag", ctypes.c_uint32), ("parent", ctypes.c_uint32),
        ("end", ctypes.c_uint32), ("vr", ctypes.c_uint8), ("flags", ctypes.c_uint8), ("depth", ctypes.c_uint16),
    ]


class Table(ctypes.Structure):
    _fields_ = [
        ("elements", ctypes.POINTER(Element)), ("count", ctypes.c_size_t), ("capacity", ctypes.c_size_t),
        ("end", ctypes.c_uint64), ("syntax", ctypes.c_int), ("stopped", ctypes.c_int), ("stopped_at", Element),
    ]


class Options(ctypes.Structure):
    _fields_ = [
        ("dictionary", ctypes.c_void_p), ("syntax", ctypes.c_int), ("is_prefix", ctypes.c_int),
        ("stop_at_pixel_data", ctypes.c_int), ("only_group", ctypes.c_uint16), ("max_depth", ctypes.c_uint32),
        ("max_elements", ctypes.c_uint32),
    ]


class PartTen(ctypes.Structure):
    _fields_ = [
        ("meta_offset", ctypes.c_uint64), ("meta_length", ctypes.c_uint64), ("data_set_offset", ctypes.c_uint64),
        ("syntax_uid_offset", ctypes.c_uint64), ("syntax_uid_length", ctypes.c_uint64), ("syntax", ctypes.c_int),
    ]


class Error(ctypes.Structure):
    _fields_ = [("offset", ctypes.c_uint64), ("tag", ctypes.c_uint32), ("message", ctypes.c_char * 256)]


class Range(ctypes.Structure):
    _fields_ = [("offset", ctypes.c_uint64), ("length", ctypes.c_uint64)]


class FrameIndex(ctypes.Structure):
    _fields_ = [
        ("fragments", ctypes.POINTER(Range)), ("fragment_count", ctypes.c_uint32),
        ("first_fragment", ctypes.POINTER(ctypes.c_uint32)), ("frame_count", ctypes.c_uint32), ("end", ctypes.c_uint64),
    ]


class ParseError(Exception):
    def __init__(self, status: int, error: Error):
        super().__init__(f"{status}: {error.message.decode()} at {error.offset}")
        self.status, self.message, self.offset = status, error.message.decode(), error.offset


@cache
def library() -> ctypes.CDLL:
    """The parser as a shared object, with DCMTK's dictionary."""
    folder = Path(tempfile.mkdtemp(prefix="cdicom"))
    cc, cxx = compiler("clang"), compiler("clang++")
    flags = ["-O2", "-fPIC", f"-I{MODULE / 'include'}", f"-I{MODULE / 'parse'}", "-c"]
    objects = []
    for source in sorted((MODULE / "parse").glob("*.c*")):
        objects.append(str(folder / f"{source.name}.o"))
        command = [cc, "-std=gnu11"] if source.suffix == ".c" else [cxx, "-std=c++17"]
        subprocess.run([*command, *flags, str(source), "-o", objects[-1]], check=True)
    target = folder / "libcdicom.so"
    subprocess.run([cxx, "-shared", *objects, "-o", str(target), "-ldcmdata", "-loflog", "-lofstd", "-lz"], check=True)
    loaded = ctypes.CDLL(str(target))
    loaded.cdicom_dictionary_standard.restype = ctypes.c_void_p
    loaded.cdicom_dictionary_count.argtypes = [ctypes.c_void_p]
    return loaded


class DataSet:
    """A parsed data set: its table of elements, and the bytes they lie in."""

    def __init__(self, data: bytes, syntax: int, *, prefix=False, stop_at_pixel_data=False, max_depth=0, max_elements=0):
        self.data = data
        pointer = ctypes.POINTER(Table)()
        error = Error()
        options = Options(
            library().cdicom_dictionary_standard(), syntax, prefix, stop_at_pixel_data, 0, max_depth, max_elements)
        status = library().cdicom_parse(
            data, ctypes.c_size_t(len(data)), ctypes.byref(options), ctypes.byref(pointer), ctypes.byref(error))
        if status != 0:
            raise ParseError(status, error)
        table = pointer.contents
        self.elements = [Element.from_buffer_copy(table.elements[i]) for i in range(table.count)]
        self.end, self.syntax = table.end, table.syntax
        self.stopped_at = Element.from_buffer_copy(table.stopped_at) if table.stopped else None
        library().cdicom_table_destroy(pointer)

    def children(self, container: int = NO_PARENT):
        """Numbers of the elements directly inside a container."""
        i = 0 if container == NO_PARENT else container + 1
        end = len(self.elements) if container == NO_PARENT else self.elements[container].end
        while i < end:
            yield i
            i = self.elements[i].end

    def value(self, i: int) -> bytes:
        element = self.elements[i]
        return self.data[element.offset:element.offset + element.length]


def locate(data: bytes, *, prefix=False) -> PartTen:
    part10, error = PartTen(), Error()
    status = library().cdicom_part10_locate(
        data, ctypes.c_size_t(len(data)), prefix, ctypes.byref(part10), ctypes.byref(error))
    if status != 0:
        raise ParseError(status, error)
    return part10


def inflate(data: bytes, limit: int = 1 << 30) -> bytes:
    result, count, error = ctypes.POINTER(ctypes.c_uint8)(), ctypes.c_size_t(), Error()
    status = library().cdicom_inflate(
        data, ctypes.c_size_t(len(data)), ctypes.c_uint64(limit), ctypes.byref(result), ctypes.byref(count),
        ctypes.byref(error))
    if status != 0:
        raise ParseError(status, error)
    inflated = ctypes.string_at(result, count.value)
    library().cdicom_free(result)
    return inflated


def frames(data: bytes, offset: int, count: int) -> list[list[bytes]]:
    """The fragments of each frame."""
    pointer, error = ctypes.POINTER(FrameIndex)(), Error()
    status = library().cdicom_frame_index_create(
        data, ctypes.c_size_t(len(data)), ctypes.c_uint64(offset), ctypes.c_uint32(count), None, ctypes.byref(pointer),
        ctypes.byref(error))
    if status != 0:
        raise ParseError(status, error)
    index = pointer.contents
    found = [
        [data[index.fragments[i].offset:index.fragments[i].offset + index.fragments[i].length]
         for i in range(index.first_fragment[f], index.first_fragment[f + 1])]
        for f in range(index.frame_count)
    ]
    library().cdicom_frame_index_destroy(pointer)
    return found
