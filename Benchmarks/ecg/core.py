"""The ECG core through its C header: compiled as Package.swift does, called without Swift."""
import ctypes
import pathlib
import shutil
import subprocess
import tempfile

import numpy

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "CModules" / "CECG"


class Signal(ctypes.Structure):
    _fields_ = [("samples", ctypes.c_void_p), ("leads", ctypes.c_size_t), ("count", ctypes.c_size_t), ("rate", ctypes.c_double)]

    @classmethod
    def of(cls, leads, rate):
        signal = cls(leads.ctypes.data, leads.shape[0], leads.shape[1], rate)
        signal.kept = leads
        return signal


class Filter(ctypes.Structure):
    _fields_ = [("high_pass", ctypes.c_double), ("low_pass", ctypes.c_double), ("notch", ctypes.c_double)]


class Core:
    def __init__(self):
        clang = shutil.which("clang") or str(pathlib.Path(shutil.which("swift")).resolve().parent / "clang")
        self.folder = tempfile.TemporaryDirectory()
        library = f"{self.folder.name}/cecg.so"
        sources = [str(path) for path in SOURCES.glob("*.c")]
        subprocess.run(
            [clang, "-O3", "-fno-math-errno", "-shared", "-fPIC", f"-I{SOURCES / 'include'}", *sources, "-lfftw3", "-lm", "-o", library], check=True)
        self.library = ctypes.CDLL(library)
        self.library.cecg_survey_create.restype = ctypes.c_void_p
        self.library.cecg_survey_create.argtypes = [ctypes.c_size_t, ctypes.c_double]
        self.library.cecg_survey_destroy.argtypes = [ctypes.c_void_p]
        self.library.cecg_survey_add.argtypes = [
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p]
        self.library.cecg_survey_beats.argtypes = [ctypes.c_void_p, ctypes.c_void_p]

    def filter(self, leads, rate, **corners):
        out = numpy.empty_like(leads)
        status = self.library.cecg_filter_apply(
            ctypes.byref(Filter(**corners)), ctypes.byref(Signal.of(leads, rate)), out.ctypes.data_as(ctypes.c_void_p), None)
        assert status == 0
        return out

    def delineate(self, leads, rate):
        """Everything: filters, beats, shapes, waves of each lead and of all. What is found stays in C."""
        found = ctypes.create_string_buffer(256)
        assert self.library.cecg_delineate(ctypes.byref(Signal.of(leads, rate)), found, None) == 0
        self.library.cecg_delineation_destroy(found)

    def survey(self, leads, rate, seconds=120, margin=5):
        """Beats and shapes of a long recording, block by block; returns how many beats."""
        survey = self.library.cecg_survey_create(leads.shape[0], rate)
        length, around = int(seconds * rate), int(margin * rate)
        for start in range(0, leads.shape[1], length):
            first, end = max(0, start - around), min(leads.shape[1], start + length + around)
            block = numpy.ascontiguousarray(leads[:, first:end])
            assert self.library.cecg_survey_add(
                survey, ctypes.byref(Signal.of(block, rate)), first, start - first, min(start + length, leads.shape[1]) - first, None) == 0
        count = ctypes.c_size_t()
        self.library.cecg_survey_beats(survey, ctypes.byref(count))
        self.library.cecg_survey_destroy(survey)
        return count.value
