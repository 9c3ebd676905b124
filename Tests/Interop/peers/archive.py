"""What a test must know about an archive to talk to it, whichever program it is."""
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import requests
from dicomweb_client.api import DICOMwebClient
from pydicom import Dataset
from pynetdicom import AE, Association

from .multipart import related


@dataclass
class Archive:
    """One DICOM application entity with DICOMweb beside it, on loopback."""
    dicomweb: str
    port: int
    aet: str
    credentials: tuple[str, str] | None = None
    is_yigong: bool = False
    _session: requests.Session | None = field(default=None, repr=False)

    @property
    def session(self) -> requests.Session:
        """One keep-alive connection with credentials and no content coding."""
        if self._session is None:
            self._session = requests.Session()
            # Neither proxies nor authorities of this machine's environment: the server is on loopback.
            self._session.trust_env = False
            self._session.auth = self.credentials
            self._session.headers["Accept-Encoding"] = "identity"
        return self._session

    @property
    def client(self) -> DICOMwebClient:
        return DICOMwebClient(self.dicomweb, session=self.session)

    def get(self, path: str, accept: str | None = None, **parameters) -> requests.Response:
        """GET below the DICOMweb root."""
        return self.get_url(self.dicomweb + path, accept, **parameters)

    def get_url(self, url: str, accept: str | None = None, **parameters) -> requests.Response:
        """GET with credentials; wildcards and slashes go as they are, which RFC 3986 allows and Orthanc 1.10.1 needs."""
        query = "?" + urlencode(parameters, quote_via=quote, safe="*?,/") if parameters else ""
        return self.session.get(url + query, headers={"Accept": accept} if accept else {}, timeout=60)

    def search(self, path: str, **parameters) -> list[Dataset]:
        """QIDO-RS: the answers as data sets; 204 is an empty list (PS3.18 8.3.4.4)."""
        answer = self.get(path, "application/dicom+json", **parameters)
        assert answer.status_code in (200, 204), f"{answer.status_code} {answer.text[:300]}"
        return [Dataset.from_json(row) for row in answer.json()] if answer.content else []

    def stow(self, *objects: bytes, study: str | None = None) -> requests.Response:
        """STOW-RS of Part 10 objects (PS3.18 10.5)."""
        body, content_type = related([("application/dicom", one) for one in objects])
        path = f"/studies/{study}" if study else "/studies"
        return self.session.post(f"{self.dicomweb}{path}", data=body, timeout=120,
                                 headers={"Content-Type": content_type, "Accept": "application/dicom+json"})

    def associate(self, *contexts, calling: str = "PYTEST", called: str | None = None, **options) -> Association:
        """An established association; each context is a SOP class or a (SOP class, transfer syntaxes) pair."""
        association = self.request(*contexts, calling=calling, called=called, **options)
        assert association.is_established, f"association refused: {association.acceptor.primitive}"
        return association

    def request(self, *contexts, calling: str = "PYTEST", called: str | None = None, **options) -> Association:
        """Like `associate`, but a refusal is the caller's to judge."""
        entity = AE(ae_title=calling)
        entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = 30
        for context in contexts:
            entity.add_requested_context(*(context if isinstance(context, tuple) else (context,)))
        return entity.associate("127.0.0.1", self.port, ae_title=called or self.aet, **options)
