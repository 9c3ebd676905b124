// @ts-check
/** What a message says, as tables and pictures. */
import { pictureAddress } from './api.js';
import { analysed, element } from './elements.js';
import { language, words } from '../i18n/words.js';

/** @param {any} result */
function reading({ reading: read }) {
  if (!read) return '';
  if (read.hold) return words(`hold.${read.hold}`);
  return [read.analyte, read.value, read.unit].filter(Boolean).join(' ');
}

/** @param {any} result */
function rowOf(result) {
  const meaning = result.reading?.meaning ?? [];
  const row = element('tr', result.reading?.hold ? 'held' : '');
  const value = element('td', `value ${meaning.join(' ')}`, `${result.value} ${result.unit}`.trim());
  row.append(
    element('td', 'code', result.code), element('td', '', result.name === result.code ? '' : result.name), value,
    element('td', '', result.flags.join(' ')), element('td', 'read', reading(result)));
  return row;
}

/** @param {any[]} results */
export function resultTable(results) {
  const names = ['result.code', 'result.name', 'result.value', 'result.flags', 'result.read'];
  const head = element('thead', '', element('tr', '', ...names.map((key) => element('th', '', words(key)))));
  return element('div', 'scrolling', element('table', 'results', head, element('tbody', '', ...results.map(rowOf))));
}

/** @param {any} graphic @param {string | null} address */
function picture(graphic, address) {
  const figure = element('figure', '');
  if (address && (graphic.points.length > 0 || graphic.width)) {
    const image = document.createElement('img');
    image.src = address;
    image.alt = graphic.name;
    image.loading = 'lazy';
    figure.append(image);
  }
  const text = graphic.file ? words('graphic.file', { file: graphic.file }) : graphic.points.length || graphic.width ? graphic.name : `${graphic.name} ${words('graphic.none')}`;
  if (!figure.firstChild || graphic.file) figure.append(element('figcaption', '', text));
  return figure;
}

/**
 * Everything a message says.
 * @param {any[]} contents @param {string[]} faults @param {number | null} id of the stored message, for its pictures
 */
export function read(contents, faults, id) {
  const parts = faults.concat(contents.flatMap((content) => content.faults)).map((fault) => element('p', 'problem', fault));
  let number = 0;
  for (const content of contents) {
    const facts = [words(`kind.${content.kind}`), content.sample || words('sample.none'), analysed(content.analysedAt), content.patient.name ?? '', content.sender];
    parts.push(element('h3', '', facts.filter(Boolean).join('  ')));
    parts.push(...content.alarms.map((/** @type {string} */ alarm) => element('p', 'alarm', alarm)));
    if (content.graphics.length > 0) {
      parts.push(element('div', 'pictures', ...content.graphics.map((/** @type {any} */ graphic) => {
        const address = id === null ? null : pictureAddress(id, number, language());
        number += 1;
        return picture(graphic, address);
      })));
    }
    if (content.results.length > 0) parts.push(resultTable(content.results));
  }
  return parts;
}
