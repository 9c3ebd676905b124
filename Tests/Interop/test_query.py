"""C-FIND as a service class provider (PS3.4 C.4.1): both models, every level, every kind of matching."""
import re

import pytest
from pydicom import Dataset
from pynetdicom.sop_class import (PatientRootQueryRetrieveInformationModelFind as PatientRoot,
                                  StudyRootQueryRetrieveInformationModelFind as StudyRoot)

from peers import dcmtk
from population import SERIES_IMAGES, STUDIES

CANCELLED = 0xFE00


def identifier(level: str, **keys) -> Dataset:
    """A query with its keys; text is sent as UTF-8 when it needs to be."""
    query = Dataset()
    query.SpecificCharacterSet = "ISO_IR 192"
    query.QueryRetrieveLevel = level
    for keyword, value in keys.items():
        setattr(query, keyword, value)
    return query


def find(archive, level: str, model=StudyRoot, **keys) -> list[Dataset]:
    """The pending answers; the last status must be success."""
    association = archive.associate(model)
    answers = []
    try:
        for status, answer in association.send_c_find(identifier(level, **keys), model):
            if status.Status in (0xFF00, 0xFF01):
                answers.append(answer)
            else:
                assert status.Status == 0x0000, f"0x{status.Status:04X} {status.get('ErrorComment', '')}"
    finally:
        association.release()
    return answers


def studies(archive, population, **keys) -> list[str]:
    return population.keys(find(archive, "STUDY", **{"StudyInstanceUID": "", **keys}))


# MARK: levels and models

def test_study_level_answers_every_key_it_was_asked(archive, population):
    answer, = find(archive, "STUDY", StudyInstanceUID=population.uids["wang"], PatientName="", PatientID="", PatientBirthDate="",
                   PatientSex="", StudyDate="", StudyTime="", AccessionNumber="", StudyID="", StudyDescription="",
                   ReferringPhysicianName="", ModalitiesInStudy="", NumberOfStudyRelatedSeries="", NumberOfStudyRelatedInstances="")
    assert str(answer.PatientName).rstrip("=") == "Wang^XiaoDong=王^小东"
    assert (answer.PatientID, answer.PatientBirthDate, answer.PatientSex) == ("Q-100", "19620314", "M")
    assert (answer.StudyDate, answer.AccessionNumber, answer.StudyID) == ("20260110", "QA100", "SQA100")
    assert answer.StudyDescription == "头颅CT平扫"
    assert answer.ModalitiesInStudy == "CT"
    assert (answer.NumberOfStudyRelatedSeries, answer.NumberOfStudyRelatedInstances) == (1, SERIES_IMAGES)
    assert answer.QueryRetrieveLevel == "STUDY"


def test_an_answer_says_where_to_retrieve_from(archive, population):
    """PS3.4 C.4.1.1.3.2: RetrieveAETitle is required in each answer."""
    answer, = find(archive, "STUDY", StudyInstanceUID=population.uids["wang"])
    assert answer.RetrieveAETitle == archive.aet


def test_series_level(archive, population):
    answers = find(archive, "SERIES", StudyInstanceUID=population.uids["zhang"], SeriesInstanceUID="", Modality="", SeriesNumber="",
                   SeriesDescription="", NumberOfSeriesRelatedInstances="")
    assert {(one.Modality, int(one.SeriesNumber), one.SeriesDescription, int(one.NumberOfSeriesRelatedInstances)) for one in answers} \
        == {("CT", 1, "CT 1", SERIES_IMAGES), ("MR", 2, "MR 2", SERIES_IMAGES)}
    assert {one.SeriesInstanceUID for one in answers} == set(population.series["zhang"])


def test_image_level(archive, population):
    answers = find(archive, "IMAGE", StudyInstanceUID=population.uids["wang"], SeriesInstanceUID=population.series["wang"][0],
                   SOPInstanceUID="", SOPClassUID="", InstanceNumber="")
    assert sorted(int(one.InstanceNumber) for one in answers) == [1, 2]
    assert all(one.SOPInstanceUID and one.SOPClassUID for one in answers)


