"""`/api/volumes`: series with a known phantom go in, planes through the patient come out."""
import io
import json
import time

import numpy as np
import pytest
import requests
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, PositronEmissionTomographyImageStorage

import datasets
from test_dicomweb_retrieve import store

SIZE, SPACING = 32, 2.0
AXIAL = [1, 0, 0, 0, 1, 0]


def value_at(points):
    """A value that says where in the patient it is."""
    return 2 * points[..., 0] + 3 * points[..., 1] + 5 * points[..., 2] + 400


def series(places, tilt=0.0, sop_class=CTImageStorage, **attributes):
    """Axial slices at places along the body axis; a tilted gantry shifts each against the one before."""
    made = datasets.series(len(places), size=SIZE, Modality="CT", SOPClassUID=sop_class, **attributes)
    for image, place in zip(made, places):
        image.ImagePositionPatient = [-30, -30 + place * np.tan(np.radians(tilt)), place]
        image.ImageOrientationPatient, image.PixelSpacing = AXIAL, [SPACING, SPACING]
        image.PixelRepresentation, image.BitsStored, image.HighBit = 1, 16, 15
        image.RescaleSlope, image.RescaleIntercept = 1, 0
        across, along = np.meshgrid(np.arange(SIZE), np.arange(SIZE))
        points = np.stack([across * SPACING, along * SPACING, 0 * across], -1) + np.array(image.ImagePositionPatient, float)
        image.PixelData = np.rint(value_at(points)).astype("<i2").tobytes()
    return made


class Cut:
    """One series' resource."""

    def __init__(self, yigong, images):
        self.yigong = yigong
        self.path = f"{images[0].StudyInstanceUID}/{images[0].SeriesInstanceUID}"
        self.address = f"{yigong.base}/api/volumes/{self.path}"

    def described(self):
        for _ in range(20):
            answer = self.yigong.get_url(self.address, wait=5).json()
            if answer["state"] != "building":
                return answer
        pytest.fail("the volume is never made")

    def ask(self, what="plane", **parameters):
        asked = {"origin": "-10,-5,20", "right": "1,0,0", "down": "0,0,-1", "spacing": "1", "size": "20,15", **parameters}
        for _ in range(50):
            answer = self.yigong.get_url(f"{self.address}/{what}", **asked)
            if answer.status_code != 202:
                return answer
            time.sleep(0.1)
        pytest.fail("the volume is never made")

    def values(self, **parameters):
        answer = self.ask(format="raw", **parameters)
        assert answer.status_code == 200, answer.text[:300]
        told = json.loads(answer.headers["Yigong-Plane"])
        cells = np.frombuffer(answer.content, np.dtype(told["kind"]).newbyteorder("<")).reshape(told["height"], told["width"])
        return cells * told["slope"] + told["intercept"]

    def picture(self, **parameters):
        answer = self.ask(format="png", **parameters)
        assert answer.status_code == 200, answer.text[:300]
        return np.asarray(Image.open(io.BytesIO(answer.content)))


@pytest.fixture
def stored(yigong):
    def make(*places, **options):
        images = series(*places, **options)
        store(yigong, *images)
        return Cut(yigong, images)
    return make


def coronal():
    across, along = np.meshgrid(np.arange(20), np.arange(15))
    return np.stack([across - 10, 0 * across - 5, 20 - along], -1).astype(float)


@pytest.mark.parametrize("places, tilt, notice", [
    (np.arange(0, 40, 4), 0, None),
    (np.arange(0, 40, 4)[::-1], 0, None),
    (np.arange(0, 40, 4), 15, {"code": "gantryTilt", "degrees": 15}),
    ([0, 4, 8, 12, 24, 28, 32, 36], 0, {"code": "missingSlices", "count": 2}),
    ([0, 4, 5, 11, 18, 20, 29, 36], 0, {"code": "unevenSpacing", "least": 1, "greatest": 9}),
    ([0, 4, 8, 12, 16, 16, 20, 24], 0, {"code": "duplicates", "count": 1}),
], ids=["even", "backwards", "tilted", "missing", "uneven", "duplicate"])
def test_anatomy_stays_where_it_is(stored, places, tilt, notice):
    cut = stored(places, tilt)
    notices = cut.described()["volume"]["notices"]
    assert [told["code"] for told in notices] == ([notice["code"]] if notice else [])
    for name, number in (notice or {}).items():
        assert notices[0][name] == (number if name == "code" else pytest.approx(number, abs=1e-3))
    assert np.abs(cut.values() - value_at(coronal())).max() <= 1  # a rounded voxel on each side


def test_a_slab_and_a_curve(stored):
    cut = stored(np.arange(0, 40, 4))
    mean, highest = cut.values(thickness=8, projection="mean"), cut.values(thickness=8, projection="maximum")
    assert np.abs(mean - value_at(coronal())).max() <= 1 and (highest - mean).min() > 8
    line = cut.values(what="curve", points="-10,-5,20;0,-5,20;10,-5,20", down="0,0,-1", height=9)
    assert np.abs(line[4] - value_at(np.stack([np.arange(21) - 10, np.full(21, -5), np.full(21, 20)], -1))).max() <= 1


