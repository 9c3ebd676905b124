// @ts-check
/** One frame that can be shown: its place in the archive, the layout of its pixels, and how to read them. */
import { Tag } from './tags.js';
import { FunctionalGroups } from './functionalgroups.js';
import { aspectOf, planeOf, spacingOf } from './geometry.js';
import { modalityTransform, paddingOf, valuesOfInterest } from './values.js';
import { paletteOf } from './palette.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */

/**
 * @typedef {Object} PixelLayout
 * @property {number} rows
 * @property {number} columns
 * @property {number} samples
 * @property {number} bitsAllocated
 * @property {number} bitsStored
 * @property {number} highBit
 * @property {boolean} signed
 * @property {boolean} planar
 * @property {'integer' | 'float' | 'double'} numbers
 * @property {string} photometric
 */

/**
 * How a frame reaches the screen: 'values' are windowed here, 'colour' is shown as it is, and 'rendered' is what
 * the server drew, for pixels that this viewer does not interpret itself.
 * @typedef {'values' | 'colour' | 'rendered'} Route
 */

const nativeSyntaxes = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99']);

export class Image {
  /** @type {import('./values.js').ModalityTransform | undefined} */
  #modality;
  /** @type {import('./values.js').NamedVOI[] | undefined} */
  #valuesOfInterest;

  /**
   * @param {Dataset} dataset
   * @param {FunctionalGroups} groups  of the same object, shared by its frames
   * @param {number} frame  counted from 1
   */
  constructor(dataset, groups, frame) {
    this.dataset = dataset;
    this.groups = groups;
    this.frame = frame;
    this.instance = dataset.text(Tag.SOPInstanceUID);
    this.key = `${this.instance}/${frame}`;
    this.layout = layoutOf(dataset);
    this.plane = planeOf(groups, frame);
    this.spacing = spacingOf(groups, frame);
    this.aspect = aspectOf(this.spacing, dataset.numbers(Tag.PixelAspectRatio));
    this.route = routeOf(dataset, this.layout);
  }

  get rows() { return this.layout.rows; }

  get columns() { return this.layout.columns; }

  /** MONOCHROME1 is shown with low values bright (PS3.3 C.7.6.3.1.2). */
  get lowIsBright() { return this.layout.photometric === 'MONOCHROME1'; }

  /** Whether the server may be asked for a quick drawing of it first. */
  get hasPreview() { return this.route !== 'rendered'; }

  get isLossy() { return this.dataset.text(Tag.LossyImageCompression) === '01'; }

  get modality() {
    this.#modality ??= modalityTransform(this.groups, this.frame, this.layout.signed);
    return this.#modality;
  }

  get valuesOfInterest() {
    const { slope, intercept } = this.modality;
    this.#valuesOfInterest ??= valuesOfInterest(this.groups, this.frame, this.layout.signed || intercept < 0 || slope < 0);
    return this.#valuesOfInterest;
  }

  /** Padding is stated in stored values, which a modality table has already replaced. */
  get padding() {
    return this.layout.samples === 1 && !this.modality.table ? paddingOf(this.dataset, this.layout.signed) : null;
  }

  get palette() { return this.layout.photometric === 'PALETTE COLOR' ? paletteOf(this.dataset) : null; }

  /** Bytes that the frame takes once it is loaded. */
  get weight() {
    const { rows, columns, numbers, bitsAllocated } = this.layout;
    if (this.route !== 'values') return rows * columns * 4;
    return rows * columns * (numbers !== 'integer' || bitsAllocated > 16 ? 4 : Math.ceil(bitsAllocated / 8));
  }
}

/** @param {Dataset} dataset @returns {PixelLayout} */
function layoutOf(dataset) {
  const bitsAllocated = dataset.number(Tag.BitsAllocated) ?? 16;
  const bitsStored = dataset.number(Tag.BitsStored) ?? bitsAllocated;
  return {
    rows: dataset.number(Tag.Rows) ?? 0,
    columns: dataset.number(Tag.Columns) ?? 0,
    samples: dataset.number(Tag.SamplesPerPixel) ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: dataset.number(Tag.HighBit) ?? bitsStored - 1,
    signed: dataset.number(Tag.PixelRepresentation) === 1,
    planar: dataset.number(Tag.PlanarConfiguration) === 1,
    numbers: numbersOf(dataset),
    photometric: dataset.text(Tag.PhotometricInterpretation) || 'MONOCHROME2',
  };
}

/** @param {Dataset} dataset */
function numbersOf(dataset) {
  if (dataset.has(Tag.FloatPixelData)) return 'float';
  return dataset.has(Tag.DoubleFloatPixelData) ? 'double' : 'integer';
}

/**
 * What a compressed colour frame looks like once it is decoded (RGB or YBR, by pixel or by plane), DICOMweb does not
 * say; only the server knows, so it draws those that leave a doubt.
 * @param {Dataset} dataset @param {PixelLayout} layout @returns {Route}
 */
function routeOf(dataset, { samples, photometric, bitsAllocated, numbers, planar }) {
  if (photometric.startsWith('MONOCHROME')) {
    const readable = numbers !== 'integer' || [8, 16, 32].includes(bitsAllocated);
    return samples === 1 && readable ? 'values' : 'rendered';
  }
  if (photometric === 'PALETTE COLOR') {
    return samples === 1 && bitsAllocated <= 16 && paletteOf(dataset) ? 'colour' : 'rendered';
  }
  if (samples !== 3 || bitsAllocated !== 8) return 'rendered';
  const isNative = nativeSyntaxes.has(dataset.text(Tag.AvailableTransferSyntaxUID));
  if (['RGB', 'YBR_RCT', 'YBR_ICT'].includes(photometric)) return planar && !isNative ? 'rendered' : 'colour';
  return isNative && ['YBR_FULL', 'YBR_FULL_422'].includes(photometric) ? 'colour' : 'rendered';
}

/**
 * Every frame of one object, in its own order.
 * @param {Dataset} dataset @returns {Image[]}
 */
export function imagesOf(dataset) {
  if (!dataset.number(Tag.Rows) || !dataset.number(Tag.Columns)) return [];
  const groups = new FunctionalGroups(dataset);
  const count = Math.max(1, Math.trunc(dataset.number(Tag.NumberOfFrames) ?? 1));
  return Array.from({ length: count }, (_, index) => new Image(dataset, groups, index + 1));
}
