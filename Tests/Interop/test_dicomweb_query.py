"""QIDO-RS (PS3.18 10.6): resources, matching, paging, attributes, and what is answered when nothing fits."""
import pytest

import datasets
from population import SERIES_IMAGES, STUDIES

ALL = sorted(study.key for study in STUDIES)


def keys(archive, population, **parameters) -> list[str]:
    return population.keys(archive.search("/studies", **parameters))


# MARK: resources

def test_a_study_has_the_attributes_of_table_10_6_3_3(archive, population):
    answer, = archive.search("/studies", StudyInstanceUID=population.uids["zhang"])
    assert (answer.StudyDate, answer.AccessionNumber, answer.StudyID) == ("20260111", "QA101", "SQA101")
    assert answer.PatientName.alphabetic == "Zhang^SanFeng" and answer.PatientName.ideographic == "张^三丰"
    assert (answer.PatientID, answer.PatientBirthDate, answer.PatientSex) == ("Q-101", "19550707", "M")
    assert sorted(answer.ModalitiesInStudy) == ["CT", "MR"]
    assert (answer.NumberOfStudyRelatedSeries, answer.NumberOfStudyRelatedInstances) == (2, 2 * SERIES_IMAGES)
    assert answer.RetrieveURL.endswith(f"/studies/{answer.StudyInstanceUID}")


def test_series_of_a_study(archive, population):
    answers = archive.search(f"/studies/{population.uids['zhang']}/series")
    assert {(one.Modality, int(one.SeriesNumber), int(one.NumberOfSeriesRelatedInstances)) for one in answers} \
        == {("CT", 1, SERIES_IMAGES), ("MR", 2, SERIES_IMAGES)}
    assert len(archive.search(f"/studies/{population.uids['zhang']}/series", Modality="MR")) == 1


def test_instances_of_a_series_a_study_and_of_all(archive, population):
    study, series = population.uids["zhang"], population.series["zhang"][0]
    answers = archive.search(f"/studies/{study}/series/{series}/instances")
    assert sorted(int(one.InstanceNumber) for one in answers) == [1, 2]
    assert {(one.Rows, one.Columns, one.BitsAllocated) for one in answers} == {(16, 16, 16)}
    assert len(archive.search(f"/studies/{study}/instances")) == 2 * SERIES_IMAGES
    assert len(archive.search("/instances", StudyInstanceUID=study)) == 2 * SERIES_IMAGES
    assert len(archive.search("/series", StudyInstanceUID=study)) == 2


def test_series_by_attributes_of_their_study_and_patient(archive, population):
    answers = archive.search("/series", PatientID="Q-101", Modality="MR")
    assert len([one for one in answers if one.StudyInstanceUID in population.uids.values()]) == 2


def test_dicomweb_client_searches(archive, population):
    client = archive.client
    assert len(client.search_for_studies(search_filters={"PatientID": "Q-101"})) == 2
    assert len(client.search_for_series(study_instance_uid=population.uids["zhang"])) == 2
    assert len(client.search_for_instances(study_instance_uid=population.uids["zhang"])) == 4


# MARK: matching

@pytest.mark.parametrize("parameters, expected", [
    ({"PatientID": "Q-10*"}, ALL),
    ({"00100020": "Q-100"}, ["wang"]),
    ({"AccessionNumber": "QA10?"}, ALL),
    ({"StudyDate": "20260110-20260112", "PatientID": "Q-*"}, ["ouyang", "wang", "zhang"]),
    ({"StudyDate": "20260201-", "PatientID": "Q-*"}, ["smith", "zhang again"]),
    ({"ModalitiesInStudy": "MR", "PatientID": "Q-*"}, ["smith", "zhang", "zhang again"]),
    ({"PatientName": "wang*", "PatientID": "Q-*"}, ["wang"]),
    ({"PatientName": "SMITH*"}, ["smith"]),
], ids=str)
def test_matching(archive, population, parameters, expected):
    assert keys(archive, population, **parameters) == expected


@pytest.mark.beyond_orthanc("1.10.1 does not decode the query of a URL")
def test_wildcards_may_be_percent_encoded(archive, population):
    answer = archive.session.get(f"{archive.dicomweb}/studies?PatientID=Q%2D10%2A&AccessionNumber=QA10%3F")
    assert len(answer.json()) == len(STUDIES)


@pytest.mark.beyond_orthanc("matches the alphabetic group only")
@pytest.mark.parametrize("name, expected", [("*张*", ["zhang", "zhang again"]), ("王^小东", ["wang"]), ("wxd", ["wang"]), ("ouyang*", ["ouyang"]),
                                            ("zhangsanfeng", ["zhang", "zhang again"]), ("muller*", ["muller"])], ids=str)
