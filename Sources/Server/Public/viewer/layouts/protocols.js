// @ts-check
/** Which hanging protocol fits a study, and which picture hangs where. Protocols are data: protocols.json and a reader's own. */
import { Tag } from '../data/tags.js';
import { plane } from '../math/orientation.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../data/stack.js').Stack} Stack */
/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {{series: Series, stack: Stack}} Candidate */

/**
 * @typedef {Object} Selector
 * @property {string[]} [modality]
 * @property {string} [description]  a regular expression on Series Description
 * @property {'R' | 'L' | 'B'} [laterality]
 * @property {string} [view]  CC, MLO …
 * @property {'axial' | 'coronal' | 'sagittal' | 'oblique'} [plane]
 * @property {boolean} [most]  of those that fit, the one with most images
 */

/**
 * @typedef {Object} Look
 * @property {string | {center: number, width: number}} [window]  of a preset, or in numbers
 * @property {string} [colours]  a colour scheme
 * @property {boolean} [inverted]
 * @property {'left' | 'right'} [anterior]  where the front of the body points; the picture is mirrored for it
 * @property {'left' | 'right'} [align]  the edge that the picture touches
 * @property {boolean} [fusion]  PET of the same frame of reference over it
 */

/** @typedef {{study?: 'current' | 'prior', series: Selector, look?: Look}} Place */

/**
 * @typedef {Object} Protocol
 * @property {string} id
 * @property {string} zh
 * @property {string} en
 * @property {{modality?: string[], region?: string, prior?: boolean}} match  region is a regular expression on body part and descriptions
 * @property {string} grid
 * @property {Place[]} places
 * @property {'off' | 'automatic' | 'manual'} [links]
 * @property {boolean} [shareCamera]
 */

/** @typedef {{place: Place, candidate: Candidate, index: number} | null} Hung  null where nothing fits; index is an image */

/**
 * Codes of View Code Sequence (PS3.16 CID 4014) for the views that mammography is hung by.
 * @type {Record<string, string>}
 */
const viewCodes = { 'R-10242': 'CC', 399162004: 'CC', 'R-10226': 'MLO', 399368009: 'MLO', 'R-10224': 'ML', 399260004: 'ML', 'R-10228': 'LM', 399352003: 'LM' };

/**
 * What keeps a protocol from being one, as the name of the part that is wrong; '' for a good one.
 * @param {any} value
 */
export function flawOf(value) {
  if (typeof value?.id !== 'string' || !value.id) return 'id';
  if (typeof value.zh !== 'string' && typeof value.en !== 'string') return 'zh';
  if (typeof value.grid !== 'string' || !/^[1-4]x[1-4]$/.test(value.grid)) return 'grid';
  if (typeof value.match !== 'object' || value.match === null) return 'match';
  if (!isPattern(value.match.region)) return 'match.region';
  if (!Array.isArray(value.places) || value.places.length > 16) return 'places';
  const wrong = value.places.findIndex((/** @type {any} */ place) => typeof place?.series !== 'object' || place.series === null || !isPattern(place.series.description));
  return wrong >= 0 ? `places[${wrong}]` : '';
}

/** @param {any} text */
function isPattern(text) {
  if (text === undefined) return true;
  try {
    return typeof text === 'string' && text.length < 200 && Boolean(new RegExp(text, 'i'));
  } catch {
    return false;
  }
}

/**
 * The protocols that fit, best first: the reader's own before those that came with the house, in their order.
 * @param {Protocol[]} protocols @param {{series: Series[], regions: string[], hasPrior: boolean}} study  regions: body parts and descriptions
 */
export function fitting(protocols, { series, regions, hasPrior }) {
  const modalities = new Set(series.filter(({ hasPicture }) => hasPicture).map(({ modality }) => modality));
  return protocols.filter(({ match }) => (
    (!match.modality || match.modality.some((modality) => modalities.has(modality)))
    && (!match.region || regions.some((region) => new RegExp(/** @type {string} */ (match.region), 'i').test(region)))
    && (!match.prior || hasPrior)
  ));
}

/**
 * What hangs at each place.
 * @param {Protocol} protocol @param {Candidate[]} current @param {Candidate[]} prior @returns {Hung[]}
 */
export function hangingOf({ places }, current, prior) {
  return places.map((place) => {
    const found = (place.study === 'prior' ? prior : current).flatMap((candidate) => {
      const index = indexFor(place.series, candidate);
      return index === null ? [] : [{ place, candidate, index }];
    });
    if (!place.series.most) return found[0] ?? null;
    return found.sort((a, b) => b.candidate.stack.images.length - a.candidate.stack.images.length)[0] ?? null;
  });
}

/**
 * The image of a series that a selector means: the first that fits where it names a side or a view, else the middle of the stack.
 * @param {Selector} selector @param {Candidate} candidate @returns {number | null}
 */
function indexFor(selector, { series, stack }) {
  const { modality, description, laterality, view } = selector;
  if (!stack.images.length || (modality && !modality.includes(series.modality))) return null;
  if (description && !new RegExp(description, 'i').test(series.description)) return null;
  if (selector.plane && planeOf(stack.images[0]) !== selector.plane) return null;
  if (!laterality && !view) return stack.isSpatial ? stack.images.length >> 1 : 0;
  const index = stack.images.findIndex((image) => (!laterality || sideOf(image) === laterality) && (!view || viewOf(image) === view));
  return index < 0 ? null : index;
}

/** @param {Image} image */
export const planeOf = (image) => (image.plane ? plane(image.plane.normal) : '');

/** @param {Image} image */
export const sideOf = ({ dataset }) => dataset.text(Tag.ImageLaterality) || dataset.text(Tag.Laterality);

/**
 * From View Code Sequence, else View Position.
 * @param {Image} image
 */
export function viewOf({ dataset }) {
  const code = dataset.items(Tag.ViewCodeSequence)[0]?.text(Tag.CodeValue) ?? '';
  return viewCodes[code] ?? dataset.text(Tag.ViewPosition);
}
