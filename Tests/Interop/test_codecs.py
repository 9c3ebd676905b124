"""The pixel codecs beside independent ones: every compressed file that pydicom ships, every native one through every encoder."""

import logging
import shutil
import subprocess
import warnings
import zlib

import numpy
import pydicom
import pytest
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels import get_decoder
from pydicom.uid import (
    HTJ2K, UID, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, HTJ2KLossless, ImplicitVRLittleEndian,
    JPEG2000, JPEG2000Lossless, JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1, JPEGLSLossless,
    JPEGLSNearLossless, RLELossless,
)

import lossless_jpeg
import samples
from ccodecs import PHOTOMETRIC, CodecError, Codecs, FrameInfo

imagecodecs = pytest.importorskip("imagecodecs")
warnings.simplefilter("ignore")
logging.getLogger("pydicom").setLevel(logging.CRITICAL)

ENCODABLE = [RLELossless, JPEGLossless, JPEGLosslessSV1, JPEGLSLossless, JPEG2000Lossless, HTJ2KLossless]
NATIVE = [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]
LOSSY_JPEG = [JPEGBaseline8Bit, JPEGExtended12Bit]
# SIZ of this one has a sequence delimiter where its tiles should be: it is about parsing files, and no codec reads it.
UNREADABLE = {"JPEG2000-embedded-sequence-delimiter.dcm"}
FRAMES = 3


def images():
    """Every file with pixels, by path."""
    for folder in samples.folders():
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.name in UNREADABLE:
                continue
            try:
                dataset = pydicom.dcmread(path, force=True)
                uid = dataset.file_meta.TransferSyntaxUID
            except Exception:
                continue
            if path.name not in samples.BROKEN and "PixelData" in dataset and dataset.get("Rows") and "TRUNC" not in path.name.upper():
                yield path, uid


IMAGES = list(images())
COMPRESSED = [path for path, uid in IMAGES if uid.is_encapsulated]
UNCOMPRESSED = [path for path, uid in IMAGES if uid in NATIVE]


def names(path):
    return path.name


@pytest.fixture(scope="module")
def codecs():
    return Codecs()