def test_what_is_no_volume_says_why(yigong, stored):
    cut = stored([0])
    assert (cut.described()["state"], cut.described()["code"]) == ("failed", "tooFewSlices")
    answer = cut.ask()
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "tooFewSlices")
    assert yigong.get_url(f"{yigong.base}/api/volumes/1.2.3/4.5.6").status_code == 404
    good = stored(np.arange(0, 40, 4))
    for wrong in [{"right": "0,0,0"}, {"spacing": "0"}, {"size": "10"}, {"size": "1e9,10"}, {"origin": "1,2"}, {"thickness": "nan"},
                  {"interpolation": "magic"}, {"fuse": "../etc"}]:
        assert good.ask(**wrong).status_code in (400, 413), wrong


def pet(study, frame, **attributes):
    """Slices twice as far apart, in Bq/ml with a slope of its own for each, an hour after 370 MBq of F-18."""
    dose = Dataset()
    dose.RadionuclideTotalDose, dose.RadionuclideHalfLife, dose.RadiopharmaceuticalStartTime = "370000000", "6586.2", "090000"
    common = {"StudyInstanceUID": study, "FrameOfReferenceUID": frame, "CorrectedImage": ["ATTN", "DECY"], "Units": "BQML",
              "DecayCorrection": "START", "PatientWeight": "70", "SeriesDate": "20260302", "SeriesTime": "100000",
              "AcquisitionDate": "20260302", "AcquisitionTime": "100000", "RadiopharmaceuticalInformationSequence": [dose]}
    images = series(np.arange(0, 48, 8), sop_class=PositronEmissionTomographyImageStorage, **{**common, **attributes})
    for number, image in enumerate(images):
        image.Modality, image.RescaleSlope = "PT", 10 + number
    return images


def test_uptake_is_told_and_applied(yigong):
    images = pet(datasets.fresh_uid(), datasets.fresh_uid())
    store(yigong, *images)
    cut = Cut(yigong, images)
    factor = 70_000 / (370e6 * 2 ** (-3600 / 6586.2))
    assert cut.described()["volume"]["uptake"]["suvbw"] == pytest.approx(factor, rel=1e-9)
    assert np.allclose(cut.values(unit="suvbw"), cut.values() * factor, rtol=1e-6)
    first = cut.values(origin="-30,-30,16", down="0,1,0", spacing=SPACING, size=f"{SIZE},{SIZE}")
    assert np.allclose(first, images[2].pixel_array * 12.0)


def test_no_uptake_without_a_weight(yigong):
    images = pet(datasets.fresh_uid(), datasets.fresh_uid(), PatientWeight="0")
    store(yigong, *images)
    cut = Cut(yigong, images)
    assert cut.described()["volume"]["uptake"] == {"obstacle": "weight"}
    assert cut.ask(unit="suvbw").status_code == 422


def test_pet_is_laid_over_ct_in_space(yigong, stored):
    study, frame = datasets.fresh_uid(), datasets.fresh_uid()
    anatomy = stored(np.arange(0, 40, 4), StudyInstanceUID=study, FrameOfReferenceUID=frame)
    images = pet(study, frame)
    store(yigong, *images)
    uptake = Cut(yigong, images)
    uptake.described()
    grey = anatomy.picture(window="400,400,linear-exact")
    look = {"window": "400,400,linear-exact", "fuse": uptake.path, "fuseWindow": "4000,8000,linear-exact", "fuseColors": "grey"}
    assert np.array_equal(anatomy.picture(**look, fuseOpacity=0)[..., 0], grey)
    alone = uptake.picture(window="4000,8000,linear-exact")
    assert np.abs(anatomy.picture(**look, fuseOpacity=1)[..., 0].astype(int) - alone).max() <= 1
    half = anatomy.picture(**look, fuseOpacity=0.5)[..., 0]
    assert np.abs(half - (grey / 2 + alone / 2)).max() <= 1
    elsewhere = pet(study, datasets.fresh_uid())
    store(yigong, *elsewhere)
    Cut(yigong, elsewhere).described()
    refused = anatomy.ask(**{**look, "fuse": Cut(yigong, elsewhere).path})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "otherFrameOfReference")


def test_nobody_unknown_is_answered_and_reading_is_audited(yigong, stored):
    cut = stored(np.arange(0, 40, 4))
    for address in (cut.address, f"{cut.address}/plane", f"{cut.address}/curve"):
        assert requests.get(address, timeout=30).status_code == 401
    cut.described()
    study = cut.path.split("/")[0]
    entries = yigong.get_url(f"{yigong.base}/api/audit", object=study, action="study.read").json()["entries"]
    assert entries and entries[0]["detail"] == "volume"


def test_a_volume_larger_than_the_bound_is_refused(own_yigong):
    server = own_yigong(environment={"YIGONG_VOLUMES_MEMORY": "1"})
    images = datasets.series(9, size=256, Modality="CT")
    for number, image in enumerate(images):
        image.ImagePositionPatient, image.ImageOrientationPatient, image.PixelSpacing = [0, 0, number], AXIAL, [1, 1]
    store(server, *images)
    assert Cut(server, images).described()["code"] == "tooLarge"
