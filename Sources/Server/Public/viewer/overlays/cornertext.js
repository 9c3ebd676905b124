// @ts-check
/** The four corners: who, which study, which image, how it is shown. Always of the image on the screen. */
import { Tag } from '../data/tags.js';
import { displayAge, displayDate, displayName, displayNumber, displayTime, spelling } from '../data/text.js';
import { plane } from '../math/orientation.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {(key: string, values?: Record<string, any>) => string} Words */
/** @typedef {{topLeft: string[], topRight: string[], bottomLeft: string[], bottomRight: string[]}} Corners */

/** @param {Viewport} viewport @param {Words} words @returns {Corners} */
export function cornerTexts(viewport, words) {
  const { shown } = viewport;
  if (!shown) return { topLeft: [], topRight: [], bottomLeft: [], bottomRight: [] };
  return {
    topLeft: patientLines(shown, words),
    topRight: studyLines(shown),
    bottomLeft: imageLines(viewport, shown, words),
    bottomRight: displayLines(viewport, words),
  };
}

/** @param {Image} image @param {Words} words */
function patientLines({ dataset }, words) {
  const name = dataset.personName(Tag.PatientName);
  const sex = dataset.text(Tag.PatientSex);
  const age = displayAge({
    birth: dataset.text(Tag.PatientBirthDate), day: dataset.text(Tag.StudyDate), stated: dataset.text(Tag.PatientAge),
  }, words);
  return present([
    joined([displayName(name) || words('patient.unnamed'), spelling(name)]),
    joined([['M', 'F', 'O'].includes(sex) ? words(`sex.${sex}`) : '', age]),
    dataset.text(Tag.PatientID),
    displayDate(dataset.text(Tag.PatientBirthDate)),
  ]);
}

/** @param {Image} image */
function studyLines({ dataset }) {
  return present([
    dataset.text(Tag.InstitutionName),
    joined([displayDate(dataset.text(Tag.StudyDate)), displayTime(dataset.text(Tag.StudyTime), true)]),
    dataset.text(Tag.StudyDescription),
    dataset.text(Tag.SeriesDescription),
    dataset.text(Tag.AccessionNumber),
  ]);
}

/** @param {Viewport} viewport @param {Image} image @param {Words} words */
function imageLines(viewport, image, words) {
  const { dataset } = image;
  const position = viewport.images.indexOf(image) + 1;
  // A plane cut through a volume is not as thick as the slices that the volume came from.
  const thickness = 'cut' in image ? undefined : dataset.number(Tag.SliceThickness);
  const number = dataset.text(Tag.SeriesNumber);
  return present([
    joined([dataset.text(Tag.Modality), number && words('image.series', { number })]),
    words('image.position', { position, count: viewport.images.length }),
    joined([
      image.plane ? `${words(`plane.${plane(image.plane.normal)}`)} ${displayNumber(image.plane.location, 1)} mm` : '',
      thickness ? words('image.thickness', { thickness: displayNumber(thickness) }) : '',
    ]),
    `${image.columns} × ${image.rows}`,
  ]);
}

/** @param {Viewport} viewport @param {Words} words */
function displayLines(viewport, words) {
  return present([
    `${words('display.zoom')} ${displayNumber(viewport.scale * 100, 0)}%`,
    viewport.quality === 'full' && viewport.isWindowable ? windowLine(viewport, words) : '',
  ]);
}

/** @param {Viewport} viewport @param {Words} words */
function windowLine({ voi, shown, quantity }, words) {
  if (voi.kind === 'table') return words('display.table', { label: voi.table.label || words('display.unnamedTable') });
  const [width, center] = [voi.width, voi.center].map((value) => value * (quantity?.factor ?? 1));
  const digits = quantity ? 1 : width < 10 ? 3 : 0;
  const unit = quantity ? ' SUV' : shown?.modality.unit === 'HU' ? ' HU' : '';
  return words('display.window', { width: displayNumber(width, digits), center: displayNumber(center, digits), unit });
}

/** @param {string[]} lines */
const present = (lines) => lines.filter((line) => line !== '');

/** @param {string[]} parts */
const joined = (parts) => present(parts).join('  ');