def test_patient_root_from_patient_to_image(archive, population):
    patient, = find(archive, "PATIENT", PatientRoot, PatientID="Q-101", PatientName="")
    assert "张^三丰" in str(patient.PatientName)
    found = find(archive, "STUDY", PatientRoot, PatientID="Q-101", StudyInstanceUID="", StudyDate="")
    assert sorted(one.StudyDate for one in found) == ["20260111", "20260301"]
    assert len(find(archive, "SERIES", PatientRoot, PatientID="Q-101", StudyInstanceUID=population.uids["zhang"], SeriesInstanceUID="")) == 2
    assert len(find(archive, "IMAGE", PatientRoot, PatientID="Q-101", StudyInstanceUID=population.uids["zhang"],
                    SeriesInstanceUID=population.series["zhang"][0], SOPInstanceUID="")) == SERIES_IMAGES


# MARK: matching (PS3.4 C.2.2.2)

@pytest.mark.parametrize("keys, expected", [
    ({"AccessionNumber": "QA100"}, ["wang"]),
    ({"AccessionNumber": "QA10?"}, sorted(study.key for study in STUDIES)),
    ({"AccessionNumber": "QA1*7"}, ["smith"]),
    ({"PatientID": "Q-101"}, ["zhang", "zhang again"]),
    ({"PatientID": "Q-10[0]"}, []),
    ({"PatientID": "Q%"}, []),
    ({"PatientID": "Q-1_1"}, []),
    ({"StudyDescription": "*CT*"}, ["hanzi only", "wang"]),
    ({"StudyDescription": "头颅*"}, ["wang"]),
    ({"StudyID": "SQA107"}, ["smith"]),
    ({"ModalitiesInStudy": "MR", "PatientID": "Q-*"}, ["smith", "zhang", "zhang again"]),
], ids=str)
def test_single_value_and_wildcard_matching(archive, population, keys, expected):
    assert studies(archive, population, **keys) == expected


@pytest.mark.beyond_orthanc("treats the list as one value")
def test_any_of_several_modalities(archive, population):
    assert studies(archive, population, ModalitiesInStudy=["US", "DX"], PatientID="Q-*") == ["backslash", "ouyang"]


@pytest.mark.parametrize("dates, expected", [
    ("20260110", ["wang"]),
    ("20260110-20260112", ["ouyang", "wang", "zhang"]),
    ("20260201-", ["smith", "zhang again"]),
    ("-20260101", ["backslash"]),
], ids=str)
def test_date_ranges(archive, population, dates, expected):
    assert studies(archive, population, StudyDate=dates, PatientID="Q-*") == expected


@pytest.mark.beyond_orthanc("matches date and time apart")
def test_a_date_range_and_a_time_range_are_one_range(archive, population):
    """PS3.4 C.2.2.2.5.4 leaves the combination to negotiation; on the first and last day the time counts in both readings."""
    assert studies(archive, population, StudyDate="20260110-20260110", StudyTime="090000-100000", PatientID="Q-*") == ["wang"]
    assert studies(archive, population, StudyDate="20260110-20260110", StudyTime="100000-", PatientID="Q-*") == []


def test_a_list_of_uids(archive, population):
    wanted = [population.uids["wang"], population.uids["smith"]]
    assert studies(archive, population, StudyInstanceUID=wanted) == ["smith", "wang"]


def test_birth_date_and_sex(archive, population):
    assert studies(archive, population, PatientSex="F", PatientID="Q-*", PatientBirthDate="") == ["backslash", "ouyang"]


@pytest.mark.beyond_orthanc("does not search inside sequences")
def test_sequences_match_by_their_items(archive, population):
    """PS3.4 C.2.2.2.6."""
    request = Dataset()
    request.RequestedProcedureID, request.ScheduledProcedureStepID = "RPQA103", ""
    answer, = find(archive, "SERIES", StudyInstanceUID=population.uids["ouyang"], SeriesInstanceUID="", RequestAttributesSequence=[request])
    assert answer.RequestAttributesSequence[0].ScheduledProcedureStepID == "SPSQA103"
    request.RequestedProcedureID = "RPQA999"
    assert find(archive, "SERIES", StudyInstanceUID=population.uids["ouyang"], SeriesInstanceUID="", RequestAttributesSequence=[request]) == []


# MARK: names

@pytest.mark.parametrize("name, expected", [
    pytest.param("Wang^XiaoDong", ["wang"], marks=pytest.mark.beyond_orthanc("compares with all component groups at once")),
    ("wang*", ["wang"]),
    ("WANG^XIAO*", ["wang"]),
    ("Smith^John^Q^Dr^Jr", ["smith"]),
    ("Smith*", ["smith"]),
    ("?mith*", ["smith"]),
], ids=str)
def test_names_in_letters_whatever_their_case(archive, population, name, expected):
    assert studies(archive, population, PatientName=name, PatientID="Q-*") == expected


