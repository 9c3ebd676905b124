"""One scattergram on a page: the picture in its box, ticks, numbers and names, by CModules/CPaper as Core/Hematology draws it."""
import subprocess
import tempfile
from ctypes import CDLL, POINTER, Structure, byref, c_bool, c_char_p, c_double, c_int, c_size_t, c_uint8, c_uint32, c_void_p, \
    create_string_buffer, string_at
from pathlib import Path

from ccodecs import compiler

SOURCES = Path(__file__).resolve().parents[2] / "CModules" / "CPaper"
LIBRARIES = ["pangoft2-1.0", "fontconfig", "freetype", "qrencode", "zint", "jpeg", "z", "m"]
PNG, RGBA, SANS, CENTRE, TOP = 2, 0, 0, 1, 0


class Options(Structure):
    _fields_ = [("kind", c_int), ("resolution", c_double), ("quality", c_int), ("title", c_char_p), ("author", c_char_p),
                ("created", c_char_p)]


class Colour(Structure):
    _fields_ = [("red", c_double), ("green", c_double), ("blue", c_double), ("alpha", c_double)]


class Stroke(Structure):
    _fields_ = [("width", c_double), ("color", Colour), ("cap", c_int), ("dash", c_void_p), ("dash_count", c_size_t)]


class Text(Structure):
    _fields_ = [("text", c_char_p), ("length", c_size_t), ("family", c_int), ("size", c_double), ("weight", c_int),
                ("is_italic", c_bool), ("x", c_double), ("y", c_double), ("width", c_double), ("alignment", c_int), ("anchor", c_int),
                ("line_limit", c_int), ("rotation", c_double), ("color", Colour)]


class Picture(Structure):
    _fields_ = [("format", c_int), ("data", c_void_p), ("length", c_size_t), ("width", c_uint32), ("height", c_uint32),
                ("is_sharp", c_bool)]


class File(Structure):
    _fields_ = [("data", POINTER(c_uint8)), ("length", c_size_t)]


def flags(*wanted):
    return subprocess.run(["pkg-config", *wanted, "pangocairo"], check=True, capture_output=True, text=True).stdout.split()


class Page:
    """`pixels` square, at 100 dots an inch."""

    def __init__(self, pixels: int):
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "libcpaper.so"
            subprocess.run(
                [compiler("clang"), "-std=gnu11", "-O3", "-fno-math-errno", "-fPIC", "-shared", f"-I{SOURCES / 'include'}", *flags("--cflags"),
                 *sorted(SOURCES.glob("*.c")), "-o", library, *flags("--libs"), *(f"-l{name}" for name in LIBRARIES)], check=True)
            self.c = CDLL(str(library))
        self.side = pixels * 25.4 / 100

    def png(self, rgba) -> bytes:
        sheet, message, black = c_void_p(), create_string_buffer(256), Colour(0, 0, 0, 1)
        self._check(self.c.cpaper_open(byref(Options(PNG, 100, 0)), byref(sheet), message), message)
        self._check(self.c.cpaper_page(sheet, c_double(self.side), c_double(self.side), message), message)
        left, top, box = self.side * 0.14, self.side * 0.1, self.side * 0.76
        rows, columns, _ = rgba.shape
        picture = Picture(RGBA, rgba.ctypes.data, rgba.size, columns, rows, True)
        self._check(self.c.cpaper_draw_picture(
            sheet, byref(picture), c_double(left), c_double(top), c_double(box), c_double(box), message), message)
        stroke = Stroke(0.2, black, 0, None, 0)
        self.c.cpaper_rectangle(sheet, c_double(left), c_double(top), c_double(box), c_double(box), c_double(0), None, byref(stroke))
        for share, number in zip((0.25, 0.5, 0.75), ("512", "1024", "1536")):
            self._text(sheet, number, left + share * box, top + box + 0.5, 0)
            self._text(sheet, number, left - 2.5, top + (1 - share) * box, -90)
        self._text(sheet, "白细胞分类 WBC differential", left + box / 2, 0.5, 0)
        self._text(sheet, "电阻 Resistance", left + box / 2, top + box + 3.5, 0)
        self._text(sheet, "吸光 Absorbance", 1, top + box / 2, -90)
        file = File()
        self._check(self.c.cpaper_finish(sheet, byref(file), message), message)
        data = string_at(file.data, file.length)
        self.c.cpaper_release(byref(file))
        self.c.cpaper_close(sheet)
        return data

    def _text(self, sheet, words, x, y, rotation):
        data = words.encode()
        self.c.cpaper_draw_text(
            sheet, byref(Text(data, len(data), SANS, 2.6, 400, False, x, y, 0, CENTRE, TOP, 0, rotation, Colour(0, 0, 0, 1))))

    @staticmethod
    def _check(status, message):
        if status:
            raise RuntimeError(message.value.decode())
