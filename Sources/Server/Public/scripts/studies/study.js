// @ts-check
/** One row of the list. */
import { Dataset } from '../../viewer/data/dataset.js';
import { Tag } from '../../viewer/data/tags.js';
import { displayAge, displayDate, displayName, displayTime, spelling } from '../../viewer/data/text.js';
import { today } from './dates.js';
import { words } from '../i18n/words.js';

export class Study {
  /** @param {import('../../viewer/data/dataset.js').JSONDataset} json */
  constructor(json) {
    const dataset = new Dataset(json);
    const name = dataset.personName(Tag.PatientName);
    this.uid = dataset.text(Tag.StudyInstanceUID);
    this.name = displayName(name);
    this.spelling = spelling(name);
    this.sex = dataset.text(Tag.PatientSex);
    this.birth = dataset.text(Tag.PatientBirthDate);
    this.statedAge = dataset.text(Tag.PatientAge);
    this.patientID = dataset.text(Tag.PatientID);
    this.date = dataset.text(Tag.StudyDate);
    this.time = dataset.text(Tag.StudyTime);
    this.modalities = dataset.values(Tag.ModalitiesInStudy).map(String);
    this.description = dataset.text(Tag.StudyDescription);
    this.accession = dataset.text(Tag.AccessionNumber);
    this.series = dataset.number(Tag.NumberOfStudyRelatedSeries);
    this.images = dataset.number(Tag.NumberOfStudyRelatedInstances);
  }

  get address() { return `/viewer?study=${encodeURIComponent(this.uid)}`; }

  get shownName() { return this.name || words('patient.unnamed'); }

  get shownSex() { return ['M', 'F', 'O'].includes(this.sex) ? words(`sex.${this.sex}`) : ''; }

  /** At the time of the study. */
  get shownAge() { return displayAge({ birth: this.birth, day: this.date, stated: this.statedAge }, words); }

  /** Today with the hour, this year without the year, else the whole date. */
  get shownDate() {
    const time = displayTime(this.time);
    const now = today();
    if (this.date === now) return `${words('studies.today')} ${time}`.trim();
    const date = displayDate(this.date);
    return `${this.date.slice(0, 4) === now.slice(0, 4) ? date.slice(5) : date} ${time}`.trim();
  }

  get wholeDate() { return `${displayDate(this.date)} ${displayTime(this.time, true)}`.trim(); }
}
