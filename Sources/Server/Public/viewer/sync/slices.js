// @ts-check
/** Which slice of one stack lies where a slice of another does. */
import { Tag } from '../data/tags.js';
import { dot } from '../math/vector.js';

/** @typedef {import('../data/image.js').Image} Image */

/** Planes closer than about 5° count as parallel. */
const parallel = Math.cos((5 * Math.PI) / 180);

/**
 * The index of the nearest slice, or null when the stacks do not share a frame of reference and a direction
 * (PS3.3 C.7.4.1: positions compare within one frame of reference only).
 * @param {Image} image @param {Image[]} others
 */
export function matchingSlice(image, others) {
  const reference = image.dataset.text(Tag.FrameOfReferenceUID);
  const plane = image.plane;
  if (!plane || !reference || others[0]?.dataset.text(Tag.FrameOfReferenceUID) !== reference) return null;
  let best = null;
  let nearest = Infinity;
  for (const [index, { plane: other }] of others.entries()) {
    if (!other || Math.abs(dot(plane.normal, other.normal)) < parallel) return null;
    const distance = Math.abs(dot(plane.normal, other.position) - plane.location);
    if (distance < nearest) [nearest, best] = [distance, index];
  }
  return best;
}
