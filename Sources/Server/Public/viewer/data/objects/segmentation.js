// @ts-check
/** Reads what lies over images: segmentations (PS3.3 A.51) and RT structure sets (PS3.3 A.19.3). */
import { FunctionalGroups } from '../functionalgroups.js';
import { planeOf, spacingOf } from '../geometry.js';
import { Tag } from '../tags.js';

/** @typedef {import('../dataset.js').Dataset} Dataset */
/** @typedef {import('../../math/vector.js').Vector} Vector */
/** @typedef {[red: number, green: number, blue: number]} Colour */
/** @typedef {{number: number, label: string, colour: Colour}} Region */
/** @typedef {{region: number, index: number, plane: import('../geometry.js').Plane | null, spacing: import('../geometry.js').Spacing | null, source: string}} MaskFrame  source: SOP Instance UID it was drawn on, or '' */
/** @typedef {{region: number, points: Vector[], isClosed: boolean}} Contour */
/** @typedef {{rows: number, columns: number, bits: number, most: number, count: number, frames: MaskFrame[]}} Masks  bits: 1, 8 or 16 for each pixel; most: the value that is all */
/** @typedef {{label: string, reference: string, regions: Region[], masks: Masks | null, contours: Contour[]}} RegionSet  reference: Frame of Reference UID */

/**
 * Colours for regions that name none, easily told apart on grey.
 * @type {Colour[]}
 */
const palette = [[255, 99, 71], [64, 180, 255], [255, 206, 70], [120, 220, 120], [220, 120, 255], [255, 150, 60], [80, 230, 210], [255, 130, 180]];

/** @param {number} index @returns {Colour} */
const colourAt = (index) => palette[index % palette.length];

/** @param {Dataset} dataset @returns {RegionSet} */
export function segmentationFrom(dataset) {
  const regions = dataset.items(Tag.SegmentSequence).map((segment, index) => ({
    number: segment.number(Tag.SegmentNumber) ?? index + 1,
    label: segment.text(Tag.SegmentLabel) || `${index + 1}`,
    colour: labColour(segment.numbers(Tag.RecommendedDisplayCIELabValue)) ?? colourAt(index),
  }));
  const groups = new FunctionalGroups(dataset);
  const count = Math.max(1, dataset.number(Tag.NumberOfFrames) ?? 1);
  const frames = Array.from({ length: count }, (_, index) => ({
    index,
    region: groups.group(index + 1, Tag.SegmentIdentificationSequence).number(Tag.ReferencedSegmentNumber) ?? 1,
    plane: planeOf(groups, index + 1),
    spacing: spacingOf(groups, index + 1),
    source: groups.group(index + 1, Tag.DerivationImageSequence).items(Tag.SourceImageSequence)[0]?.text(Tag.ReferencedSOPInstanceUID) ?? '',
  }));
  const bits = dataset.number(Tag.BitsAllocated) ?? 1;
  const most = bits === 1 ? 1 : dataset.number(Tag.MaximumFractionalValue) ?? 255;
  return {
    label: dataset.text(Tag.SeriesDescription) || dataset.text(Tag.ContentLabel), reference: dataset.text(Tag.FrameOfReferenceUID), regions, contours: [],
    masks: { rows: dataset.number(Tag.Rows) ?? 0, columns: dataset.number(Tag.Columns) ?? 0, bits, most, count, frames },
  };
}

/** @param {Dataset} dataset @returns {RegionSet} */
export function structureSetFrom(dataset) {
  const names = new Map(dataset.items(Tag.StructureSetROISequence).map((roi) => [roi.number(Tag.ROINumber), roi.text(Tag.ROIName)]));
  const drawn = dataset.items(Tag.ROIContourSequence);
  const regions = drawn.map((roi, index) => {
    const number = roi.number(Tag.ReferencedROINumber) ?? index;
    const colour = roi.numbers(Tag.ROIDisplayColor);
    return { number, label: names.get(number) || `${number}`, colour: colour.length === 3 ? /** @type {Colour} */ (colour) : colourAt(index) };
  });
  const contours = drawn.flatMap((roi, index) => roi.items(Tag.ContourSequence).flatMap((contour) => {
    const numbers = contour.numbers(Tag.ContourData);
    if (numbers.length < 3 || numbers.length % 3 !== 0) return [];
    const points = Array.from({ length: numbers.length / 3 }, (_, at) => /** @type {Vector} */ (numbers.slice(at * 3, at * 3 + 3)));
    return [{ region: regions[index].number, points, isClosed: contour.text(Tag.ContourGeometricType).startsWith('CLOSED') }];
  }));
  const [frame] = dataset.items(Tag.ReferencedFrameOfReferenceSequence);
  return {
    label: dataset.text(Tag.StructureSetLabel), regions, contours, masks: null,
    reference: dataset.text(Tag.FrameOfReferenceUID) || (frame?.text(Tag.FrameOfReferenceUID) ?? ''),
  };
}

/**
 * One byte a pixel, 0 for outside and 255 for fully inside; the frames of one-bit pixels follow one another without a gap (PS3.5 8.1.1).
 * @param {Masks} masks @param {Uint8Array} bytes  of all frames @param {number} index
 */
export function maskOf({ rows, columns, bits, most }, bytes, index) {
  const size = rows * columns;
  const mask = new Uint8Array(size);
  for (let pixel = 0; pixel < size; pixel += 1) {
    const at = index * size + pixel;
    if (bits === 1) mask[pixel] = ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1 ? 255 : 0;
    else mask[pixel] = Math.min(255, ((bytes[at * (bits / 8)] ?? 0) * 255) / most);
  }
  return mask;
}

/**
 * PS3.3 C.10.7.1.1: CIELab, each of 0 to 65535, to sRGB.
 * @param {number[]} values @returns {Colour | null}
 */
function labColour(values) {
  if (values.length !== 3) return null;
  const [lightness, a, b] = [values[0] * (100 / 65535), values[1] * (255 / 65535) - 128, values[2] * (255 / 65535) - 128];
  const middle = (lightness + 16) / 116;
  const [x, y, z] = [middle + a / 500, middle, middle - b / 200].map((part) => (part ** 3 > 0.008856 ? part ** 3 : (part - 16 / 116) / 7.787));
  // The white of the profile connection space is D50; this matrix leads from there to sRGB.
  const [X, Y, Z] = [x * 0.9642, y, z * 0.8249];
  const linear = [3.1339 * X - 1.6169 * Y - 0.4906 * Z, -0.9788 * X + 1.9161 * Y + 0.0335 * Z, 0.0719 * X - 0.229 * Y + 1.4052 * Z];
  return /** @type {Colour} */ (linear.map((part) => Math.round(255 * Math.min(1, Math.max(0, part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)))));
}
