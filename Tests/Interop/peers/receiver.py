"""A storage SCP of pynetdicom that keeps what it receives in memory: the destination of C-MOVE tests."""
from dataclasses import dataclass, field

from pydicom import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE, AllStoragePresentationContexts, evt
from pynetdicom.sop_class import Verification

from .process import free_port


@dataclass
class Received:
    """One object as it came over the wire."""
    transfer_syntax: str
    dataset: Dataset
    move_originator: str | None


@dataclass
class Receiver:
    """Listens while its `with` block runs; `accepts` limits the transfer syntaxes, `status` is what it answers."""
    aet: str = "RECEIVER"
    accepts: tuple[str, ...] = (ImplicitVRLittleEndian, ExplicitVRLittleEndian)
    status: int = 0x0000
    port: int = field(default_factory=free_port)
    received: dict[str, Received] = field(default_factory=dict)

    def __enter__(self) -> "Receiver":
        entity = AE(ae_title=self.aet)
        entity.maximum_pdu_size = 131072
        for context in AllStoragePresentationContexts:
            entity.add_supported_context(context.abstract_syntax, list(self.accepts))
        entity.add_supported_context(Verification)
        self._server = entity.start_server(("127.0.0.1", self.port), block=False,
                                           evt_handlers=[(evt.EVT_C_STORE, self._keep)])
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()

    def _keep(self, event) -> int:
        dataset = event.dataset
        self.received[dataset.SOPInstanceUID] = Received(event.context.transfer_syntax, dataset,
                                                         event.request.MoveOriginatorApplicationEntityTitle)
        return self.status
