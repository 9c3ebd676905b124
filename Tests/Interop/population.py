"""A few patients with names that are hard to find, stored once for all query tests."""
from dataclasses import dataclass

from pydicom import Dataset

import datasets


@dataclass(frozen=True)
class Study:
    """What a query test may ask for, and the identifiers it then expects."""
    key: str
    patient_id: str
    name: str
    date: str
    accession: str
    modalities: tuple[str, ...]
    description: str
    character_set: str = "ISO_IR 192"
    birth_date: str = "19700101"
    sex: str = "O"


# 乗 has the GBK trail byte 0x5C and 乛 0x5E: decoded late, they would split a value or a name (PS3.5 6.1.2.3).
STUDIES = (
    Study("wang", "Q-100", "Wang^XiaoDong=王^小东=", "20260110", "QA100", ("CT",), "头颅CT平扫", "GB18030", "19620314", "M"),
    Study("zhang", "Q-101", "Zhang^SanFeng=张^三丰=", "20260111", "QA101", ("CT", "MR"), "颅脑增强", "ISO_IR 192", "19550707", "M"),
    Study("zhang again", "Q-101", "Zhang^SanFeng=张^三丰=", "20260301", "QA102", ("MR",), "颅脑复查", "ISO_IR 192", "19550707", "M"),
    Study("ouyang", "Q-102", "OuYang^NaNa=欧阳^娜娜=", "20260112", "QA103", ("DX",), "胸部正位", "GB18030", "20000615", "F"),
    Study("backslash", "Q-103", "Cheng^Yi=乗^乛=", "20251231", "QA104", ("US",), "腹部彩超", "GB18030", "19801111", "F"),
    Study("muller", "Q-104", "Müller^José", "20260115", "QA105", ("CR",), "Thorax à plat", "ISO_IR 100", "19490101", "M"),
    Study("hanzi only", "Q-105", "李^雷", "20260120", "QA106", ("CT",), "腰椎CT", "ISO_IR 192", "19900909", "M"),
    Study("smith", "Q-106", "Smith^John^Q^Dr^Jr", "20260201", "QA107", ("MR",), "Knee", "ISO_IR 6", "19711231", "M"),
)
SERIES_IMAGES = 2


class Population:
    """Stored studies by their keys."""

    def __init__(self, archive):
        self.uids: dict[str, str] = {}
        self.series: dict[str, list[str]] = {}
        for study in STUDIES:
            self.uids[study.key], self.series[study.key] = datasets.fresh_uid(), []
            objects = [one for number, modality in enumerate(study.modalities, 1) for one in self._series(study, number, modality)]
            answer = archive.stow(*map(datasets.part10, objects))
            assert answer.status_code == 200, answer.text[:500]

    def _series(self, study: Study, number: int, modality: str) -> list[Dataset]:
        uid = datasets.fresh_uid()
        self.series[study.key].append(uid)
        attributes = {
            "SpecificCharacterSet": study.character_set, "StudyInstanceUID": self.uids[study.key], "SeriesInstanceUID": uid,
            "PatientName": study.name, "PatientID": study.patient_id, "PatientBirthDate": study.birth_date,
            "PatientSex": study.sex, "StudyDate": study.date, "StudyTime": f"{8 + number:02d}3000",
            "AccessionNumber": study.accession, "StudyDescription": study.description, "Modality": modality,
            "SeriesNumber": number, "SeriesDescription": f"{modality} {number}", "SeriesDate": study.date,
            "StudyID": f"S{study.accession}", "ReferringPhysicianName": "Zhao^Lei=赵^磊=" if study.character_set not in ("ISO_IR 6", "ISO_IR 100") else "Doe^Jane",
        }
        images = [datasets.image(InstanceNumber=index, **attributes) for index in range(1, SERIES_IMAGES + 1)]
        for one in images:
            request = Dataset()
            request.RequestedProcedureID, request.ScheduledProcedureStepID = f"RP{study.accession}", f"SPS{study.accession}"
            one.RequestAttributesSequence = [request]
            one.ProcedureCodeSequence = [self._code(modality)]
        return images

    @staticmethod
    def _code(modality: str) -> Dataset:
        code = Dataset()
        code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = f"P-{modality}", "99YG", modality
        return code

    def keys(self, answers) -> list[str]:
        """Which of the stored studies a list of answers names, sorted; other tests' studies are left out."""
        names = {uid: key for key, uid in self.uids.items()}
        return sorted(names[answer.StudyInstanceUID] for answer in answers if answer.StudyInstanceUID in names)
