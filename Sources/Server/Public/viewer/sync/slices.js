// @ts-check
/** Which slice of one stack lies where a slice of another does. */
import { Tag } from '../data/tags.js';
import { dot } from '../math/vector.js';

/** @typedef {import('../data/image.js').Image} Image */

/** Planes closer than about 5° count as parallel. */
const parallel = Math.cos((5 * Math.PI) / 180);

/** @param {Image | undefined} image */
const reference = (image) => image?.dataset.text(Tag.FrameOfReferenceUID) ?? '';

/**
 * Positions compare within one frame of reference only (PS3.3 C.7.4.1).
 * @param {Image | undefined} a @param {Image | undefined} b
 */
export const shareFrameOfReference = (a, b) => reference(a) !== '' && reference(a) === reference(b);

/** @param {Image | undefined} a @param {Image | undefined} b */
export const areParallel = (a, b) => Boolean(a?.plane && b?.plane && Math.abs(dot(a.plane.normal, b.plane.normal)) >= parallel);

/**
 * The index of the slice nearest to a position along its normal, in millimetres; null where one has no place.
 * @param {Image[]} images @param {number} location
 */
export function nearestTo(images, location) {
  let best = null;
  let nearest = Infinity;
  for (const [index, { plane }] of images.entries()) {
    if (!plane) return null;
    const distance = Math.abs(plane.location - location);
    if (distance < nearest) [nearest, best] = [distance, index];
  }
  return best;
}

/**
 * The index of the slice where `image` lies: by position in one frame of reference; between others, as between an examination and
 * an earlier one, at the same share of the way through the body. Null for stacks that do not run in the same direction.
 * @param {Image} image @param {Image[]} own  the stack that it belongs to @param {Image[]} others
 */
export function matchingSlice(image, own, others) {
  if (!image.plane || !others.every((other) => areParallel(image, other))) return null;
  const turn = Math.sign(dot(image.plane.normal, /** @type {any} */ (others[0]).plane.normal));
  if (shareFrameOfReference(image, others[0])) return nearestTo(others, image.plane.location * turn);
  const [from, to] = ends(own);
  const [otherFrom, otherTo] = ends(others);
  if (from === to) return null;
  const share = (image.plane.location - from) / (to - from);
  return nearestTo(others, turn > 0 ? otherFrom + share * (otherTo - otherFrom) : otherTo - share * (otherTo - otherFrom));
}

/**
 * The lowest and the highest position along the stack's own normal.
 * @param {Image[]} images
 */
function ends(images) {
  const locations = images.map(({ plane }) => plane?.location ?? 0);
  return [Math.min(...locations), Math.max(...locations)];
}
