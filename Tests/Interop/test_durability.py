"""Acknowledged means durable: the server is killed at random moments of a parallel ingest, and nothing acknowledged is lost."""
import io
import random
import threading
import time

import pydicom
import pytest
from pydicom.uid import ImplicitVRLittleEndian

import datasets
from peers.prepared import User, store_request

KILLS = 50
SENDERS = 3
PLACEHOLDER = "2.25.10000000000000000000"


class Sender(threading.Thread):
    """Sends instances of one new series until the server is gone; keeps which were begun and which were acknowledged."""

    def __init__(self, archive):
        super().__init__(daemon=True)
        self.archive = archive
        self.template = datasets.image(size=96, SOPInstanceUID=PLACEHOLDER, transfer_syntax=ImplicitVRLittleEndian)
        self.request = store_request(self.template)
        self.begun: list[str] = []
        self.acknowledged: list[str] = []

    def run(self) -> None:
        try:
            user = User(self.archive, self.template.SOPClassUID)
            while True:
                uid = f"2.25.1{random.randrange(10**19):019d}"
                self.begun.append(uid)
                user.store(self.request.replace(PLACEHOLDER.encode(), uid.encode()))
                self.acknowledged.append(uid)
        except (OSError, AssertionError):
            pass  # the server was killed: that is the end of this sender


def check(archive, senders: list[Sender]) -> None:
    """What was acknowledged is there, bit for bit; what is there is whole, was sent, and is counted rightly."""
    for sender in senders:
        study, series = sender.template.StudyInstanceUID, sender.template.SeriesInstanceUID
        found = {row.SOPInstanceUID for row in archive.search("/instances", StudyInstanceUID=study, limit=10000)}
        assert set(sender.acknowledged) <= found, f"{len(set(sender.acknowledged) - found)} acknowledged instances are lost"
        assert found <= set(sender.begun)
        if not found:
            continue
        for uid in random.sample(sorted(found), min(5, len(found))) + sender.acknowledged[-2:]:
            answer = archive.get(f"/studies/{study}/series/{series}/instances/{uid}", accept="application/dicom; transfer-syntax=*")
            kept = pydicom.dcmread(io.BytesIO(answer.content))
            assert kept.SOPInstanceUID == uid and kept.PixelData == sender.template.PixelData
        row, = archive.search("/studies", StudyInstanceUID=study)
        assert (row.NumberOfStudyRelatedSeries, row.NumberOfStudyRelatedInstances) == (1, len(found)), "half-indexed"
        metadata = archive.get(f"/studies/{study}/series/{series}/metadata", accept="application/dicom+json").json()
        assert {one["00080018"]["Value"][0] for one in metadata} == found


@pytest.mark.timeout(900)
def test_fifty_kills_lose_nothing(own_yigong):
    server, everyone, moments = own_yigong(), [], random.Random(20260501)
    for _ in range(KILLS):
        senders = [Sender(server) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        time.sleep(moments.uniform(0.02, 0.5))
        server.kill()
        for sender in senders:
            sender.join(30)
        server.start()
        check(server, senders)
        everyone += senders
    acknowledged = sum(len(sender.acknowledged) for sender in everyone)
    assert acknowledged > KILLS * SENDERS, "the kills came before anything was acknowledged"
    check(server, everyone)
    server.command("verify")


def test_a_stored_object_survives_an_orderly_restart(own_yigong):
    server = own_yigong()
    images = datasets.series(3)
    assert server.stow(*map(datasets.part10, images)).status_code == 200
    server.restart()
    assert len(server.search("/instances", StudyInstanceUID=images[0].StudyInstanceUID)) == 3


def test_verify_names_what_was_damaged(own_yigong):
    """One flipped byte in the middle of the stored bytes: found, named, and told by the exit status."""
    server = own_yigong()
    image = datasets.image(size=128)
    server.stow(datasets.part10(image))
    server.stop()
    server.command("verify")
    needle = image.PixelData[4096:4160]
    holder = next(path for path in server.data.rglob("*") if path.is_file() and needle in path.read_bytes())
    content = bytearray(holder.read_bytes())
    content[content.index(needle)] ^= 0xFF
    holder.write_bytes(content)
    done = server.command("verify", check=False)
    assert done.returncode != 0
    assert image.SOPInstanceUID in done.stdout + done.stderr
