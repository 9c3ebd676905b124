"""A multi-frame object that is far larger than the memory the server may take for it."""
import os
import struct
import threading

import numpy as np
import pytest
from pydicom.uid import ExplicitVRLittleEndian

import datasets
from peers import dcmtk
from peers.multipart import parts
from peers.process import ServerProcess

SIZE = 512
FRAME = SIZE * SIZE * 2
FRAMES = (2 << 30) // FRAME if os.environ.get("YIGONG_LARGE") else (300 << 20) // FRAME
MEMORY = 256 << 20  # far below the object, with or without YIGONG_LARGE


def frame(number: int) -> bytes:
    """Frame `number` (from 1): a ramp that begins elsewhere in each."""
    return ((np.arange(SIZE * SIZE, dtype=np.uint32) * 7 + number * 31) % 4096).astype("<u2").tobytes()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The object as a file, its pixels written frame by frame behind the header."""
    header = datasets.image(size=SIZE, NumberOfFrames=FRAMES, PixelData=b"")
    header.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7.3"  # Multi-frame Grayscale Word Secondary Capture (PS3.3 A.8.4)
    header.file_meta.MediaStorageSOPClassUID = header.SOPClassUID
    del header.PixelData
    path = tmp_path_factory.mktemp("large") / "large.dcm"
    with path.open("wb") as file:
        file.write(datasets.part10(header))
        file.write(struct.pack("<HH2s2xI", 0x7FE0, 0x0010, b"OW", FRAMES * FRAME))
        for number in range(1, FRAMES + 1):
            file.write(frame(number))
    return header, path


class MemoryWatch(threading.Thread):
    """Samples how much memory a process holds itself: pages of mapped files belong to the kernel, which drops them at will."""

    def __init__(self, server: ServerProcess):
        super().__init__(daemon=True)
        self.server, self.peak, self.finished = server, 0, threading.Event()

    def run(self) -> None:
        while not self.finished.wait(0.02):
            self.peak = max(self.peak, self.server.memory()["RssAnon"])

    def __enter__(self) -> "MemoryWatch":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.finished.set()
        self.join()


@pytest.mark.timeout(600)
def test_it_is_stored_and_served_in_bounded_memory(own_yigong, large):
    header, path = large
    server = own_yigong()
    with MemoryWatch(server.server) as memory:
        dcmtk.run("storescu", "--max-send-pdu", 131072, "-aec", server.aet, "-xe", "-R", "127.0.0.1", server.port, path, seconds=400)
        retrieve(server, header)
    print(f"{FRAMES * FRAME / 2**20:.0f} MiB of pixels: the server held {memory.peak / 2**20:.0f} MiB at its peak, "
          f"{server.server.peak_memory() / 2**20:.0f} MiB with mapped files")
    assert memory.peak < MEMORY


def retrieve(server, header) -> None:
    """Single frames, then the whole object."""
    base = f"/studies/{header.StudyInstanceUID}/series/{header.SeriesInstanceUID}/instances/{header.SOPInstanceUID}"
    accept = f'multipart/related; type="application/octet-stream"; transfer-syntax={ExplicitVRLittleEndian}'
    for number in (1, FRAMES // 2, FRAMES):
        (_, payload), = parts(server.get(f"{base}/frames/{number}", accept=accept))
        assert payload == frame(number)
    assert server.get(f"{base}/frames/{FRAMES + 1}", accept=accept).status_code == 404
    row, = server.search("/instances", SOPInstanceUID=header.SOPInstanceUID)
    assert row.NumberOfFrames == FRAMES
    whole = server.session.get(f"{server.dicomweb}{base}", headers={"Accept": "application/dicom"}, stream=True, timeout=400)
    assert sum(len(chunk) for chunk in whole.iter_content(1 << 20)) >= FRAMES * FRAME
