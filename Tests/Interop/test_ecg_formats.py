"""Recordings that others write are read here, and what is written here is read by others: pydicom, pyEDFlib, wfdb, ECGDataKit."""
import importlib.util
import json
import subprocess
import warnings
from pathlib import Path

import ecg_files
import numpy as np
import pytest
from peers.yigong import binary

wfdb = pytest.importorskip("wfdb")
pyedflib = pytest.importorskip("pyedflib")
ecgdatakit = pytest.importorskip("ecgdatakit")
pydicom = pytest.importorskip("pydicom")

pytestmark = pytest.mark.filterwarnings("ignore")
MICROVOLTS = {"nV": 1e-3, "uV": 1, "mV": 1e3, "V": 1e6}


def convert(path, to, target):
    subprocess.run([binary(), "ecg", "convert", str(path), "--to", to, "-o", str(target)], check=True, capture_output=True)
    return target


def ours(path):
    """Name and microvolts of each lead, and the document."""
    text = subprocess.run([binary(), "ecg", "convert", str(path), "--to", "json", "-o", "-"], check=True, capture_output=True).stdout
    document = json.loads(text)
    leads = {lead["name"]: (np.array(lead["samples"], float) - lead["zero"]) * lead["scale"] for lead in document["leads"]}
    return leads, document


