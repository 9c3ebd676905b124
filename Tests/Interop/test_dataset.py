"""The C parser beside pydicom, on every DICOM file that pydicom and pydicom-data ship, and on bytes that are wrong."""
import struct
import warnings

import pydicom
import pytest
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian

import cdicom
from samples import folders

# Files that end in the middle of an element, or of Pixel Data without its delimiter.
CUT_SHORT = {"MR_truncated.dcm", "rtplan_truncated.dcm", "emri_small_jpeg_2k_lossless_too_short.dcm"}

# Begins with a stray byte; pydicom finds one element of 38,863 bytes in it.
NOT_DICOM = {"no_meta.dcm"}

SHIPPED = sorted(path for folder in folders() for path in folder.rglob("*") if path.suffix == ".dcm" or path.name == "DICOMDIR")


def read(path):
    """The data set of a file: the table, and the transfer syntax the file declares."""
    data = path.read_bytes()
    start = cdicom.locate(data)
    uid = data[start.syntax_uid_offset:start.syntax_uid_offset + start.syntax_uid_length].rstrip(b"\0 ").decode()
    body = data[start.data_set_offset:]
    if uid == DeflatedExplicitVRLittleEndian:
        body = cdicom.inflate(body)
    syntax = start.syntax
    if uid:
        syntax = {ImplicitVRLittleEndian: cdicom.IMPLICIT_LITTLE, ExplicitVRBigEndian: cdicom.EXPLICIT_BIG}.get(
            uid, cdicom.EXPLICIT_LITTLE)
    return cdicom.DataSet(body, syntax), uid


def assert_same(parsed, container, reference, path):
    """Every element has the tag, the representation, the length of value and the items that pydicom gives it."""
    mine = list(parsed.children(container))
    assert [parsed.elements[i].tag for i in mine] == [int(tag) for tag in reference.keys()], path
    for i in mine:
        element = parsed.elements[i]
        tag = pydicom.tag.Tag(element.tag)
        here = f"{path}/{tag}"
        raw = reference.get_item(tag)
        vr = cdicom.VRS[element.vr]
        if vr == "SQ":
            items = reference[tag].value
            assert reference[tag].VR == "SQ", here
            children = list(parsed.children(i))
            assert len(children) == len(items), here
            for number, (child, item) in enumerate(zip(children, items)):
                assert_same(parsed, child, item, f"{here}[{number}]")
            continue
        if isinstance(raw, pydicom.dataelem.RawDataElement):
            if not element.flags & cdicom.ENCAPSULATED:
                assert parsed.value(i) == (raw.value or b""), here
        if tag.is_private or vr == "UN" or element.length == 0:
            continue
        known = reference[tag].VR
        assert vr == known or (known in ("OB or OW", "OB", "US") and vr == "OW"), f"{here}: {vr}, pydicom says {known}"


@pytest.mark.parametrize("path", [p for p in SHIPPED if p.name not in CUT_SHORT | NOT_DICOM], ids=lambda p: p.name)
def test_same_elements_as_pydicom(path):
    parsed, _ = read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert_same(parsed, cdicom.NO_PARENT, pydicom.dcmread(path, force=True), path.name)


@pytest.mark.parametrize("path", [p for p in SHIPPED if p.name in CUT_SHORT], ids=lambda p: p.name)
def test_files_cut_short_are_refused(path):
    with pytest.raises(cdicom.ParseError) as refused:
        read(path)
    assert refused.value.status == cdicom.TRUNCATED
    assert "ends at byte" in refused.value.message
