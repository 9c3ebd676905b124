"""Recordings in formats that nothing at hand writes, made from their specifications."""
import base64
import binascii
import struct
import zlib

import numpy as np

NAMES = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
SCP_CODES = dict(zip(NAMES, [1, 2, 61, 62, 63, 64, 3, 4, 5, 6, 7, 8]))
ISHNE_CODES = dict(zip(NAMES, range(5, 17)))


def signal(count=2000, channels=12, bits=16, seed=7):
    """Whole samples that wander as far as `bits` let them, one column a lead."""
    steps = np.random.default_rng(seed).integers(-20, 21, (count, channels))
    most = 2 ** (bits - 1) - 2
    return np.clip(np.cumsum(steps, axis=0), -most, most)


def ishne(samples, rate=500, nanovolts=2500, comment=b"comment\0"):
    """Badilini 1998: 522 bytes of header, a variable block, interleaved samples."""
    def text(value, width):
        return value.encode().ljust(width, b"\0")

    twelve = lambda values: struct.pack("<12h", *(list(values) + [-9] * (12 - samples.shape[1])))
    header = struct.pack("<iiiih", len(comment), len(samples), 522, 522 + len(comment), 1)
    header += text("Ming", 40) + text("Zhang", 40) + text("P1", 20) + struct.pack("<hh", 1, 3)
    header += struct.pack("<12h", 8, 5, 1953, 2, 4, 2026, 2, 4, 2026, 10, 15, 30)
    header += struct.pack("<h", samples.shape[1]) + twelve(list(ISHNE_CODES.values())[: samples.shape[1]])
    header += twelve([1] * samples.shape[1]) + twelve([nanovolts] * samples.shape[1])
    header += struct.pack("<h", 0) + text("digital", 40) + struct.pack("<h", rate) + bytes(248)
    crc = binascii.crc_hqx(header + comment, 0xFFFF)
    return b"ISHNE1.0" + struct.pack("<H", crc) + header + comment + samples.astype("<i2").tobytes()


def mfer(samples, names=NAMES, big_endian=True):
    """ISO 22077-1: 2 ms, 2.5 µV, one block a channel."""
    order = ">" if big_endian else "<"
    number = lambda value: struct.pack(order + "H", value)

    def item(tag, value):
        length = bytes([len(value)]) if len(value) < 128 else b"\x84" + struct.pack(">I", len(value))
        return bytes([tag]) + length + value

    parts = [item(0x40, b"MFR Standard 12 leads ECG".ljust(32)), item(0x01, bytes([0 if big_endian else 1])), item(0x82, b"P1")]
    parts += [item(0x0B, b"\x01\xfd" + number(2)), item(0x0C, b"\x00\xf9" + number(25)), item(0x04, number(len(samples)))]
    parts += [item(0x05, bytes([len(names)])), item(0x06, b"\x01"), item(0x0A, b"\x00")]
    parts += [bytes([0x3F, channel, 4, 0x09, 2]) + number(SCP_CODES[name]) for channel, name in enumerate(names)]
    return b"".join(parts) + item(0x1E, samples.T.astype(order + "i2").tobytes()) + b"\x80\x00"


def muse(samples):
    """restecg.dtd: I, II and V1 to V6; `samples` has those eight."""
    leads = ""
    for column, name in enumerate(["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]):
        data = samples[:, column].astype("<i2").tobytes()
        leads += (
            f"<LeadData><LeadSampleCountTotal>{len(samples)}</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>"
            f"<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>{name}</LeadID><LeadSampleSize>2</LeadSampleSize>"
            f"<LeadDataCRC32>{zlib.crc32(data)}</LeadDataCRC32><WaveFormData>{base64.b64encode(data).decode()}</WaveFormData></LeadData>")
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE RestingECG SYSTEM "restecg.dtd"><RestingECG>'
        "<PatientDemographics><PatientID>P1</PatientID></PatientDemographics>"
        "<Waveform><WaveformType>Rhythm</WaveformType><SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>"
        f"<HighPassFilter>16</HighPassFilter>{leads}</Waveform></RestingECG>").encode()


def mortara(samples):
    """The ELI carts' XML: 400 units a millivolt."""
    channels = "".join(
        f'<CHANNEL BITS="16" FORMAT="SIGNED" UNITS_PER_MV="400" DURATION="{len(samples)}" SAMPLE_FREQ="500" ENCODING="BASE64" '
        f'NAME="{name}" DATA="{base64.b64encode(samples[:, column].astype("<i2").tobytes()).decode()}"/>'
        for column, name in enumerate(NAMES))
    return f'<ECG ACQUISITION_TIME="20260402101530"><SUBJECT ID="P1"/>{channels}</ECG>'.encode()


def wfdb_bytes(samples, storage):
    """Samples of all channels in turn, as signal(5) of the WFDB guide packs them."""
    flat = samples.reshape(-1)
    if storage == 8:
        return np.diff(samples, axis=0, prepend=0).astype(np.int8).tobytes()
    if storage == 61:
        return flat.astype(">i2").tobytes()
    if storage == 80:
        return (flat + 128).astype(np.uint8).tobytes()
    if storage == 160:
        return (flat + 32768).astype("<u2").tobytes()
    if storage in (16, 32):
        return flat.astype(f"<i{storage // 8}").tobytes()
    if storage == 24:
        return b"".join(int(value).to_bytes(3, "little", signed=True) for value in flat)
    if storage == 212:
        pairs = np.append(flat, np.zeros(len(flat) % 2, int)).reshape(-1, 2) & 0xFFF
        return b"".join(bytes([a & 255, a >> 8 | (b >> 8) << 4, b & 255]) for a, b in pairs.tolist())
    triples = np.append(flat, np.zeros(-len(flat) % 3, int)).reshape(-1, 3) & 0x3FF
    if storage == 311:
        return b"".join(struct.pack("<I", a | b << 10 | c << 20) for a, b, c in triples.tolist())
    return b"".join(struct.pack("<HH", a << 1 | (c & 31) << 11, b << 1 | (c >> 5) << 11) for a, b, c in triples.tolist())


def write_wfdb(folder, name, samples, storage):
    lines = [f"{name} {samples.shape[1]} 250 {len(samples)}"]
    for column in range(samples.shape[1]):
        # Format 8 begins with a difference from 0.
        checksum = int(samples[:, column].sum()) & 0xFFFF
        checksum = checksum - 65536 if checksum > 32767 else checksum
        lines.append(f"{name}.dat {storage} 200/mV 16 0 0 {checksum} 0 {NAMES[column]}")
    (folder / f"{name}.hea").write_text("\n".join(lines) + "\n")
    (folder / f"{name}.dat").write_bytes(wfdb_bytes(samples, storage))
