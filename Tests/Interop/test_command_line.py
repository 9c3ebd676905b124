"""`yigong` beside a running server: import, find, export, send, move, echo, verify."""
import json
import subprocess

import pydicom
import pytest

import datasets
import generate_ct
import samples
from peers import dcmtk
from peers.receiver import Receiver
from peers.yigong import binary


@pytest.fixture
def study(yigong):
    images = datasets.series(3, PatientID=f"CLI{datasets.fresh_uid()[-10:]}", PatientName="Li^Lei=李^雷=", Modality="CT")
    assert yigong.stow(*map(datasets.part10, images)).status_code == 200
    # A query brings what waits into the index, where other processes read it.
    assert yigong.search("/studies", StudyInstanceUID=images[0].StudyInstanceUID)
    return images


def test_the_samples_are_imported_and_what_is_no_dicom_is_named(own_yigong):
    """As Scripts/run does it: into a folder that no server has seen yet."""
    server = own_yigong()
    server.stop()
    report = json.loads(server.command("import", *samples.folders(), "--json", check=False).stdout)
    assert report["stored"] > 100
    assert all(refusal["file"] and refusal["reason"] for refusal in report["refused"])
    again = json.loads(server.command("import", *samples.folders(), "--json", check=False).stdout)
    assert again["stored"] == 0 and again["duplicates"] >= report["stored"]
    server.start()
    found = {row.SOPInstanceUID for row in server.search("/instances", limit=5000)}
    assert {pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID for path in samples.files()} <= found


def test_import_beside_a_running_server_is_seen_by_it_or_refused(yigong, tmp_path):
    paths = generate_ct.write(tmp_path, slices=3, size=64, seed=61)
    done = yigong.command("import", tmp_path, check=False)
    found = yigong.search("/instances", StudyInstanceUID=pydicom.dcmread(paths[0]).StudyInstanceUID)
    assert (done.returncode == 0 and len(found) == 3) or (done.returncode != 0 and done.stderr and not found)


@pytest.mark.parametrize("arguments", [["李雷"], ["lilei"], ["ll"], ["--name", "Li^Lei*"]], ids=str)
def test_find_here(yigong, study, arguments):
    found = yigong.command_json("find", *arguments)
    assert study[0].StudyInstanceUID in {row["studyInstanceUID"] for row in found}


def test_find_at_a_peer(yigong, orthanc):
    image = datasets.image(PatientID="ATPEER")
    orthanc.stow(datasets.part10(image))
    row, = yigong.command_json("find", "--patient", "ATPEER", "--at", f"{orthanc.aet}@127.0.0.1:{orthanc.port}")
    assert row["studyInstanceUID"] == image.StudyInstanceUID


def test_export_and_import_again(yigong, own_yigong, study, tmp_path):
    listed = yigong.command_json("export", tmp_path / "out", "--study", study[0].StudyInstanceUID)
    assert {entry["sopInstanceUID"] for entry in listed} == {image.SOPInstanceUID for image in study}
    for path in (tmp_path / "out").rglob("*"):
        assert path.is_dir() or pydicom.dcmread(path).PixelData in {image.PixelData for image in study}
    other = own_yigong(folder=tmp_path)
    other.stop()
    other.command("import", tmp_path / "out")
    other.start()
    assert len(other.search("/instances", StudyInstanceUID=study[0].StudyInstanceUID)) == 3


def test_send_to_a_peer(yigong, study, orthanc):
    with Receiver(aet="SENDTO") as receiver:
        yigong.command("send", f"SENDTO@127.0.0.1:{receiver.port}", "--study", study[0].StudyInstanceUID)
    assert set(receiver.received) == {image.SOPInstanceUID for image in study}
    yigong.add_peer(orthanc.aet, orthanc.port)
    yigong.command("send", orthanc.aet, "--study", study[0].StudyInstanceUID)
    assert len(orthanc.search("/instances", StudyInstanceUID=study[0].StudyInstanceUID)) == 3


def test_send_tells_what_failed(yigong, study):
    with Receiver(aet="FULL", status=0xA700) as receiver:
        done = yigong.command("send", f"FULL@127.0.0.1:{receiver.port}", "--study", study[0].StudyInstanceUID, "--json", check=False)
    assert done.returncode != 0
    assert study[0].SOPInstanceUID in done.stdout


def test_have_a_peer_send(yigong, orthanc):
    image = datasets.image()
    orthanc.stow(datasets.part10(image))
    orthanc.add_peer(yigong.aet, yigong.port)
    yigong.command("move", f"{orthanc.aet}@127.0.0.1:{orthanc.port}", "--study", image.StudyInstanceUID)
    assert yigong.search("/instances", SOPInstanceUID=image.SOPInstanceUID)


def test_echo(yigong, orthanc, tmp_path):
    assert orthanc.aet in yigong.command("echo", f"{orthanc.aet}@127.0.0.1:{orthanc.port}").stdout
    with dcmtk.storescp(tmp_path / "in") as port:
        yigong.command("echo", f"STORESCP@127.0.0.1:{port}")
    gone = yigong.command("echo", "NOBODY@127.0.0.1:1", check=False)
    assert gone.returncode != 0 and "127.0.0.1:1" in gone.stderr


@pytest.mark.parametrize("command", ["serve", "import", "export", "verify", "send", "find", "token", "account", "peer"])
def test_help(command):
    done = subprocess.run([binary(), command, "--help"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0 and "OVERVIEW" in done.stdout and "USAGE" in done.stdout
