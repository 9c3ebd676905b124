#!/usr/bin/env python3
"""Ratio and speed of the lossless codecs, ours beside their Python bindings: the same frames, in the same run, one thread, in turns.

    Benchmarks/run codecs [FOLDER] [--frames 16] [--rounds 3]

FOLDER holds uncompressed grey DICOM files of one size, a CT series say; without it the synthetic series is measured. Speeds are megabytes of uncompressed pixels a second of
processor time, the median of the rounds. Every frame that any codec decodes is compared with what went in.
"""

import argparse
import ctypes
import pathlib
import platform
import statistics
import sys
import time

import imagecodecs
import jpeg_ls
import numpy
import openjpeg.utils
import pydicom
import rle

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS.parent / "Tests" / "Interop")]
from ccodecs import Codecs, FrameInfo  # noqa: E402


def frames_in(folder, count):
    """Evenly spread frames of the most frequent size, with the header of the first."""
    datasets = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if not path.is_file():
            continue
        try:
            dataset = pydicom.dcmread(path)
        except (pydicom.errors.InvalidDicomError, OSError):
            continue
        if "PixelData" in dataset and not dataset.file_meta.TransferSyntaxUID.is_encapsulated and dataset.SamplesPerPixel == 1:
            datasets.append(dataset)
    if not datasets:
        sys.exit(f"{folder}: no uncompressed grey images")
    shape = statistics.mode((d.Rows, d.Columns, d.BitsAllocated, d.BitsStored, d.PixelRepresentation) for d in datasets)
    alike = [d for d in datasets if (d.Rows, d.Columns, d.BitsAllocated, d.BitsStored, d.PixelRepresentation) == shape]
    chosen = alike[:: max(1, len(alike) // count)][:count]
    return [numpy.ascontiguousarray(d.pixel_array) for d in chosen], FrameInfo.of(chosen[0])


class Ours:
    """Our codec without Python's copies: buffers are made once, as the service makes them."""

    def __init__(self, codecs, uid, info):
        self.c, self.uid, self.info = codecs.c, uid.encode(), info
        self.length = codecs.frame_length(info)
        self.room = ctypes.create_string_buffer(self.length)
        self.message = ctypes.create_string_buffer(256)

    def encode(self, array):
        info, out, length = self.info.copy(), ctypes.POINTER(ctypes.c_uint8)(), ctypes.c_size_t()
        status = self.c.ccodecs_encode(
            self.uid, ctypes.c_void_p(array.ctypes.data), ctypes.c_size_t(array.nbytes), ctypes.byref(info), ctypes.byref(out),
            ctypes.byref(length), self.message, ctypes.c_size_t(256))
        if status != 0:
            raise RuntimeError(self.message.value)
        encoded = ctypes.string_at(out, length.value)
        self.c.ccodecs_free(out)
        return encoded

    def decode(self, encoded):
        info, length = self.info.copy(), ctypes.c_size_t()
        status = self.c.ccodecs_decode(
            self.uid, encoded, ctypes.c_size_t(len(encoded)), ctypes.byref(info), self.room, ctypes.c_size_t(self.length),
            ctypes.byref(length), self.message, ctypes.c_size_t(256))
        if status != 0:
            raise RuntimeError(self.message.value)
        return self.room


def rle_encode(array):
    return rle.encode_pixel_data(
        array.tobytes(), rows=array.shape[0], columns=array.shape[1], samples_per_pixel=1, number_of_frames=1,
        bits_allocated=array.itemsize * 8, byteorder="<")


def subjects(codecs, info):
    """For each syntax, ours and then the peers: name, encode, decode. A decoder gives anything that holds the pixels."""
    uid, bits = "1.2.840.10008.1.2.", info.bits_stored
    ours = lambda suffix: (lambda codec: ("ours", codec.encode, codec.decode))(Ours(codecs, uid + suffix, info))  # noqa: E731
    return {
        "RLE": [ours("5"), (
            "pylibjpeg-rle", rle_encode,
            lambda e: rle.decode_pixel_data(
                e, version=2, rows=info.rows, columns=info.columns, bits_allocated=info.bits_allocated, samples_per_pixel=1))],
        "JPEG lossless SV1 (.70)": [ours("4.70"), (
            "imagecodecs ljpeg", lambda a: imagecodecs.ljpeg_encode(a, bitspersample=bits), imagecodecs.ljpeg_decode)],
        "JPEG lossless (.57)": [ours("4.57"), (
            "imagecodecs ljpeg", lambda a: imagecodecs.ljpeg_encode(a, bitspersample=bits), imagecodecs.ljpeg_decode)],
        "JPEG-LS (.80)": [
            ours("4.80"), ("pyjpegls", jpeg_ls.encode_array, lambda e: jpeg_ls.decode_pixel_data(e)[0]),
            ("imagecodecs jpegls", imagecodecs.jpegls_encode, imagecodecs.jpegls_decode)],
        "JPEG 2000 (.90)": [
            ours("4.90"),
            ("pylibjpeg-openjpeg", lambda a: openjpeg.utils.encode_array(a, bits_stored=bits, photometric_interpretation=2), openjpeg.utils.decode),
            ("imagecodecs jpeg2k", lambda a: imagecodecs.jpeg2k_encode(a, level=0, codecformat="j2k", bitspersample=bits), imagecodecs.jpeg2k_decode)],
        "HTJ2K (.201)": [ours("4.201"), ("imagecodecs htj2k", imagecodecs.htj2k_encode, imagecodecs.htj2k_decode)],
    }


def is_same(decoded, array):
    """Wider or narrower containers are compared by their values; RLE plugins give planes."""
    if isinstance(decoded, numpy.ndarray):
        return numpy.array_equal(decoded.reshape(array.shape), array)
    data = bytes(decoded)
    if data == array.tobytes():
        return True
    return numpy.frombuffer(data, "u1").reshape(array.itemsize, -1).T.tobytes() in (array.tobytes(), array.byteswap().tobytes())


def measure(action, inputs, megabytes):
    """Megabytes a second of processor time."""
    start = time.process_time()
    for item in inputs:
        action(item)
    return megabytes / (time.process_time() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="uncompressed grey images")
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.folder:
        import series

        options.folder = series.ct(options.frames)[0]
    arrays, info = frames_in(options.folder, options.frames)
    megabytes = sum(array.nbytes for array in arrays) / 1e6
    print("## Lossless codecs beside their Python bindings\n\nMegabytes of pixels a second of processor time, one thread, median of "
          f"{options.rounds} rounds.\n")
    print(f"{len(arrays)} frames of {info.columns} x {info.rows}, {info.bits_stored} bits in {info.bits_allocated}; "
          f"{platform.processor() or platform.machine()}; Python {platform.python_version()}, imagecodecs {imagecodecs.__version__}\n")
    print("| codec | subject | ratio | encode | decode | ours / theirs: ratio | encode | decode |")
    print("|---|---|---|---|---|---|---|---|")
    for syntax, contenders in subjects(Codecs(), info).items():
        results = {}
        for name, encode, decode in contenders:
            encoded = [bytes(encode(array)) for array in arrays]
            for data, array in zip(encoded, arrays):
                if not is_same(decode(data), array):
                    sys.exit(f"{syntax}: {name} does not give back what it took")
            results[name] = [encoded, [], []]
        for _ in range(options.rounds):
            for name, encode, decode in contenders:
                results[name][1].append(measure(encode, arrays, megabytes))
                results[name][2].append(measure(decode, results[name][0], megabytes))
        figures = {
            name: (megabytes * 1e6 / sum(map(len, encoded)), statistics.median(encode), statistics.median(decode))
            for name, (encoded, encode, decode) in results.items()}
        for name, figure in figures.items():
            against = " | ".join(f"{mine / other:.2f}" for mine, other in zip(figures["ours"], figure)) if name != "ours" else " | "
            print(f"| {syntax} | {name} | {figure[0]:.2f} | {figure[1]:.0f} | {figure[2]:.0f} | {against} |", flush=True)


if __name__ == "__main__":
    main()
