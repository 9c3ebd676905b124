"""C-STORE as a service class provider (PS3.4 B): what real senders send is accepted, once, and unchanged."""
import subprocess
import threading
from collections import defaultdict

import pydicom
import pynetdicom
import pytest
from pydicom.uid import (JPEG2000, CTImageStorage, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian,
                         ImplicitVRLittleEndian, JPEG2000Lossless, JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLosslessSV1,
                         JPEGLSLossless, JPEGLSNearLossless, RLELossless)
from pynetdicom.sop_class import Verification

import datasets
import generate_ct
import samples
from peers import dcmtk
from peers.process import wait_until

# What storescu must be told to propose a transfer syntax (storescu --help, "network options").
STORESCU_PROPOSES = {
    ImplicitVRLittleEndian: "-xi", ExplicitVRLittleEndian: "-xe", ExplicitVRBigEndian: "-xb", JPEGLosslessSV1: "-xs",
    JPEGBaseline8Bit: "-xy", JPEGExtended12Bit: "-xx", JPEG2000Lossless: "-xv", JPEG2000: "-xw", JPEGLSLossless: "-xt",
    JPEGLSNearLossless: "-xu", RLELossless: "-xr", DeflatedExplicitVRLittleEndian: "-xd",
}


def stored(archive, uid: str) -> bool:
    return bool(archive.search("/instances", SOPInstanceUID=uid))


def send(association, dataset, **options) -> int:
    status = association.send_c_store(dataset, **options)
    assert status, "no answer"
    return status.Status


@pytest.mark.parametrize("syntax", STORESCU_PROPOSES, ids=lambda uid: uid.keyword)
def test_storescu_sends_a_real_file_of_each_transfer_syntax(archive, syntax):
    headers = [pydicom.dcmread(path, stop_before_pixels=True) for path in samples.files()]
    of_it = [header for header in headers if header.file_meta.TransferSyntaxUID == syntax and header.get("PatientID")]
    if not of_it:
        pytest.skip("no sample of this transfer syntax")
    dcmtk.run("storescu", "-aec", archive.aet, STORESCU_PROPOSES[syntax], "-R", "127.0.0.1", archive.port, of_it[0].filename)
    assert stored(archive, of_it[0].SOPInstanceUID)


@pytest.mark.beyond_orthanc("refuses objects without patient identification")
def test_every_sample_of_every_storage_class_is_stored(archive, monkeypatch):
    # A path is then sent as the file's bytes; pynetdicom does not decode and encode it again.
    monkeypatch.setattr(pynetdicom._config, "STORE_SEND_CHUNKED_DATASET", True)
    kinds = defaultdict(dict)
    for path in samples.files():
        meta = pydicom.dcmread(path, stop_before_pixels=True).file_meta
        kinds[meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID].setdefault(str(meta.MediaStorageSOPInstanceUID), path)
    contexts, refused = list(kinds), []
    for batch in (contexts[start:start + 100] for start in range(0, len(contexts), 100)):
        association = archive.associate(*((sop_class, [syntax]) for sop_class, syntax in batch))
        for kind in batch:
            for uid, path in kinds[kind].items():
                status = send(association, path)
                if status not in (0x0000, 0xB000) and not stored(archive, uid):
                    refused.append(f"{path.name}: 0x{status:04X}")
        association.release()
    assert not refused


def test_an_unknown_storage_class_is_stored(archive):
    private = datasets.image(SOPClassUID="1.2.826.0.1.3680043.2.1143.99.1")
    association = archive.associate((private.SOPClassUID, [ExplicitVRLittleEndian]))
    assert send(association, private) == 0x0000
    association.release()
    assert stored(archive, private.SOPInstanceUID)


