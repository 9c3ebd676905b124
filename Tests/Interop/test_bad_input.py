"""Peers that break, hang or lie: a clear status or an orderly end, nothing half-stored, and nobody else disturbed."""
import struct
import time

import pytest
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, ImplicitVRLittleEndian, MRImageStorage
from pynetdicom.dsutils import encode
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind, Verification

import datasets
from peers import dcmtk
from peers.raw_association import (ABORT, ASSOCIATE_AC, ASSOCIATE_RJ, COMMAND, LAST, P_DATA, RELEASE_RP, RawPeer, associate_rq,
                                   p_data, pdu, store_command)

NOT_STORED = "nothing of it may be found"


def still_works(archive) -> None:
    """Another sender stores and finds its object within seconds."""
    image, began = datasets.image(), time.monotonic()
    association = archive.associate((image.SOPClassUID, [ExplicitVRLittleEndian]))
    assert association.send_c_store(image).Status == 0x0000
    association.release()
    assert archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID)
    assert time.monotonic() - began < 10


def wire_bytes(image) -> bytes:
    return encode(image, True, True)


def ct_for_the_wire():
    return datasets.image(SOPClassUID=CTImageStorage, size=128, transfer_syntax=ImplicitVRLittleEndian)


@pytest.mark.parametrize("cut", ["in the command", "between command and data", "in a PDV", "in a PDU header"])
def test_a_sender_that_dies_leaves_nothing_behind(archive, cut):
    image = ct_for_the_wire()
    command, data = store_command(CTImageStorage, image.SOPInstanceUID), wire_bytes(image)
    with RawPeer(archive, CTImageStorage) as peer:
        whole = p_data(1, COMMAND | LAST, command)
        peer.send({"in the command": whole[:30], "between command and data": whole,
                   "in a PDV": whole + p_data(1, 0, data[:8000])[:4000],
                   "in a PDU header": whole + p_data(1, 0, data[:8000]) + b"\x04\x00\x00"}[cut])
    time.sleep(0.3)
    assert archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID) == [], NOT_STORED
    still_works(archive)


@pytest.mark.beyond_orthanc("one silent connection keeps every other one waiting")
def test_peers_that_say_nothing_do_not_keep_others_waiting(archive):
    """Silent connections, one stuck in its A-ASSOCIATE-RQ, one stuck in the middle of an object."""
    image = ct_for_the_wire()
    silent = [RawPeer(archive) for _ in range(8)]
    stuck = RawPeer(archive)
    stuck.send(associate_rq(archive.aet, [(CTImageStorage, [ImplicitVRLittleEndian])])[:50])
    halfway = RawPeer(archive, CTImageStorage)
    halfway.send(p_data(1, COMMAND | LAST, store_command(CTImageStorage, image.SOPInstanceUID)))
    halfway.send(p_data(1, 0, wire_bytes(image)[:9000]))
    try:
        still_works(archive)
    finally:
        for peer in (*silent, stuck, halfway):
            peer.socket.close()
    assert archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID) == [], NOT_STORED


@pytest.mark.beyond_orthanc("does not answer")
def test_a_data_set_that_ends_early_is_refused_and_not_stored(archive):
    """The last PDV comes where a value says that 32 KB follow."""
    image = ct_for_the_wire()
    image.add_new(0x00990010, "LO", "YIGONG TEST")
    data = wire_bytes(image)
    with RawPeer(archive, CTImageStorage) as peer:
        peer.send(p_data(1, COMMAND | LAST, store_command(CTImageStorage, image.SOPInstanceUID)))
        peer.send(p_data(1, LAST, data[:300]))
        kind, payload = peer.receive()
    if kind == P_DATA:
        status = struct.unpack("<H", payload[payload.index(struct.pack("<HHI", 0x0000, 0x0900, 2)) + 8:][:2])[0]
        assert status >> 12 in (0xA, 0xC), f"0x{status:04X} is no failure of PS3.4 B.2.3"
    else:
        assert kind in (ABORT, None)
    assert archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID) == [], NOT_STORED
    still_works(archive)


@pytest.mark.parametrize("uid", ["../../x", "/etc/passwd", "1.2.3/../4", "1.2.3\\4", "1" * 65, "1.2.x"])
def test_a_uid_that_is_none_names_no_file(yigong, uid):
    """Refused, or stored under our own id; the world outside the data folder never changes."""
    image = datasets.image(transfer_syntax=ImplicitVRLittleEndian)
    harmless = image.SOPInstanceUID
    data = wire_bytes(image).replace(harmless.encode(), uid.encode()[:len(harmless)].ljust(len(harmless), b"\0"))
    before = {path for path in yigong.data.parent.rglob("*") if yigong.data not in path.parents}
    with RawPeer(yigong, image.SOPClassUID) as peer:
        peer.send(p_data(1, COMMAND | LAST, store_command(image.SOPClassUID, "2.25.1").replace(b"2.25.1", uid.encode()[:6].ljust(6, b"\0"))))
        peer.send(p_data(1, LAST, data))
        peer.receive()
    still_works(yigong)
    assert {path for path in yigong.data.parent.rglob("*") if yigong.data not in path.parents} == before
    assert not [path for path in yigong.data.rglob("*") if "passwd" in path.name or path.name == "x"]