def by_ecgdatakit(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        record = ecgdatakit.FileParser().parse(str(path))
    leads = {}
    for lead in record.leads:
        unit = lead.resolution_unit if lead.is_raw else lead.units
        leads[lead.label] = np.asarray(lead.samples, float) * (lead.resolution if lead.is_raw else 1) * MICROVOLTS[unit]
    return leads


def assert_same(mine, theirs):
    assert theirs and set(theirs) <= set(mine)
    for name, values in theirs.items():
        np.testing.assert_allclose(mine[name], values, rtol=0, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("storage,bits", [(8, 8), (16, 16), (24, 24), (32, 32), (61, 16), (80, 8), (160, 16), (212, 12), (310, 10), (311, 10)])
def test_wfdb_formats(tmp_path, storage, bits):
    samples = ecg_files.signal(999, 3, bits)
    ecg_files.write_wfdb(tmp_path, "record", samples, storage)
    document = ours(tmp_path / "record.hea")[1]
    theirs = wfdb.rdrecord(str(tmp_path / "record"), physical=False).d_signal
    for column, lead in enumerate(document["leads"]):
        assert lead["samples"] == samples[:, column].tolist()
        assert lead["samples"] == theirs[:, column].tolist()


def test_wfdb_annotations(tmp_path):
    ecg_files.write_wfdb(tmp_path, "record", ecg_files.signal(5000, 2), 16)
    at = np.array([10, 1500, 1501, 4800])
    wfdb.wrann("record", "atr", at, symbol=["N", "V", "+", "A"], aux_note=["", "", "(AFIB", ""], write_dir=str(tmp_path))
    marks = ours(tmp_path / "record.hea")[1]["annotations"]
    assert [(mark["sample"], mark["code"], mark["text"]) for mark in marks] == [(10, "N", ""), (1500, "V", ""), (1501, "+", "(AFIB"), (4800, "A", "")]


@pytest.mark.parametrize("name", ["ishne.ecg", "big.mwf", "little.mwf", "muse.xml", "mortara.xml"])
def test_generated_files_as_ecgdatakit_reads_them(tmp_path, name):
    samples = ecg_files.signal(2000)
    content = {
        "ishne.ecg": lambda: ecg_files.ishne(samples), "big.mwf": lambda: ecg_files.mfer(samples), "little.mwf": lambda: ecg_files.mfer(samples, big_endian=False),
        "muse.xml": lambda: ecg_files.muse(samples[:, :8]), "mortara.xml": lambda: ecg_files.mortara(samples),
    }[name]()
    path = tmp_path / name
    path.write_bytes(content)
    assert_same(ours(path)[0], by_ecgdatakit(path))


def test_edf_that_pyedflib_wrote(tmp_path):
    path = str(tmp_path / "theirs.edf")
    samples = ecg_files.signal(3000, 2)
    writer = pyedflib.EdfWriter(path, 2, file_type=pyedflib.FILETYPE_EDFPLUS)
    header = {"dimension": "uV", "sample_frequency": 500, "physical_max": 32767, "physical_min": -32768, "digital_max": 32767, "digital_min": -32768}
    writer.setSignalHeaders([dict(header, label=f"ECG {name}", prefilter="HP:0.05Hz LP:150Hz", transducer="") for name in ("I", "II")])
    writer.setPatientName("Zhang")
    writer.writeSamples([samples[:, 0].astype(np.int32), samples[:, 1].astype(np.int32)], digital=True)
    writer.writeAnnotation(1.5, 0.2, "PVC")
    writer.close()
    leads, document = ours(path)
    reader = pyedflib.EdfReader(path)
    assert_same(leads, {name: reader.readSignal(index) for index, name in enumerate(("I", "II"))})
    reader.close()
    assert document["facts"]["highPassHertz"] == 0.05 and document["facts"]["lowPassHertz"] == 150
    assert [(mark["sample"], mark["length"], mark["code"]) for mark in document["annotations"]] == [(750, 100, "PVC")]


def dicom_sample():
    return Path(importlib.util.find_spec("pydicom").origin).parent / "data/test_files/waveform_ecg.dcm"


def test_dicom_that_pydicom_ships():
    leads, document = ours(dicom_sample())
    data = pydicom.dcmread(dicom_sample())
    theirs = pydicom.waveforms.multiplex_array(data, 0, as_raw=False)
    assert [lead["name"] for lead in document["leads"]] == ecg_files.NAMES
    for column, name in enumerate(ecg_files.NAMES):
        np.testing.assert_allclose(leads[name], theirs[:, column], rtol=0, atol=1e-6)
    assert document["facts"]["measurements"]["qt"] == 368


@pytest.mark.parametrize("to,name", [("scp", "a.scp"), ("aecg", "a.xml"), ("dicom", "a.dcm"), ("edf", "a.edf")])
def test_what_is_written_here_ecgdatakit_reads(tmp_path, to, name):
    assert_same(ours(dicom_sample())[0], by_ecgdatakit(convert(dicom_sample(), to, tmp_path / name)))


def test_what_is_written_here_pydicom_and_pyedflib_read(tmp_path):
    leads, document = ours(dicom_sample())
    data = pydicom.dcmread(convert(dicom_sample(), "dicom", tmp_path / "a.dcm"))
    assert data.SOPClassUID == "1.2.840.10008.5.1.4.1.1.9.1.1"
    values = pydicom.waveforms.multiplex_array(data, 0, as_raw=False)
    reader = pyedflib.EdfReader(str(convert(dicom_sample(), "edf", tmp_path / "a.edf")))
    for column, lead in enumerate(document["leads"]):
        np.testing.assert_allclose(values[:, column], leads[lead["name"]], rtol=0, atol=1e-6)
        np.testing.assert_allclose(reader.readSignal(column), leads[lead["name"]], rtol=0, atol=1e-6)
    reader.close()


@pytest.mark.parametrize("to,name", [("scp", "a.scp"), ("aecg", "a.xml"), ("dicom", "a.dcm"), ("edf", "a.edf"), ("json", "a.json")])
def test_a_file_cut_short_is_told_of(tmp_path, to, name):
    whole = convert(dicom_sample(), to, tmp_path / name).read_bytes()
    for length in range(0, len(whole), max(len(whole) // 12, 1024)):
        path = tmp_path / f"cut-{name}"
        path.write_bytes(whole[:length])
        answer = subprocess.run([binary(), "ecg", "info", str(path)], capture_output=True, text=True)
        assert answer.returncode in (0, 1), answer.stderr
        if answer.returncode == 1:
            assert answer.stderr.startswith(f"{path}: ") and len(answer.stderr) < 500