def test_an_object_without_pixels_is_stored(archive):
    report = datasets.image(SOPClassUID=pydicom.uid.BasicTextSRStorage, Modality="SR")
    for keyword in ("PixelData", "Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
        delattr(report, keyword)
    association = archive.associate((report.SOPClassUID, [ExplicitVRLittleEndian]))
    assert send(association, report) == 0x0000
    association.release()
    assert stored(archive, report.SOPInstanceUID)


def test_echo(archive):
    association = archive.associate(Verification)
    assert association.send_c_echo().Status == 0x0000
    association.release()
    dcmtk.run("echoscu", "-aec", archive.aet, "127.0.0.1", archive.port)


def test_many_objects_over_one_association(archive):
    images = datasets.series(60)
    association = archive.associate((images[0].SOPClassUID, [ExplicitVRLittleEndian]))
    assert {send(association, one) for one in images} == {0x0000}
    association.release()
    assert len(archive.search("/instances", StudyInstanceUID=images[0].StudyInstanceUID)) == 60


def test_four_senders_at_once_into_one_study(archive, tmp_path):
    folders = [tmp_path / str(number) for number in range(4)]
    paths = [path for number, folder in enumerate(folders)
             for path in generate_ct.write(folder, patients=1, slices=25, series_each=1, size=64, seed=700 + number)]
    senders = [subprocess.Popen([dcmtk.program("storescu"), "-aec", archive.aet, "+sd", "+r", "127.0.0.1", str(archive.port), folder])
               for folder in folders]
    assert [sender.wait(60) for sender in senders] == [0] * 4
    studies = {pydicom.dcmread(path).StudyInstanceUID for path in paths}
    assert {study: len(archive.search("/instances", StudyInstanceUID=study)) for study in studies} == dict.fromkeys(studies, 25)


def test_the_same_object_again_is_a_success_and_no_second_instance(archive):
    image = datasets.image()
    for _ in range(2):
        association = archive.associate((image.SOPClassUID, [ExplicitVRLittleEndian]))
        assert send(association, image) == 0x0000
        association.release()
    assert len(archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID)) == 1


def test_the_same_object_from_two_senders_at_once_is_stored_once(archive):
    image, outcomes = datasets.image(size=512), []

    def sender():
        association = archive.associate((image.SOPClassUID, [ExplicitVRLittleEndian]))
        outcomes.append(send(association, image))
        association.release()

    threads = [threading.Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == [0x0000] * 4
    assert len(archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID)) == 1


def test_a_conflict_never_replaces_what_was_stored_first(archive):
    """Same UID, other content: it is kept aside (no failure a sender would retry for ever), and the first stays."""
    first = datasets.image(PatientID="FIRST")
    second = datasets.image(SOPInstanceUID=first.SOPInstanceUID, StudyInstanceUID=first.StudyInstanceUID,
                            SeriesInstanceUID=first.SeriesInstanceUID, PatientID="FIRST")
    second.PixelData = bytes(len(second.PixelData))
    association = archive.associate((first.SOPClassUID, [ExplicitVRLittleEndian]))
    assert send(association, first) == 0x0000
    # PS3.4 B.2.3: success or a warning; 0x0111 (duplicate SOP instance, PS3.7 C.5.8) is as plain.
    assert send(association, second) in (0x0000, 0xB000, 0xB006, 0xB007, 0x0111)
    association.release()
    kept = archive.client.retrieve_instance(first.StudyInstanceUID, first.SeriesInstanceUID, first.SOPInstanceUID)
    assert kept.PixelData == first.PixelData
    assert len(archive.search("/instances", SOPInstanceUID=first.SOPInstanceUID)) == 1


def test_a_conflict_is_counted_where_an_administrator_looks(yigong):
    first = datasets.image()
    other = datasets.image(SOPInstanceUID=first.SOPInstanceUID, StudyInstanceUID=first.StudyInstanceUID,
                           SeriesInstanceUID=first.SeriesInstanceUID, PatientID="OTHER")
    before = yigong.command_json("verify")["aside"]
    yigong.stow(datasets.part10(first))
    yigong.stow(datasets.part10(other))
    # Index rows are written in batches; another process sees them when the batch is.
    wait_until(lambda: yigong.command_json("verify")["aside"] == before + 1, 5, "the conflict is counted")


def test_what_is_retrieved_is_what_was_sent_byte_for_byte(archive):
    """Original bytes are immutable: private tags, odd padding and unknown VRs included."""
    image = datasets.image()
    block = image.private_block(0x0099, "YIGONG TEST", create=True)
    block.add_new(0x01, "UN", b"\x00\xff\x5c\x5c")
    block.add_new(0x02, "LO", "内部\\值")
    association = archive.associate((image.SOPClassUID, [ExplicitVRLittleEndian]))
    assert send(association, image) == 0x0000
    association.release()
    kept = archive.client.retrieve_instance(image.StudyInstanceUID, image.SeriesInstanceUID, image.SOPInstanceUID)
    assert kept.to_json_dict() == image.to_json_dict()


def test_the_transfer_syntax_that_was_sent_is_the_one_that_is_kept(archive):
    image = datasets.image(SOPClassUID=CTImageStorage, transfer_syntax=ImplicitVRLittleEndian)
    association = archive.associate((image.SOPClassUID, [ImplicitVRLittleEndian]))
    assert send(association, image) == 0x0000
    association.release()
    found = archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID, includefield="AvailableTransferSyntaxUID")[0]
    if archive.is_yigong:
        assert found.AvailableTransferSyntaxUID == ImplicitVRLittleEndian
    assert found.Rows == image.Rows