def test_fuzzy_matching_of_names(archive, population, name, expected):
    assert keys(archive, population, PatientName=name, fuzzymatching="true", PatientID="Q-*") == expected


@pytest.mark.beyond_orthanc("is an extension of Yigong")
@pytest.mark.parametrize("text, expected", [("zsf", ["zhang", "zhang again"]), ("QA103", ["ouyang"]), ("Q-106", ["smith"]), ("欧阳", ["ouyang"])], ids=str)
def test_one_search_text_for_name_identifier_and_accession(archive, population, text, expected):
    assert keys(archive, population, search=text) == expected


def test_a_list_of_uids(archive, population):
    wanted = f"{population.uids['wang']},{population.uids['smith']}"
    assert keys(archive, population, StudyInstanceUID=wanted) == ["smith", "wang"]


@pytest.mark.beyond_orthanc("1.10.1 answers with an error")
def test_a_key_inside_a_sequence(archive, population):
    answers = archive.search("/series", **{"RequestAttributesSequence.RequestedProcedureID": "RPQA103"})
    assert [one.SeriesInstanceUID for one in answers] == population.series["ouyang"]


# MARK: paging

def test_pages_are_whole_and_do_not_overlap(archive, population):
    pages = [archive.search("/studies", PatientID="Q-*", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 2, 0]
    assert len({one.StudyInstanceUID for page in pages for one in page}) == len(STUDIES)


@pytest.mark.beyond_orthanc("is an extension of Yigong")
def test_the_total_count_is_told_beside_a_page(archive, population):
    answer = archive.get("/studies", PatientID="Q-*", limit=3)
    assert answer.headers["X-Total-Count"] == str(len(STUDIES))


@pytest.mark.beyond_orthanc("is an extension of Yigong")
@pytest.mark.parametrize("order, attribute", [("-StudyDate", "StudyDate"), ("StudyDate", "StudyDate"), ("PatientID", "PatientID")])
def test_the_order_can_be_chosen(archive, population, order, attribute):
    values = [getattr(one, attribute) for one in archive.search("/studies", PatientID="Q-*", orderby=order)]
    assert values == sorted(values, reverse=order.startswith("-"))


# MARK: attributes

def test_includefield_adds_an_attribute(archive, population):
    for field in ("StudyDescription", "00081030"):
        answer, = archive.search("/studies", StudyInstanceUID=population.uids["wang"], includefield=field)
        assert answer.StudyDescription == "头颅CT平扫"


def test_includefield_all(archive, population):
    answer = archive.search(f"/studies/{population.uids['wang']}/instances", includefield="all")[0]
    assert answer.SOPClassUID and answer.SOPInstanceUID and answer.StudyDate == "20260110"


# MARK: status codes and representations (PS3.18 table 8.6.1-1, 10.6.3)

def test_no_match_is_204_or_an_empty_list(archive):
    answer = archive.get("/studies", PatientID="NOBODY-HAS-THIS")
    assert answer.status_code == (204 if archive.is_yigong else 200)
    assert answer.content in (b"", b"[]", b"[]\n", b"[ ]")


@pytest.mark.beyond_orthanc("answers otherwise")
@pytest.mark.parametrize("parameters", [{"limit": "many"}, {"limit": "-1"}, {"offset": "x"}, {"NoSuchKeyword": "1"}, {"StudyDate": "yesterday"},
                                        {"fuzzymatching": "perhaps"}, {"0010": "1"}], ids=str)
def test_a_query_that_cannot_be_read_is_400_and_says_why(archive, parameters):
    answer = archive.get("/studies", **parameters)
    assert answer.status_code == 400
    assert next(iter(parameters)) in answer.text


@pytest.mark.beyond_orthanc("falls back to another type")
def test_a_representation_that_is_not_there_is_406(archive):
    assert archive.get("/studies", accept="text/plain").status_code == 406
    assert archive.get("/studies", accept="image/jpeg").status_code == 406


@pytest.mark.parametrize("accept", ["application/dicom+json", "application/json", "*/*", None])
def test_json_is_the_default(archive, population, accept):
    answer = archive.get("/studies", accept=accept, PatientID="Q-100")
    assert answer.headers["Content-Type"].split(";")[0] in ("application/dicom+json", "application/json")
    assert answer.json()[0]["00100020"] == {"vr": "LO", "Value": ["Q-100"]}


def test_a_stored_object_is_found_at_once(archive):
    """Read your writes: the answer to STOW-RS is also the promise that a query sees it."""
    for _ in range(10):
        image = datasets.image()
        assert archive.stow(datasets.part10(image)).status_code == 200
        assert archive.search("/instances", SOPInstanceUID=image.SOPInstanceUID)
