"""Filling a server with what a measurement needs, and timing requests."""
import time
from pathlib import Path

import pydicom

from fast_http import Connection
from peers import dcmtk


def store(archive, folders: list[Path]) -> list[str]:
    """Sends folders by storescu and returns the DICOMweb path of each instance, in the files' order."""
    dcmtk.store(archive, *folders)
    headers = [pydicom.dcmread(path, stop_before_pixels=True) for folder in folders for path in sorted(folder.glob("*.dcm"))]
    return [f"/studies/{one.StudyInstanceUID}/series/{one.SeriesInstanceUID}/instances/{one.SOPInstanceUID}" for one in headers]


def rate(archive, paths: list[str], accept: str, at_least: int) -> float:
    """Answers per second over one connection, each path once, after a tenth of them as a warm-up."""
    connection = Connection(archive.dicomweb, archive.credentials)
    requests = [connection.request(path, accept) for path in paths]
    for request in requests[:max(1, len(requests) // 10)]:
        connection.send(request)
    began = time.perf_counter()
    for request in requests:
        length = connection.send(request)
        assert length >= at_least, f"an answer of {length} bytes"
    seconds = time.perf_counter() - began
    connection.close()
    return len(requests) / seconds


def latencies(send, requests: list, times: int) -> list[float]:
    """Milliseconds of each of `times` requests, taken in turn, after one round as a warm-up."""
    for request in requests:
        send(request)
    taken = []
    for number in range(times):
        began = time.perf_counter()
        send(requests[number % len(requests)])
        taken.append((time.perf_counter() - began) * 1000)
    return taken
