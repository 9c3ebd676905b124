// @ts-check
/** Hanging protocols as data: how a study is laid out when it is opened. */
import { gridNamed } from './grids.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {{modalities: string[], fromSeries: number, grid: string}} Protocol */

/**
 * The first that fits is taken.
 * @type {Protocol[]}
 */
const protocols = [
  { modalities: ['MG'], fromSeries: 4, grid: '2x2' },
  { modalities: ['MG', 'CR', 'DX', 'RG'], fromSeries: 2, grid: '1x2' },
];

/** @param {Series[]} series  of the study @param {boolean} isNarrow  a phone shows one picture */
export function openingGrid(series, isNarrow) {
  const pictured = series.filter(({ hasPicture }) => hasPicture);
  const fitting = protocols.find(({ modalities, fromSeries }) => (
    pictured.length >= fromSeries && pictured.every(({ modality }) => modalities.includes(modality))
  ));
  return gridNamed(isNarrow ? '1x1' : fitting?.grid ?? '1x1');
}

/**
 * Which series go into empty cells: those not on the screen yet, in reading order after the current one.
 * @param {Series[]} series @param {Series[]} shown @param {number} empty
 */
export function seriesForEmptyCells(series, shown, empty) {
  const last = shown[shown.length - 1];
  const from = last ? series.indexOf(last) + 1 : 0;
  const rotated = [...series.slice(from), ...series.slice(0, from)];
  return rotated.filter((candidate) => candidate.hasPicture && !shown.includes(candidate)).slice(0, empty);
}
