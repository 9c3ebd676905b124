"""Planes and slabs out of 512x512x400 voxels of 16 bits on one core, beside SimpleITK, vtkImageReslice and NumPy."""
import argparse
import sys
import time
from pathlib import Path

import numpy as np
import SimpleITK
import vtk
from vtk.util import numpy_support

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Benchmarks"), str(ROOT / "Tests" / "Interop")]

from cvolume import Volumes  # noqa: E402
from report import Report  # noqa: E402

SHAPE = (400, 512, 512)
SIDE = 512
LAYERS = 20
# Planes beside each other take turns, so that none is found whole in the cache.
PLANES = 20
CENTRE = np.array([255.5, 255.5, 199.5])
HALF, ROOT3 = 0.5, 3**0.5 / 2
# Each plane by its right, down and through; all are turned by 30 degrees.
PLANES_BY_NAME = {
    "about x": np.array([[1, 0, 0], [0, ROOT3, HALF], [0, -HALF, ROOT3]]),
    "about y": np.array([[ROOT3, 0, HALF], [0, 1, 0], [-HALF, 0, ROOT3]]),
    "about x and z": np.array([[ROOT3, HALF, 0], [-HALF * ROOT3, ROOT3 * ROOT3, HALF], [HALF * HALF, -HALF * ROOT3, ROOT3]]),
}


def phantom() -> np.ndarray:
    """Smooth waves under noise."""
    z, y, x = np.ogrid[: SHAPE[0], : SHAPE[1], : SHAPE[2]]
    waves = (1000 * np.sin(x / 40) * np.cos(y / 30) * np.sin(z / 25)).astype(np.int16)
    return waves + np.random.default_rng(1).integers(-30, 30, SHAPE, np.int16)


class Ours:
    def __init__(self, voxels):
        self.volumes = Volumes()
        self.volume = self.volumes.load(list(voxels))
        self.plane = np.empty((SIDE, SIDE), np.int16)
        self.upright = np.empty((2, SHAPE[0], SIDE), np.int16)

    def turn(self, axes):
        self.axes = axes

    def cut(self, number, layers=1):
        right, down, through = self.axes
        origin = CENTRE - (SIDE - 1) / 2 * (right + down) + number * through
        self.volumes.cut(self.volume, origin, right, down, (SIDE, SIDE), through, layers, out=self.plane)

    def slab(self, number):
        self.cut(number, LAYERS)

    def pair(self, number):
        size, up = (SIDE, SHAPE[0]), (0, 0, 1)
        self.volumes.cut(self.volume, (0, 200 + number, 0), (1, 0, 0), up, size, out=self.upright[0])
        self.volumes.cut(self.volume, (200 + number, 0, 0), (0, 1, 0), up, size, out=self.upright[1])


class OfSimpleITK:
    def __init__(self, voxels):
        self.image = SimpleITK.GetImageFromArray(voxels)
        self.filter = SimpleITK.ResampleImageFilter()
        self.filter.SetNumberOfThreads(1)
        self.filter.SetInterpolator(SimpleITK.sitkLinear)
        self.filter.SetSize([SIDE, SIDE, 1])

    def turn(self, axes):
        self.axes = axes
        self.filter.SetOutputDirection(np.stack(axes, 1).ravel().tolist())

    def cut(self, number):
        right, down, through = self.axes
        self.filter.SetOutputOrigin((CENTRE - (SIDE - 1) / 2 * (right + down) + number * through).tolist())
        self.filter.Execute(self.image)


class OfVTK:
    def __init__(self, voxels):
        self.image = vtk.vtkImageData()
        self.image.SetDimensions(*SHAPE[::-1])
        self.image.GetPointData().SetScalars(numpy_support.numpy_to_vtk(voxels.ravel()))
        self.plane, self.thick = self._reslice(1), self._reslice(LAYERS)

    def _reslice(self, layers):
        reslice = vtk.vtkImageReslice()
        reslice.SetInputData(self.image)
        reslice.SetNumberOfThreads(1)
        reslice.SetInterpolationModeToLinear()
        reslice.SetOutputDimensionality(2)
        reslice.SetOutputSpacing(1, 1, 1)
        reslice.SetOutputExtent(0, SIDE - 1, 0, SIDE - 1, 0, 0)
        reslice.SetOutputOrigin(-(SIDE - 1) / 2, -(SIDE - 1) / 2, 0)
        reslice.SetSlabModeToMax()
        reslice.SetSlabNumberOfSlices(layers)
        return reslice

    def turn(self, axes):
        self.axes = axes
        for reslice in (self.plane, self.thick):
            reslice.SetResliceAxesDirectionCosines(*axes.ravel())

    def _cut(self, reslice, number):
        reslice.SetResliceAxesOrigin(*(CENTRE + number * self.axes[2]))
        reslice.Modified()
        reslice.Update()

    def cut(self, number):
        self._cut(self.plane, number)

    def slab(self, number):
        self._cut(self.thick, number)


class OfNumPy:
    def __init__(self, voxels):
        self.voxels = voxels

    def pair(self, number):
        return self.voxels[:, 200 + number].copy(), self.voxels[:, :, 200 + number].copy()


def rate(work, seconds: float) -> float:
    """Runs a second of processor time."""
    done, began = 0, time.process_time()
    while time.process_time() - began < seconds:
        work(done % PLANES)
        done += 1
    return done / (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each subject is measured (5)")
    parser.add_argument("--seconds", type=float, default=0.3, help="processor time of one measurement (0.3)")
    chosen = parser.parse_args()

    voxels = phantom()
    vtk.vtkMultiThreader.SetGlobalMaximumNumberOfThreads(1)
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    ours, itk, reslice, numpy = Ours(voxels), OfSimpleITK(voxels), OfVTK(voxels), OfNumPy(voxels)
    report = Report("MPR of 512x512x400 voxels on one core", "planes, slabs or pairs a second of processor time")
    works = [(f"oblique linear 512x512, {name}", axes, "cut", {"yigong": ours, "SimpleITK": itk, "vtkImageReslice": reslice})
             for name, axes in PLANES_BY_NAME.items()]
    works += [(f"the same as a maximum of {LAYERS} layers, {name}", axes, "slab", {"yigong": ours, "vtkImageReslice": reslice})
              for name, axes in PLANES_BY_NAME.items()]
    works += [("coronal and sagittal pair", None, "pair", {"yigong": ours, "NumPy copy": numpy})]
    for row, axes, work, beside in works:
        for _ in range(chosen.rounds):
            for name, subject in beside.items():
                if axes is not None:
                    subject.turn(axes)
                report.add(row, name, rate(lambda number: getattr(subject, work)(number), chosen.seconds))
    report.note(f"SimpleITK {SimpleITK.Version.VersionString()}, VTK {vtk.VTK_VERSION}, NumPy {np.__version__}; ours through ctypes.")
    print(report.markdown())


if __name__ == "__main__":
    main()
