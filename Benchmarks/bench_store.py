"""C-STORE of CT images of 525 KB over one association and over four, durable and indexed, beside tuned peers."""
import os
import subprocess
import time

import series
from report import Report
from rounds import alternate, options
from subjects import SOCKET_TUNING, SUBJECTS, dcmtk


def send(archive, folders) -> float:
    """Seconds from the first process's start to the last one's end; one storescu for each folder."""
    command = [dcmtk.program("storescu"), "--max-send-pdu", "131072", "-aec", archive.aet, "+sd", "+r", "127.0.0.1", str(archive.port)]
    began = time.perf_counter()
    senders = [subprocess.Popen([*command, folder], env={**os.environ, **SOCKET_TUNING}, stdout=subprocess.DEVNULL) for folder in folders]
    assert not any(sender.wait() for sender in senders), "storescu failed"
    return time.perf_counter() - began


def main() -> None:
    chosen = options(__doc__, ["yigong", "orthanc", "storescp"], images=400)
    warm = series.ct(8, seed=9)
    loads = {1: series.ct(chosen.images), 4: series.ct(chosen.images // 4, patients=4, seed=2)}
    report = Report("C-STORE, CT of 525 KB", "images/s")

    def measure(name: str) -> None:
        for associations, folders in loads.items():
            with SUBJECTS[name]() as archive:
                send(archive, warm)
                seconds = send(archive, folders)
                if archive.dicomweb:
                    stored = sum(study["00201208"]["Value"][0] for study in archive.get("/studies").json())
                    assert stored == chosen.images + 8, f"{name} found {stored} of its images"
            report.add(f"{chosen.images} images, {associations} association{'s' * (associations > 1)}", name, chosen.images / seconds)

    alternate(chosen.subjects, chosen.rounds, measure)
    report.note("Each run starts the server on an empty folder and sends 8 other images first. The client is DCMTK's storescu with "
                "TCP_BUFFER_LENGTH=1048576, TCP_NODELAY=1 and PDUs of 131072 for every subject; its start is part of the time.")
    report.note("Yigong answers when the image is synced to disk; Orthanc with its default SyncStorageArea; storescp writes files, syncs nothing and keeps no index.")
    print(report.markdown())


if __name__ == "__main__":
    main()