@pytest.mark.parametrize("hostile", {
    "no DICOM at all": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a PDU of 4 GiB": pdu(1, b"\0" * 100, length=0xFFFFFFFF),
    "an unknown PDU type": pdu(0x55, b"\0" * 16),
    "data before an association": p_data(1, COMMAND | LAST, b"\0" * 100),
    "an item longer than its PDU": pdu(1, struct.pack(">H2x16s16s32x", 1, b"YIGONG".ljust(16), b"RAW".ljust(16)) + b"\x10\x00\xff\xff"),
    "nothing": b"",
}.items(), ids=lambda pair: pair[0])
def test_bytes_that_are_no_association_end_the_connection(archive, hostile):
    with RawPeer(archive) as peer:
        peer.send(hostile[1])
        peer.end_of_input()
        kind, _ = peer.receive()
    assert kind in (ABORT, ASSOCIATE_RJ, None)
    still_works(archive)


@pytest.mark.parametrize("length", [0, 1, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_pdv_that_is_longer_than_its_pdu_ends_the_association(archive, length):
    with RawPeer(archive, CTImageStorage) as peer:
        peer.send(pdu(P_DATA, struct.pack(">IBB", length, 1, COMMAND | LAST) + b"\0" * 20))
        peer.end_of_input()
        kind, _ = peer.receive()
    assert kind in (ABORT, RELEASE_RP, None)
    still_works(archive)


def test_a_wrong_called_title_is_refused(yigong):
    association = yigong.request((CTImageStorage, [ExplicitVRLittleEndian]), called="NOBODY")
    assert association.is_rejected
    # PS3.8 9.3.4: rejected-permanent, by the service user, called AE title not recognised.
    rejection = association.acceptor.primitive
    assert (rejection.result, rejection.result_source, rejection.diagnostic) == (1, 1, 7)
    assert "Called AE" in dcmtk.run("echoscu", "-aec", "NOBODY", "127.0.0.1", yigong.port, check=False).stdout


def test_contexts_that_cannot_be_served_are_refused_one_by_one(archive):
    """PS3.8 9.3.3.2: the result of each context; the association stands for those that remain."""
    find = StudyRootQueryRetrieveInformationModelFind
    association = archive.associate((CTImageStorage, [ExplicitVRLittleEndian]), (find, ["1.2.3.4.5"]), (Verification, ["1.2.3.4.5"]))
    accepted = {context.abstract_syntax for context in association.accepted_contexts}
    results = {context.abstract_syntax: context.result for context in association.rejected_contexts}
    association.release()
    assert accepted == {CTImageStorage}
    assert set(results) == {find, Verification}
    if archive.is_yigong:
        assert results[find] == results[Verification] == 4  # transfer-syntaxes-not-supported


def test_an_object_on_a_context_that_was_not_accepted_ends_only_that_association(archive):
    image = ct_for_the_wire()
    with RawPeer(archive, CTImageStorage) as peer:
        peer.send(p_data(77, COMMAND | LAST, store_command(CTImageStorage, image.SOPInstanceUID)))
        peer.send(p_data(77, LAST, wire_bytes(image)))
        peer.receive()
    assert archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID) == [], NOT_STORED
    still_works(archive)


def test_an_object_of_another_class_than_its_command_says_is_not_stored_as_such(yigong):
    """PS3.4 B.2.3: 0xA900, data set does not match SOP class."""
    image = datasets.image(SOPClassUID=MRImageStorage, transfer_syntax=ImplicitVRLittleEndian)
    with RawPeer(yigong, CTImageStorage) as peer:
        peer.send(p_data(1, COMMAND | LAST, store_command(CTImageStorage, image.SOPInstanceUID)))
        peer.send(p_data(1, LAST, wire_bytes(image)))
        kind, payload = peer.receive()
    assert kind == P_DATA and struct.pack("<HHIH", 0x0000, 0x0900, 2, 0xA900) in payload
    assert yigong.search("/instances", SOPInstanceUID=image.SOPInstanceUID) == [], NOT_STORED


def test_one_hundred_and_twenty_eight_contexts(archive):
    """PS3.8 9.3.2.2: context ids are the odd numbers 1 … 255."""
    with RawPeer(archive) as peer:
        peer.send(associate_rq(archive.aet, [(CTImageStorage, [ImplicitVRLittleEndian])] * 128))
        kind, payload = peer.receive()
    assert kind == ASSOCIATE_AC
    assert payload.count(b"1.2.840.10008.1.2") >= 128
