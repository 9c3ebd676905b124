"""Fills an archive with many small studies by C-STORE, as modalities would, only with small pictures and prepared bytes.

A study is 50 instances of 16x16 pixels. Its data set is encoded once; for each instance the instance's UID and number are
written over its bytes, which keep their length.
"""
import datetime
import multiprocessing
import sys
import time

import subjects  # noqa: F401  (puts TestData and the tests' modules on the path)
import datasets
import generate_ct
from peers.prepared import User, store_request
from pydicom.uid import CTImageStorage, ImplicitVRLittleEndian

INSTANCES_EACH = 50
PLACEHOLDER_UID = "2.25.10000000000000000000"
PLACEHOLDER_NUMBER = "900000"


def study(number: int) -> bytes:
    """The C-STORE-RQ of a study's instances, with placeholders where they differ."""
    patient = generate_ct.Patient(900, number)
    day = datetime.date(2006, 1, 1) + datetime.timedelta(days=number % 7300)
    image = datasets.image(
        transfer_syntax=ImplicitVRLittleEndian, SOPClassUID=CTImageStorage, SOPInstanceUID=PLACEHOLDER_UID,
        StudyInstanceUID=f"2.25.2{number:019d}", SeriesInstanceUID=f"2.25.3{number:019d}", InstanceNumber=PLACEHOLDER_NUMBER,
        PatientName=patient.name, PatientID=patient.id, PatientBirthDate=f"{1930 + number % 90}0101", PatientSex="FM"[number % 2],
        StudyDate=day.strftime("%Y%m%d"), StudyTime=f"{number % 24:02d}{number % 60:02d}00", AccessionNumber=f"M{number:07d}",
        StudyID=str(number), Modality=("CT", "MR", "DX", "US")[number % 4], StudyDescription=generate_ct.DESCRIPTIONS[number % 4])
    return store_request(image)


def send(port: int, aet: str, numbers: range) -> None:
    """One association's share of the studies."""
    user = User(subjects.Archive("", port, aet), CTImageStorage)
    for number in numbers:
        template = study(number)
        for instance in range(INSTANCES_EACH):
            uid = f"2.25.1{number * INSTANCES_EACH + instance + 1:019d}"
            user.store(template.replace(PLACEHOLDER_UID.encode(), uid.encode()).replace(PLACEHOLDER_NUMBER.encode(), f"{instance + 1:06d}".encode()))
    user.release()


def fill(archive, first: int, beyond: int, associations: int = 4) -> float:
    """Stores the studies `first` … `beyond` - 1; returns instances per second."""
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(associations) as pool:
        shares = [range(start, min(start + 50, beyond)) for start in range(first, beyond, 50)]
        jobs = [pool.apply_async(send, (archive.port, archive.aet, share)) for share in shares]
        for done, job in enumerate(jobs, 1):
            job.get()
            if done % 40 == 0 or done == len(jobs):
                instances = min(done * 50, beyond - first) * INSTANCES_EACH
                print(f"  {instances:,} instances, {instances / (time.perf_counter() - began):.0f}/s", file=sys.stderr, flush=True)
    return (beyond - first) * INSTANCES_EACH / (time.perf_counter() - began)