def as_array(pixels, info):
    """Our bytes as pydicom shapes its arrays."""
    kind = numpy.dtype(("i" if info.pixel_representation else "u") + str(info.bits_allocated // 8))
    array = numpy.frombuffer(pixels, kind)
    if info.samples_per_pixel == 1:
        return array.reshape(info.rows, info.columns)
    if info.planar_configuration:
        return array.reshape(info.samples_per_pixel, info.rows, info.columns).transpose(1, 2, 0)
    return array.reshape(info.rows, info.columns, info.samples_per_pixel)


def correct_sign(array, info):
    """pydicom reads the bits above Bits Stored as they come; both sides are compared below them."""
    unused = array.dtype.itemsize * 8 - info.bits_stored
    return numpy.right_shift(numpy.left_shift(array, unused), unused)


def references(dataset, index):
    """What each decoder that pydicom can call makes of one frame."""
    decoder = get_decoder(dataset.file_meta.TransferSyntaxUID)
    for plugin in decoder.available_plugins:
        try:
            yield plugin, decoder.as_array(dataset, index=index, raw=True, decoding_plugin=plugin)[0]
        except Exception:
            continue


def frames_of(dataset):
    count = int(dataset.get("NumberOfFrames") or 1)
    return count, generate_frames(dataset.PixelData, number_of_frames=count)


@pytest.mark.parametrize("path", COMPRESSED, ids=names)
def test_decodes_as_others_do(codecs, path, tmp_path):
    dataset = pydicom.dcmread(path)
    uid = dataset.file_meta.TransferSyntaxUID
    compared = 0
    for index, frame in zip(range(FRAMES), frames_of(dataset)[1]):
        pixels, info = codecs.decode(uid, frame, FrameInfo.of(dataset))
        ours = as_array(pixels, info)
        for plugin, theirs in references(dataset, index):
            if plugin == "pylibjpeg" and uid in LOSSY_JPEG:
                # It has a transform of its own and replicates chroma; the library we share with Pillow does not.
                assert numpy.abs(ours.astype(int) - theirs).max() <= 3, plugin
            else:
                assert numpy.array_equal(ours, theirs), plugin
            compared += 1
    if uid == JPEGExtended12Bit:
        target = tmp_path / "decoded.dcm"
        subprocess.run([shutil.which("dcmdjpeg", path="/usr/bin"), path, target], check=True, capture_output=True)
        theirs = pydicom.dcmread(target).pixel_array
        assert numpy.array_equal(ours, theirs), "dcmdjpeg"
        compared += 1
    assert compared > 0, "no other decoder reads this file"


@pytest.mark.parametrize("path", UNCOMPRESSED, ids=names)
def test_reads_native_frames(codecs, path):
    dataset = pydicom.dcmread(path)
    uid, info = dataset.file_meta.TransferSyntaxUID, FrameInfo.of(dataset)
    length = codecs.frame_length(info)
    value = bytearray(dataset.PixelData)
    if uid == ExplicitVRBigEndian and info.bits_allocated <= 8 and dataset["PixelData"].VR == "OW":
        value[: len(value) // 2 * 2] = numpy.frombuffer(value[: len(value) // 2 * 2], ">u2").astype("<u2").tobytes()
    if info.bits_allocated == 1:
        pixels, _ = codecs.decode(uid, value[:length], info)
        bits = numpy.unpackbits(numpy.frombuffer(pixels, "u1"), bitorder="little")[: info.rows * info.columns]
        expected = dataset.pixel_array
        assert numpy.array_equal(bits.reshape(info.rows, info.columns), expected if expected.ndim == 2 else expected[0])
        return
    if PHOTOMETRIC[info.photometric] == "YBR_FULL_422":
        assert codecs.decode(uid, value, info)[0] == bytes(value[:length])
        return
    expected = get_decoder(uid).as_array(dataset, index=0, raw=True)[0]
    pixels, result = codecs.decode(uid, value[:length], info)
    assert numpy.array_equal(correct_sign(as_array(pixels, result), info), correct_sign(expected, info))


def native_frames():
    """Every uncompressed file whose cells can be encoded."""
    for path in UNCOMPRESSED:
        dataset = pydicom.dcmread(path)
        if dataset.BitsAllocated not in (8, 16) or dataset.PhotometricInterpretation == "YBR_FULL_422":
            continue
        yield path, dataset


def encapsulated(dataset, uid, frame, info):
    """The frame as a data set of its own, for pydicom's plugins."""
    result = pydicom.Dataset()
    result.file_meta = pydicom.dataset.FileMetaDataset()
    result.file_meta.TransferSyntaxUID = UID(uid)
    for keyword in ("Rows", "Columns", "SamplesPerPixel", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
        setattr(result, keyword, getattr(dataset, keyword))
    result.PhotometricInterpretation = PHOTOMETRIC[info.photometric]
    if info.samples_per_pixel > 1:
        result.PlanarConfiguration = info.planar_configuration
    result.PixelData = encapsulate([frame])
    return result


@pytest.mark.parametrize("uid", ENCODABLE, ids=lambda uid: uid.keyword)
def test_others_decode_what_we_encode(codecs, uid):
    checked = 0
    for path, dataset in native_frames():
        info, native = FrameInfo.of(dataset), get_decoder(dataset.file_meta.TransferSyntaxUID)
        expected = native.as_array(dataset, index=0, raw=True)[0]
        expected = expected.astype(expected.dtype.newbyteorder("<"))
        info.planar_configuration = 0
        frame, coded = codecs.encode(uid, expected.tobytes(), info)
        pixels, decoded = codecs.decode(uid, frame, coded)
        assert numpy.array_equal(as_array(pixels, decoded), expected), path.name
        for plugin, theirs in references(encapsulated(dataset, uid, frame, coded), 0):
            assert numpy.array_equal(correct_sign(theirs.astype(expected.dtype), info), correct_sign(expected, info)), (path.name, plugin)
            checked += 1
    assert checked > 0


def synthetic(bits, samples_per_pixel, rows=37, columns=61):
    """A slope with noise that fills `bits` bits."""
    random = numpy.random.default_rng(bits * 8 + samples_per_pixel)
    y, x, c = numpy.mgrid[:rows, :columns, :samples_per_pixel]
    values = (x * 5 + y * 3 + c * 7 + random.integers(0, 4, x.shape)) % (1 << bits)
    return values.astype("u1" if bits <= 8 else "u2").reshape((rows, columns) if samples_per_pixel == 1 else values.shape)


def info_for(array, bits):
    samples_per_pixel = 1 if array.ndim == 2 else array.shape[2]
    allocated = array.dtype.itemsize * 8
    return FrameInfo(array.shape[0], array.shape[1], samples_per_pixel, allocated, bits, bits - 1, 0, 0,
                     PHOTOMETRIC.index("RGB" if samples_per_pixel == 3 else "MONOCHROME2"))


PEERS = {
    "ljpeg": (JPEGLosslessSV1, lambda a, bits: imagecodecs.ljpeg_encode(a, bitspersample=bits), imagecodecs.ljpeg_decode, (1,)),
    "jpegls": (JPEGLSLossless, lambda a, bits: imagecodecs.jpegls_encode(a), imagecodecs.jpegls_decode, (1, 3)),
    "jpeg2k": (JPEG2000Lossless, lambda a, bits: imagecodecs.jpeg2k_encode(a, level=0, codecformat="j2k"), imagecodecs.jpeg2k_decode, (1, 3)),
    "htj2k": (HTJ2KLossless, lambda a, bits: imagecodecs.htj2k_encode(a), imagecodecs.htj2k_decode, (1, 3)),
}


@pytest.mark.parametrize("bits", [8, 12, 16])
@pytest.mark.parametrize("peer", PEERS)
def test_imagecodecs_both_ways(codecs, peer, bits):
    uid, encode, decode, layouts = PEERS[peer]
    for samples_per_pixel in layouts:
        array = synthetic(bits, samples_per_pixel)
        info = info_for(array, bits)
        pixels, decoded = codecs.decode(uid, encode(array, bits), info)
        assert numpy.array_equal(as_array(pixels, decoded), array)
        frame, _ = codecs.encode(uid, array.tobytes(), info)
        assert numpy.array_equal(numpy.asarray(decode(frame)).reshape(array.shape), array)


@pytest.mark.parametrize("uid", [JPEG2000, HTJ2K], ids=lambda uid: uid.keyword)
def test_lossy_wavelets(codecs, uid):
    array = synthetic(12, 1)
    encoded = imagecodecs.jpeg2k_encode(array, level=40, codecformat="j2k") if uid == JPEG2000 else imagecodecs.htj2k_encode(array, level=0.001)
    theirs = imagecodecs.jpeg2k_decode(encoded) if uid == JPEG2000 else imagecodecs.htj2k_decode(encoded)
    pixels, info = codecs.decode(uid, encoded, info_for(array, 12))
    assert numpy.abs(as_array(pixels, info).astype(int) - theirs).max() <= 1


@pytest.mark.parametrize("mode", ["none", "line", "sample"])
def test_jpegls_interleave_modes(codecs, mode):
    jpeg_ls = pytest.importorskip("jpeg_ls")
    array = synthetic(8, 3)
    number = ["none", "line", "sample"].index(mode)
    source = array if number else numpy.ascontiguousarray(array.transpose(2, 0, 1))
    for lossy, uid in ((0, JPEGLSLossless), (2, JPEGLSNearLossless)):
        encoded = bytes(jpeg_ls.encode_array(source, lossy_error=lossy, interleave_mode=number))
        pixels, info = codecs.decode(uid, encoded, info_for(array, 8))
        assert numpy.abs(as_array(pixels, info).astype(int) - array).max() <= lossy


@pytest.mark.parametrize("predictor", range(1, 8))
def test_every_lossless_jpeg(codecs, predictor):
    for precision in range(2, 17):
        for transform, restart_rows, interleaved, components in ((0, 0, True, 1), (1, 3, True, 3), (0, 2, False, 3), (0, 1, True, 4)):
            random = numpy.random.default_rng(precision)
            planes = random.integers(0, 1 << precision, (components, 7, 9))
            frame = lossless_jpeg.encode(planes, precision, predictor, transform, restart_rows, interleaved)
            expected = (planes >> transform << transform).transpose(1, 2, 0).astype("u1" if precision <= 8 else "u2")
            info = info_for(expected if components > 1 else expected[:, :, 0], precision)
            pixels, decoded = codecs.decode(JPEGLossless, frame, info)
            assert as_array(pixels, decoded).tobytes() == expected.tobytes(), (precision, transform, restart_rows, components)


@pytest.mark.parametrize("uid", ENCODABLE, ids=lambda uid: uid.keyword)
def test_a_cut_frame_never_passes_for_a_picture(codecs, uid):
    array = synthetic(12, 1, 16, 16)
    frame, info = codecs.encode(uid, array.tobytes(), info_for(array, 12))
    for length in range(len(frame)):
        try:
            pixels, _ = codecs.decode(uid, frame[:length], info)
        except CodecError as error:
            assert str(error)
            continue
        assert pixels == array.tobytes(), f"{length} of {len(frame)} bytes give another picture"


def test_a_frame_of_another_size_is_refused(codecs):
    array = synthetic(12, 1)
    for uid in ENCODABLE[1:]:
        frame, info = codecs.encode(uid, array.tobytes(), info_for(array, 12))
        info.columns += 1
        with pytest.raises(CodecError, match="says 62 x 37"):
            codecs.decode(uid, frame, info)


def test_a_codestream_deeper_than_its_header_widens_the_cells(codecs):
    array = synthetic(12, 1)
    for uid in ENCODABLE[1:]:
        frame, info = codecs.encode(uid, array.tobytes(), info_for(array, 12))
        info.bits_allocated, info.bits_stored, info.high_bit = 8, 8, 7
        pixels, result = codecs.decode(uid, frame, info)
        assert (pixels, result.bits_allocated, result.bits_stored) == (array.tobytes(), 16, 12)


def test_inflate_keeps_its_limit(codecs):
    data = bytes(range(256)) * 5000
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated = compressor.compress(data) + compressor.flush()
    assert codecs.inflate(deflated, len(data)) == data
    with pytest.raises(CodecError, match="more than the"):
        codecs.inflate(deflated, len(data) - 1)
    with pytest.raises(CodecError, match="ends early"):
        codecs.inflate(deflated[:-3], len(data))
