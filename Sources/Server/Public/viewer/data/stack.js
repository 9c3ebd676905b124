// @ts-check
/** The frames of one series in the order in which they are scrolled. */
import { Tag } from './tags.js';
import { imagesOf } from './image.js';
import { cross, dot, normalised, subtract } from '../math/vector.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */
/** @typedef {import('./image.js').Image} Image */

/**
 * @typedef {Object} Stack
 * @property {Image[]} images
 * @property {Dataset[]} instances
 * @property {Dataset[]} documents  objects that wrap a document instead of an image
 * @property {boolean} isSpatial  ordered by position in the patient
 * @property {number | null} gap  usual distance between neighbours, millimetres
 * @property {boolean} isUneven   distances differ: a gap or an overlap
 * @property {boolean} isTilted   positions do not follow the normal (gantry tilt)
 * @property {{code: string}[]} [notices]  what had to be put right to make a volume of it
 * @property {number | null} framesPerSecond  when the object is meant to be played
 */

/** Directions closer than this count as the same. */
const sameDirection = 1e-3;
/** Distances that differ by more than this share of the usual one count as uneven. */
const unevenShare = 0.02;

/** @param {Dataset[]} instances @returns {Stack} */
export function stackOf(instances) {
  const images = instances
    .map((dataset) => ({ dataset, number: dataset.number(Tag.InstanceNumber) ?? 0 }))
    .sort((a, b) => a.number - b.number || (a.dataset.text(Tag.SOPInstanceUID) < b.dataset.text(Tag.SOPInstanceUID) ? -1 : 1))
    .flatMap(({ dataset }) => imagesOf(dataset));
  const documents = instances.filter((dataset) => dataset.has(Tag.EncapsulatedDocument));
  const framesPerSecond = images.length > 1 ? playbackRate(images[0].dataset) : null;
  if (!canSortByPosition(images)) {
    return { images, instances, documents, isSpatial: false, gap: null, isUneven: false, isTilted: false, framesPerSecond };
  }
  const sorted = byPosition(images);
  const gaps = sorted.slice(1).map((image, index) => Math.abs(location(image) - location(sorted[index])));
  const gap = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? null;
  return {
    images: sorted,
    instances,
    documents,
    isSpatial: true,
    gap,
    isUneven: gap !== null && gaps.some((distance) => Math.abs(distance - gap) > gap * unevenShare),
    isTilted: isTilted(sorted),
    framesPerSecond,
  };
}

/**
 * Same orientation throughout and no two at one place; dynamic series repeat places and keep their numbers.
 * @param {Image[]} images
 */
function canSortByPosition(images) {
  const [first] = images;
  if (images.length < 2 || !first.plane) return false;
  const { row, column } = first.plane;
  const places = new Set();
  for (const { plane } of images) {
    if (!plane || dot(plane.row, row) < 1 - sameDirection || dot(plane.column, column) < 1 - sameDirection) return false;
    places.add(plane.location.toFixed(3));
  }
  return places.size === images.length;
}

/**
 * In the direction in which the instance numbers run, so that image 1 stays image 1.
 * @param {Image[]} images
 */
function byPosition(images) {
  const sorted = [...images].sort((a, b) => location(a) - location(b));
  return location(images[0]) <= location(images[images.length - 1]) ? sorted : sorted.reverse();
}

/** @param {Image[]} images */
function isTilted(images) {
  const [first] = images;
  const last = images[images.length - 1];
  if (!first.plane || !last.plane) return false;
  const travel = normalised(subtract(last.plane.position, first.plane.position));
  const normal = normalised(cross(first.plane.row, first.plane.column));
  return Math.abs(dot(travel, normal)) < Math.cos((0.5 * Math.PI) / 180);
}

/** @param {Image} image */
const location = (image) => image.plane?.location ?? 0;

/**
 * PS3.3 C.7.6.5: RecommendedDisplayFrameRate, CineRate, or the time between frames.
 * @param {Dataset} dataset
 */
function playbackRate(dataset) {
  const stated = dataset.number(Tag.RecommendedDisplayFrameRate) ?? dataset.number(Tag.CineRate);
  if (stated && stated > 0) return stated;
  const interval = dataset.number(Tag.FrameTime) ?? dataset.numbers(Tag.FrameTimeVector)[1];
  return interval && interval > 0 ? 1000 / interval : null;
}

/**
 * The image to show first: the middle of a stack of slices, else the first.
 * @param {Stack} stack
 */
export const openingIndex = (stack) => (stack.isSpatial ? stack.images.length >> 1 : 0);
