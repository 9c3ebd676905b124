// @ts-check
/** Reads presentation states (PS3.3 A.33): which images, how they are shown, what is drawn on them. */
import { Tag } from '../tags.js';
import { tableOf } from '../values.js';

/** @typedef {import('../dataset.js').Dataset} Dataset */
/** @typedef {import('../image.js').Image} Image */
/** @typedef {import('../../math/affine.js').Point} Point */
/** @typedef {import('../../math/voi.js').VOI} VOI */
/** @typedef {{type: 'POINT' | 'POLYLINE' | 'INTERPOLATED' | 'CIRCLE' | 'ELLIPSE', points: Point[], isRelative: boolean}} Graphic  relative: parts of the image's width and height */
/** @typedef {{lines: string[], at: Point, isRelative: boolean}} Caption */

/**
 * @typedef {Object} PresentationState
 * @property {string} label
 * @property {string} created  DA
 * @property {string[]} images  SOP Instance UIDs
 * @property {boolean | null} inverted  as the state says; null where it leaves that to the image
 * @property {{angle: number, mirrored: boolean, upended: boolean}} turn  as a camera takes it
 * @property {(image: Image) => VOI | null} voiOf
 * @property {(image: Image) => {graphics: Graphic[], captions: Caption[]}} drawnOn
 */

/** @param {Dataset} dataset @returns {PresentationState} */
export function presentationStateFrom(dataset) {
  const vois = dataset.items(Tag.SoftcopyVOILUTSequence);
  const annotations = dataset.items(Tag.GraphicAnnotationSequence);
  const shape = dataset.text(Tag.PresentationLUTShape);
  return {
    label: dataset.text(Tag.ContentDescription) || dataset.text(Tag.ContentLabel),
    created: dataset.text(Tag.PresentationCreationDate),
    images: dataset.items(Tag.ReferencedSeriesSequence).flatMap((series) => series.items(Tag.ReferencedImageSequence).map((one) => one.text(Tag.ReferencedSOPInstanceUID))),
    inverted: shape ? shape === 'INVERSE' : null,
    turn: turnOf(dataset),
    voiOf: (image) => voiOf(vois.find((item) => concerns(item, image))),
    drawnOn: (image) => {
      const items = annotations.filter((item) => concerns(item, image));
      return {
        graphics: items.flatMap((item) => item.items(Tag.GraphicObjectSequence)).flatMap((item) => graphicOf(item) ?? []),
        captions: items.flatMap((item) => item.items(Tag.TextObjectSequence)).flatMap((item) => captionOf(item) ?? []),
      };
    },
  };
}

/**
 * An item without references concerns every image; frames are named where not all are meant.
 * @param {Dataset} item @param {Image} image
 */
function concerns(item, image) {
  const references = item.items(Tag.ReferencedImageSequence);
  return references.length === 0 || references.some((one) => {
    const frames = one.numbers(Tag.ReferencedFrameNumber);
    return one.text(Tag.ReferencedSOPInstanceUID) === image.instance && (frames.length === 0 || frames.includes(image.frame));
  });
}

/**
 * The state turns first and mirrors after; a camera mirrors first, and so turns the other way.
 * @param {Dataset} dataset
 */
function turnOf(dataset) {
  const mirrored = dataset.text(Tag.ImageHorizontalFlip) === 'Y';
  const rotation = dataset.number(Tag.ImageRotation) ?? 0;
  return { angle: (((mirrored ? -rotation : rotation) % 360) + 360) % 360, mirrored, upended: false };
}

/** @param {Dataset | undefined} item @returns {VOI | null} */
function voiOf(item) {
  if (!item) return null;
  const [tableItem] = item.items(Tag.VOILUTSequence);
  const table = tableItem && tableOf(tableItem, true);
  if (table) return { kind: 'table', table };
  const [center, width] = [item.number(Tag.WindowCenter), item.number(Tag.WindowWidth)];
  const named = item.text(Tag.VOILUTFunction);
  if (center === undefined || width === undefined || width <= 0) return null;
  return { kind: 'window', center, width, shape: named === 'SIGMOID' || named === 'LINEAR_EXACT' ? named : 'LINEAR' };
}

/** @param {Dataset} item @returns {Graphic | null} */
function graphicOf(item) {
  const type = item.text(Tag.GraphicType);
  const points = pointsOf(item.numbers(Tag.GraphicData));
  const needed = { POINT: 1, POLYLINE: 2, INTERPOLATED: 2, CIRCLE: 2, ELLIPSE: 4 }[/** @type {'POINT'} */ (type)];
  if (!needed || points.length < needed) return null;
  return { type: /** @type {Graphic['type']} */ (type), points, isRelative: item.text(Tag.GraphicAnnotationUnits) === 'DISPLAY' };
}

/** @param {Dataset} item @returns {Caption | null} */
function captionOf(item) {
  const lines = item.text(Tag.UnformattedTextValue).split(/\r\n|\r|\n/);
  const anchor = pointsOf(item.numbers(Tag.AnchorPoint))[0];
  const corner = pointsOf(item.numbers(Tag.BoundingBoxTopLeftHandCorner))[0];
  const at = anchor ?? corner;
  if (!at) return null;
  const units = item.text(anchor ? Tag.AnchorPointAnnotationUnits : Tag.BoundingBoxAnnotationUnits);
  return { lines, at, isRelative: units === 'DISPLAY' };
}

/** @param {number[]} numbers @returns {Point[]} */
const pointsOf = (numbers) => Array.from({ length: numbers.length >> 1 }, (_, index) => ({ x: numbers[index * 2], y: numbers[index * 2 + 1] }));