@pytest.mark.beyond_orthanc("matches the alphabetic group only, and accents as they are")
@pytest.mark.parametrize("name, expected", [
    ("王^小东", ["wang"]),
    ("王*", ["wang"]),
    ("*三丰*", ["zhang", "zhang again"]),
    ("Zhang^SanFeng=张^三丰", ["zhang", "zhang again"]),
    ("=张*", ["zhang", "zhang again"]),
    ("欧阳*", ["ouyang"]),
    ("乗^乛", ["backslash"]),
    ("李*", ["hanzi only"]),
    ("李雷", ["hanzi only"]),
    ("张三丰", ["zhang", "zhang again"]),
    ("muller*", ["muller"]),
    ("MÜLLER^jose", ["muller"]),
    ("lilei*", ["hanzi only"]),
    ("li lei", ["hanzi only"]),
    ("ll", ["hanzi only"]),
    ("wxd", ["wang"]),
    ("zsf", ["zhang", "zhang again"]),
    ("oynn", ["ouyang"]),
], ids=str)
def test_names_in_chinese_accents_pinyin_and_initials(archive, population, name, expected):
    assert studies(archive, population, PatientName=name, PatientID="Q-*") == expected


@pytest.mark.beyond_orthanc("answers in its default character set")
@pytest.mark.parametrize("character_set", ["GB18030", "ISO_IR 192"])
def test_a_query_in_its_own_character_set(archive, population, character_set):
    """The key is read by the query's (0008,0005), whatever the stored object used."""
    query = identifier("STUDY", StudyInstanceUID="", PatientName="王*", PatientID="Q-*", SpecificCharacterSet=character_set)
    association = archive.associate(StudyRoot)
    answers = [answer for status, answer in association.send_c_find(query, StudyRoot) if status.Status in (0xFF00, 0xFF01)]
    association.release()
    assert population.keys(answers) == ["wang"]
    assert "王^小东" in str(answers[0].PatientName)


# MARK: other clients, and the way a search ends

def test_findscu_of_dcmtk(archive, population):
    output = dcmtk.run("findscu", "-S", "-aec", archive.aet, "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientID=Q-101", "-k", "StudyDate",
                       "-k", f"StudyInstanceUID={population.uids['zhang again']}", "127.0.0.1", archive.port).stdout
    assert "20260301" in output


def test_findscu_of_the_patient_root(archive, population):
    output = dcmtk.run("findscu", "-P", "-aec", archive.aet, "-k", "QueryRetrieveLevel=PATIENT", "-k", "PatientID=Q-106", "-k", "PatientName",
                       "127.0.0.1", archive.port).stdout
    assert re.search(r"PN \[Smith\^John\^Q\^Dr\^Jr", output)


def test_orthanc_asks_and_finds(yigong, population, orthanc):
    orthanc.add_peer(yigong.aet, yigong.port)
    assert orthanc.find(yigong.aet, {"PatientID": "Q-101"}).answers == 2


def test_a_search_without_a_match_is_a_success(archive, population):
    assert find(archive, "STUDY", PatientID="NOBODY-HAS-THIS", StudyInstanceUID="") == []


def test_an_unknown_level_is_refused(archive, population):
    """PS3.4 C.4.1.1.4: 0xA900, data set does not match SOP class; others of the failure range are as plain."""
    association = archive.associate(StudyRoot)
    statuses = [status.Status for status, _ in association.send_c_find(identifier("PLANET", StudyInstanceUID=""), StudyRoot)]
    association.release()
    assert statuses[-1] >> 12 in (0xA, 0xC) and 0xFF00 not in statuses


@pytest.mark.beyond_orthanc("has answered everything before it looks for a cancel")
def test_a_search_can_be_cancelled(archive, population):
    """PS3.4 C.4.1.1.4: 0xFE00 after C-CANCEL; when everything was sent already, success."""
    association = archive.associate(StudyRoot)
    statuses = []
    for status, _ in association.send_c_find(identifier("STUDY", StudyInstanceUID="", PatientID=""), StudyRoot, msg_id=7):
        statuses.append(status.Status)
        if len(statuses) == 1 and status.Status == 0xFF00:
            association.send_c_cancel(7, query_model=StudyRoot)
    association.release()
    assert statuses[-1] in (CANCELLED, 0x0000)
