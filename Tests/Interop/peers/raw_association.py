"""An upper layer (PS3.8 9.3) written byte by byte, for peers that misbehave in ways no toolkit can be made to."""
import contextlib
import socket
import struct

from pydicom import Dataset
from pydicom.uid import ImplicitVRLittleEndian
from pynetdicom.dsutils import encode

APPLICATION_CONTEXT = b"1.2.840.10008.3.1.1.1"
ASSOCIATE_RQ, ASSOCIATE_AC, ASSOCIATE_RJ, P_DATA, RELEASE_RQ, RELEASE_RP, ABORT = range(1, 8)
COMMAND, LAST = 1, 2  # message control header (PS3.8 E.2)


def item(kind: int, payload: bytes) -> bytes:
    return struct.pack(">BxH", kind, len(payload)) + payload


def pdu(kind: int, payload: bytes, length: int | None = None) -> bytes:
    """A PDU; `length` lies about the payload when given."""
    return struct.pack(">BxI", kind, len(payload) if length is None else length) + payload


def associate_rq(called: str, contexts: list[tuple[str, list[str]]], calling: str = "RAW", maximum_length: int = 16384) -> bytes:
    presentation = b"".join(
        item(0x20, struct.pack(">B3x", 2 * index + 1) + item(0x30, abstract.encode())
             + b"".join(item(0x40, syntax.encode()) for syntax in syntaxes))
        for index, (abstract, syntaxes) in enumerate(contexts))
    user = item(0x50, item(0x51, struct.pack(">I", maximum_length)) + item(0x52, b"2.25.1"))
    fixed = struct.pack(">H2x16s16s32x", 1, called.encode().ljust(16), calling.encode().ljust(16))
    return pdu(ASSOCIATE_RQ, fixed + item(0x10, APPLICATION_CONTEXT) + presentation + user)


def p_data(context: int, control: int, payload: bytes) -> bytes:
    return pdu(P_DATA, struct.pack(">IBB", len(payload) + 2, context, control) + payload)


def store_command(sop_class: str, sop_instance: str) -> bytes:
    """A C-STORE-RQ command set (PS3.7 9.3.1.1)."""
    command = Dataset()
    command.AffectedSOPClassUID, command.CommandField, command.MessageID = sop_class, 0x0001, 1
    command.Priority, command.CommandDataSetType, command.AffectedSOPInstanceUID = 0, 0x0001, sop_instance
    command.CommandGroupLength = len(encode(command, True, True))
    return encode(command, True, True)


class RawPeer:
    """A socket to an archive, associated with one context unless told otherwise."""

    def __init__(self, archive, sop_class: str | None = None, syntax: str = ImplicitVRLittleEndian):
        self.socket = socket.create_connection(("127.0.0.1", archive.port), timeout=30)
        if sop_class:
            self.send(associate_rq(archive.aet, [(sop_class, [syntax])]))
            kind, _ = self.receive()
            assert kind == ASSOCIATE_AC, f"PDU type {kind} instead of A-ASSOCIATE-AC"

    def __enter__(self) -> "RawPeer":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def end_of_input(self) -> None:
        """Says that nothing more will be sent; the other side may have closed the connection already."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def receive(self) -> tuple[int | None, bytes]:
        """The next PDU's type and payload; (None, b"") when the other side closed the connection."""
        try:
            head = self._exactly(6)
            kind, length = struct.unpack(">BxI", head)
            return kind, self._exactly(length)
        except (EOFError, ConnectionError):
            return None, b""

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            chunk = self.socket.recv(count - len(data))
            if not chunk:
                raise EOFError
            data += chunk
        return data
