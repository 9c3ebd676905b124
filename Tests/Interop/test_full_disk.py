"""A data folder on a file system that fills up: a clear refusal, nothing half-stored, and work goes on once there is room."""
import os
import subprocess

import pytest
from pydicom.uid import ImplicitVRLittleEndian

import datasets

ROOM = "96m"
BALLAST = 32 << 20
OUT_OF_RESOURCES = 0xA700  # PS3.4 B.2.3


@pytest.fixture
def small_disk(tmp_path):
    """A memory file system of a fixed size with a ballast file in it; skipped where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("mounting a file system of a fixed size needs root")
    (folder / "ballast").write_bytes(b"\1" * BALLAST)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(own_yigong, small_disk):
    server = own_yigong(folder=small_disk)
    images = datasets.series(300, size=512, transfer_syntax=ImplicitVRLittleEndian)
    association = server.associate((images[0].SOPClassUID, [ImplicitVRLittleEndian]))
    statuses = {}
    for image in images:
        statuses[image.SOPInstanceUID] = association.send_c_store(image).Status
        if list(statuses.values())[-3:] == [OUT_OF_RESOURCES] * 3:
            break
    stored = {uid for uid, status in statuses.items() if status == 0x0000}
    refused = {uid for uid, status in statuses.items() if status != 0x0000}
    assert len(stored) > 10 and len(refused) >= 3
    assert {statuses[uid] for uid in refused} == {OUT_OF_RESOURCES}
    assert association.is_established, "the association was lost with the room"
    study = images[0].StudyInstanceUID
    assert {row.SOPInstanceUID for row in server.search("/instances", StudyInstanceUID=study, limit=1000)} == stored

    (small_disk / "ballast").unlink()
    late = images[-1]
    assert association.send_c_store(late).Status == 0x0000
    association.release()
    server.restart()
    assert {row.SOPInstanceUID for row in server.search("/instances", StudyInstanceUID=study, limit=1000)} == stored | {late.SOPInstanceUID}
    server.command("verify")
    kept = server.client.retrieve_instance(study, late.SeriesInstanceUID, late.SOPInstanceUID)
    assert kept.PixelData == late.PixelData
