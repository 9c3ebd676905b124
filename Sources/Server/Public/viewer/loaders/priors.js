// @ts-check
/** Earlier examinations of the same person (QIDO-RS, PS3.18 10.6). */
import { address, json, seriesList } from './dicomweb.js';
import { Dataset } from '../data/dataset.js';
import { inReadingOrder, Series } from '../data/series.js';
import { Tag } from '../data/tags.js';

/** @typedef {{uid: string, date: string, description: string, modalities: string[]}} Prior */

/** Examinations that are offered, at most. */
const most = 12;

/**
 * The other studies of the patient of an image, newest first. A number that two hospitals gave to two people does not make them one:
 * where both say a birth date, it has to be the same.
 * @param {Dataset} image @returns {Promise<Prior[]>}
 */
export async function priorsOf(image) {
  const patient = image.text(Tag.PatientID);
  if (!patient) return [];
  const query = new URLSearchParams({ PatientID: patient, limit: '100', includefield: 'StudyDescription' });
  query.append('includefield', 'PatientBirthDate');
  const { items } = await json(address.studies(query));
  const own = image.text(Tag.StudyInstanceUID);
  const birth = image.text(Tag.PatientBirthDate);
  return items.map((/** @type {any} */ item) => new Dataset(item))
    .filter((/** @type {Dataset} */ study) => study.text(Tag.StudyInstanceUID) !== own && study.text(Tag.PatientID) === patient)
    .filter((/** @type {Dataset} */ study) => !birth || !study.text(Tag.PatientBirthDate) || study.text(Tag.PatientBirthDate) === birth)
    .map((/** @type {Dataset} */ study) => ({
      uid: study.text(Tag.StudyInstanceUID), date: study.text(Tag.StudyDate), description: study.text(Tag.StudyDescription),
      modalities: study.values(Tag.ModalitiesInStudy).map(String),
    }))
    .sort((/** @type {Prior} */ a, /** @type {Prior} */ b) => (a.date < b.date ? 1 : -1))
    .slice(0, most);
}

/**
 * The series of an earlier examination, marked as such.
 * @param {Prior} prior @returns {Promise<Series[]>}
 */
export async function seriesOfPrior({ uid }) {
  const items = await seriesList(uid);
  return inReadingOrder(items.map((/** @type {any} */ item) => Object.assign(new Series(uid, new Dataset(item)), { isPrior: true })));
}
