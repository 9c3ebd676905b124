"""Debian's Orthanc with its DICOMweb plugin as a child process: a peer, and the reference these tests were proved on."""
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import requests

from .archive import Archive
from .process import SYSTEM_PATH, ServerProcess, accepts_connections, free_port, wait_until

# Without these two, DCMTK inside Orthanc stalls some 50 ms for each image.
SOCKET_TUNING = {"TCP_BUFFER_LENGTH": "1048576", "TCP_NODELAY": "1"}


class Orthanc(Archive):
    """An Orthanc on free loopback ports, open to every AE title."""

    def __init__(self, folder: Path, aet: str = "ORTHANC", **configuration):
        http_port, dicom_port = free_port(), free_port()
        self.base = f"http://127.0.0.1:{http_port}"
        super().__init__(f"{self.base}/dicom-web", dicom_port, aet)
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "Name": aet, "StorageDirectory": str(folder / "storage"), "IndexDirectory": str(folder / "index"),
            "StorageCompression": False, "OverwriteInstances": False, "DefaultEncoding": "Utf8",
            "DicomServerEnabled": True, "DicomAet": aet, "DicomPort": dicom_port, "DicomCheckCalledAet": False,
            "DicomAlwaysAllowEcho": True, "DicomAlwaysAllowStore": True, "DicomAlwaysAllowFind": True,
            "DicomAlwaysAllowGet": True, "DicomAlwaysAllowMove": True, "UnknownSopClassAccepted": True,
            "MaximumPduLength": 131072, "HttpPort": http_port, "HttpThreadsCount": 8, "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False, "HttpCompressionEnabled": False, "Plugins": ["/usr/share/orthanc/plugins"],
            "DicomWeb": {"Enable": True, "Root": "/dicom-web/"}, **configuration,
        }
        path = folder / "orthanc.json"
        path.write_text(json.dumps(settings))
        program = shutil.which("Orthanc", path=SYSTEM_PATH)
        assert program, "Orthanc is not installed: apt-get install orthanc orthanc-dicomweb"
        self.server = ServerProcess([program, path], folder / "orthanc.log", SOCKET_TUNING)
        wait_until(lambda: self.server.assert_running() and accepts_connections(http_port)
                   and accepts_connections(dicom_port), 60, "Orthanc is ready")

    def add_peer(self, aet: str, port: int) -> None:
        """Makes another application entity known, as a destination and as one to ask."""
        self._ok("put", f"/modalities/{aet}", {"AET": aet, "Host": "127.0.0.1", "Port": port})

    def find(self, remote: str, query: dict, level: str = "Study") -> "RemoteQuery":
        """C-FIND at a known peer."""
        return RemoteQuery(self, self._ok("post", f"/modalities/{remote}/query", {"Level": level, "Query": query}).json()["ID"])

    def instances(self) -> list[str]:
        """The Orthanc identifiers of what is stored."""
        return self._ok("get", "/instances").json()

    def clear(self) -> None:
        for patient in self._ok("get", "/patients").json():
            self._ok("delete", f"/patients/{patient}")

    def _ok(self, method: str, path: str, body: dict | None = None) -> requests.Response:
        answer = self.session.request(method, f"{self.base}{path}", json=body, timeout=120)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def stop(self) -> None:
        self.server.end()


@dataclass(frozen=True)
class RemoteQuery:
    """A C-FIND that an Orthanc has made, from which it can C-MOVE."""
    orthanc: Orthanc
    identifier: str

    @property
    def answers(self) -> int:
        return len(self.orthanc._ok("get", f"/queries/{self.identifier}/answers").json())

    def retrieve(self) -> None:
        """C-MOVEs every answer to the Orthanc that asked."""
        self.orthanc._ok("post", f"/queries/{self.identifier}/retrieve", {"TargetAet": self.orthanc.aet, "Synchronous": True})
