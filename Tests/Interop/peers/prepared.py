"""A DIMSE service class user (PS3.7) that sends prepared bytes over one association: as fast as a modality, from Python."""
import struct

from pydicom import Dataset
from pydicom.uid import ImplicitVRLittleEndian
from pynetdicom.dsutils import encode

from .raw_association import COMMAND, LAST, P_DATA, RELEASE_RQ, RawPeer, p_data, pdu, store_command

STATUS = struct.pack("<HHI", 0x0000, 0x0900, 2)
PENDING = (0xFF00, 0xFF01)


class User:
    """One association for one abstract syntax, in Implicit VR Little Endian."""

    def __init__(self, archive, abstract_syntax: str):
        self._peer = RawPeer(archive, abstract_syntax, ImplicitVRLittleEndian)

    def store(self, request: bytes) -> None:
        """Sends a prepared C-STORE-RQ with its data set and waits for success."""
        self._peer.send(request)
        status = self._status()
        assert status == 0x0000, f"C-STORE answered 0x{status:04X}"

    def find(self, request: bytes) -> int:
        """Sends a prepared C-FIND-RQ and receives every answer; returns how many there were."""
        self._peer.send(request)
        answers = 0
        while True:
            status = self._status()
            if status not in PENDING:
                assert status == 0x0000, f"C-FIND answered 0x{status:04X}"
                return answers
            answers += 1

    def release(self) -> None:
        self._peer.send(pdu(RELEASE_RQ, b"\0" * 4))
        self._peer.receive()
        self._peer.socket.close()

    def _status(self) -> int:
        """The status of the next command; the data sets between commands are received and dropped."""
        while True:
            kind, payload = self._peer.receive()
            assert kind == P_DATA, f"PDU of type {kind}"
            at = payload.find(STATUS)
            if payload[5] & COMMAND and at >= 0:
                return struct.unpack_from("<H", payload, at + len(STATUS))[0]


def store_request(dataset: Dataset) -> bytes:
    """The PDUs of a C-STORE-RQ for a small object."""
    return p_data(1, COMMAND | LAST, store_command(dataset.SOPClassUID, dataset.SOPInstanceUID)) + p_data(1, LAST, encode(dataset, True, True))


def find_request(model: str, identifier: Dataset) -> bytes:
    """The PDUs of a C-FIND-RQ (PS3.7 9.3.2.1)."""
    command = Dataset()
    command.AffectedSOPClassUID, command.CommandField, command.MessageID = model, 0x0020, 1
    command.Priority, command.CommandDataSetType = 0, 0x0001
    command.CommandGroupLength = len(encode(command, True, True))
    return p_data(1, COMMAND | LAST, encode(command, True, True)) + p_data(1, LAST, encode(identifier, True, True))
