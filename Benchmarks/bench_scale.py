"""Ingest of CT images into an index of 10,000 instances and into one of 1,000,000; then queries on the large one."""
import os
import subprocess
import time
from urllib.parse import quote, urlencode

import million
import series
from peers.prepared import User, find_request
from fast_http import Connection
from loads import latencies
from pydicom import Dataset
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind as STUDY_ROOT
from report import Report
from rounds import options, percentile
from subjects import SOCKET_TUNING, SUBJECTS, dcmtk


def ingest(archive, folder, images: int) -> float:
    """Images per second; storescu invents new instance UIDs each time, so that the same files are new images."""
    command = [dcmtk.program("storescu"), "--max-send-pdu", "131072", "-aec", archive.aet, "+II", "+sd", "127.0.0.1", str(archive.port), folder]
    os.sync()
    began = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, **SOCKET_TUNING})
    return images / (time.perf_counter() - began)


def queries(studies: int) -> dict[str, list[dict[str, str]]]:
    """What is asked, each kind with different values so that no answer is asked for twice in a row."""
    steps = range(1, studies, max(1, studies // 97))
    return {
        "a patient's name": [{"PatientName": name} for name in ("Zhang^Wei*", "王^秀英", "Liu^Fang*", "陈^军", "Zhao^XiaoDong*")],
        "an accession number": [{"AccessionNumber": f"M{number:07d}"} for number in steps],
        "a patient identifier": [{"PatientID": f"YG900{number:06d}"} for number in steps],
        "a range of dates": [{"StudyDate": f"2012{month:02d}01-2012{month:02d}03"} for month in range(1, 13)],
    }


def identifier(keys: dict[str, str]) -> Dataset:
    wanted = Dataset()
    wanted.SpecificCharacterSet, wanted.QueryRetrieveLevel = "ISO_IR 192", "STUDY"
    for keyword in ("StudyInstanceUID", "PatientName", "PatientID", "StudyDate", "AccessionNumber", "ModalitiesInStudy"):
        setattr(wanted, keyword, keys.get(keyword, ""))
    return wanted


def main() -> None:
    chosen = options(__doc__, ["yigong"], studies=20000, small=200, images=400, times=300)
    folder, = series.ct(chosen.images)
    rates = Report(f"Ingest of {chosen.images} CT images into a small and into a large index, one association", "images/s")
    waits = Report("Queries, one connection", "ms", more_is_better=False)
    for name in chosen.subjects:
        with SUBJECTS[name]() as archive:
            stored = 0
            for studies in (chosen.small, chosen.studies):
                filled = million.fill(archive, stored, studies)
                rates.note(f"{name}: {(studies - stored) * million.INSTANCES_EACH:,} small instances by four associations, {filled:.0f}/s.")
                stored = studies
                for _ in range(chosen.rounds):
                    rates.add(f"with {studies * million.INSTANCES_EACH:,} instances in {studies:,} studies", name, ingest(archive, folder, chosen.images))
            measure_queries(archive, name, chosen, waits)
            rates.note(f"{name}: peak memory {archive.server.peak_memory() / 2**20:.0f} MiB.")
    print(rates.markdown())
    print(waits.markdown())


def measure_queries(archive, name: str, chosen, waits: Report) -> None:
    for kind, asked in queries(chosen.studies).items():
        waits_of(f"QIDO-RS, {kind}", name, by_qido(archive, asked, chosen.times), waits)
        waits_of(f"C-FIND, {kind}", name, by_find(archive, asked, chosen.times), waits)
    waits.note(f"{chosen.times} requests of each kind in turn over one connection or association; QIDO-RS asks for the first 50 answers, C-FIND receives all of them.")


def waits_of(row: str, name: str, taken: list[float], waits: Report) -> None:
    waits.add(f"{row}, p50", name, percentile(taken, 0.50))
    waits.add(f"{row}, p95", name, percentile(taken, 0.95))


def by_qido(archive, asked: list[dict[str, str]], times: int) -> list[float]:
    connection = Connection(archive.dicomweb, archive.credentials)
    paths = [f"/studies?limit=50&{urlencode(keys, quote_via=quote, safe='*?')}" for keys in asked]
    taken = latencies(connection.send, [connection.request(path, "application/dicom+json") for path in paths], times)
    connection.close()
    return taken


def by_find(archive, asked: list[dict[str, str]], times: int) -> list[float]:
    user = User(archive, STUDY_ROOT)
    taken = latencies(user.find, [find_request(STUDY_ROOT, identifier(keys)) for keys in asked], times)
    user.release()
    return taken


if __name__ == "__main__":
    main()
