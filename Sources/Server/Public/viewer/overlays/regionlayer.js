// @ts-check
/** Segments and structures over the image that they belong to, by where they lie in the patient. */
import { Tag } from '../data/tags.js';
import { maskOf } from '../data/objects/segmentation.js';
import { apply, compose } from '../math/affine.js';
import { imagePoint, patientPoint } from '../math/planes.js';
import { dot } from '../math/vector.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/objects/segmentation.js').RegionSet} RegionSet */
/** @typedef {import('../data/objects/segmentation.js').MaskFrame} MaskFrame */
/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {{set: RegionSet, bytes: Uint8Array | null, hidden: Set<number>}} Shown */

/** How dense a segment is drawn. */
const density = 0.45;

/** How far beside a slice, in millimetres, something may lie and still be on it. */
const near = 0.6;

export class RegionLayer {
  /** @type {Shown | null} */ #shown = null;
  /** @type {Map<number, HTMLCanvasElement>} */ #painted = new Map();

  /** @param {Viewport} viewport */
  constructor(viewport) {
    this.viewport = viewport;
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'fusion regions';
    viewport.element.querySelector('.overlay')?.before(this.canvas);
    viewport.addEventListener('changed', () => this.draw());
  }

  get shown() { return this.#shown; }

  /** @param {Shown | null} shown */
  show(shown) {
    this.#shown = shown;
    this.#painted.clear();
    this.draw();
  }

  draw() {
    const { shown: image, imageToCanvas, size } = this.viewport;
    Object.assign(this.canvas, { width: size.width, height: size.height });
    const context = this.canvas.getContext('2d');
    if (!context || !this.#shown || !image || !imageToCanvas) return;
    const { set, bytes, hidden } = this.#shown;
    for (const frame of set.masks?.frames ?? []) {
      const place = bytes && !hidden.has(frame.region) && placeOn(frame, image, set.reference);
      if (!place) continue;
      context.setTransform(...compose(imageToCanvas, place));
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#paint(frame, set, bytes), 0, 0);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (isOf(image, set.reference)) this.#drawContours(context, image, imageToCanvas);
  }

  /** @param {CanvasRenderingContext2D} context @param {Image} image @param {import('../math/affine.js').Affine} imageToCanvas */
  #drawContours(context, image, imageToCanvas) {
    const { set, hidden } = /** @type {Shown} */ (this.#shown);
    // A contour drawn between two slices is on the nearer one.
    const reach = Math.max(near, (this.viewport.stack?.gap ?? 0) * 0.49);
    context.lineWidth = 1.5 * this.viewport.density;
    for (const { region, points, isClosed } of set.contours) {
      if (hidden.has(region) || Math.abs(imagePoint(image, points[0])?.depth ?? Infinity) > reach) continue;
      const places = points.map((point) => imagePoint(image, point));
      // Structures are drawn on planes; one that leaves the slice is of another direction.
      if (places.some((place) => !place || Math.abs(place.depth) > reach)) continue;
      context.strokeStyle = `rgb(${set.regions.find(({ number }) => number === region)?.colour.join(' ')})`;
      context.beginPath();
      places.forEach((place, index) => {
        const { x, y } = apply(imageToCanvas, /** @type {{x: number, y: number}} */ (place));
        if (index) context.lineTo(x, y);
        else context.moveTo(x, y);
      });
      if (isClosed) context.closePath();
      context.stroke();
    }
  }

  /** @param {MaskFrame} frame @param {RegionSet} set @param {Uint8Array} bytes */
  #paint({ index, region }, set, bytes) {
    const known = this.#painted.get(index);
    if (known || !set.masks) return /** @type {HTMLCanvasElement} */ (known);
    const { rows, columns } = set.masks;
    const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const picture = context.createImageData(columns, rows);
    const colour = set.regions.find(({ number }) => number === region)?.colour ?? [255, 255, 255];
    maskOf(set.masks, bytes, index).forEach((level, pixel) => picture.data.set([...colour, level * density], pixel * 4));
    context.putImageData(picture, 0, 0);
    if (this.#painted.size > 32) this.#painted.clear();
    this.#painted.set(index, canvas);
    return canvas;
  }
}

/** @param {Image} image @param {string} reference */
const isOf = (image, reference) => reference === '' || image.dataset.text(Tag.FrameOfReferenceUID) === reference;

/**
 * From the pixels of a frame to those of the image, where the frame lies on it; null where it does not.
 * @param {MaskFrame} frame @param {Image} image @param {string} reference @returns {import('../math/affine.js').Affine | null}
 */
function placeOn({ plane, spacing, source }, image, reference) {
  if (!plane || !spacing || !image.plane) return source === image.instance ? [1, 0, 0, 1, 0, 0] : null;
  if (!isOf(image, reference) || Math.abs(dot(plane.normal, image.plane.normal)) < 0.999) return null;
  const placed = { plane, spacing, rows: 1, columns: 1 };
  const corners = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }].map((corner) => {
    const place = patientPoint(placed, corner);
    return place && imagePoint(image, place);
  });
  const [origin, right, down] = corners;
  if (!origin || !right || !down || Math.abs(origin.depth) > near) return null;
  return [right.x - origin.x, right.y - origin.y, down.x - origin.x, down.y - origin.y, origin.x, origin.y];
}
