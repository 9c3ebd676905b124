"""TLS on both doors: HTTPS, and DICOM over TLS by DCMTK's tools (PS3.15 B)."""
import json
import ssl
import subprocess

import pytest
import requests

import datasets
from peers import dcmtk
from peers.raw_association import RawPeer
from peers.yigong import PASSWORD, Yigong


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate for loopback and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                    "subjectAltName=IP:127.0.0.1", "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="module")
def secured(certificate, tmp_path_factory):
    """A server whose two ports speak TLS only."""
    folder = tmp_path_factory.mktemp("secured")
    pair = {"certificate": str(certificate[0]), "key": str(certificate[1])}
    configuration = folder / "yigong.json"
    configuration.write_text(json.dumps({"tls": pair, "dicomTLS": pair}))
    server = Yigong(folder, "--config", configuration, scheme="https")
    server.session.verify = str(certificate[0])
    yield server
    server.stop()


def test_https(secured):
    image = datasets.image()
    assert secured.stow(datasets.part10(image)).status_code == 200
    assert secured.search("/instances", SOPInstanceUID=image.SOPInstanceUID)


def test_a_session_cookie_stays_on_https(secured, certificate):
    answer = requests.post(f"{secured.base}/api/session", json={"name": "admin", "password": PASSWORD}, verify=certificate[0], timeout=20)
    assert "Secure" in answer.headers["Set-Cookie"]


def test_echo_and_store_over_tls(secured, certificate, tmp_path):
    image = datasets.image()
    (tmp_path / "image.dcm").write_bytes(datasets.part10(image))
    trust = ["--anonymous-tls", "--add-cert-file", certificate[0]]
    dcmtk.run("echoscu", *trust, "-aec", secured.aet, "127.0.0.1", secured.port)
    dcmtk.run("storescu", *trust, "-aec", secured.aet, "127.0.0.1", secured.port, tmp_path / "image.dcm")
    assert secured.search("/instances", SOPInstanceUID=image.SOPInstanceUID)


def test_a_peer_without_tls_is_turned_away(secured):
    assert dcmtk.run("echoscu", "-to", 5, "-aec", secured.aet, "127.0.0.1", secured.port, check=False).returncode != 0
    with RawPeer(secured) as peer:
        peer.send(b"\x16\x03\x01\xff\xff" + b"\0" * 64)
        peer.end_of_input()
        assert peer.receive()[0] in (None, 0x15, 0x16)
    with pytest.raises((requests.exceptions.RequestException, ssl.SSLError)):
        requests.get(secured.base.replace("https", "http"), timeout=5).raise_for_status()
