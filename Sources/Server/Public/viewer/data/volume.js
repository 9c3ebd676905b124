// @ts-check
/** Planes through a volume as images of a stack, so that everything that works on images works on them. */
import { add, cross, dot, normalised, scale } from '../math/vector.js';

/** @typedef {import('../math/vector.js').Vector} Vector */
/** @typedef {import('./image.js').Image} Image */
/** @typedef {import('./stack.js').Stack} Stack */
/** @typedef {{origin: Vector, right: Vector, down: Vector, step: Vector, spacing: [column: number, row: number], size: [columns: number, rows: number], count: number}} PlaneStack */
/** @typedef {{thickness: number, projection: 'maximum' | 'minimum' | 'mean', interpolation: 'nearest' | 'linear' | 'cubic'}} Sampling */
/** @typedef {{path: 'plane' | 'curve', parameters: Record<string, any>}} Cut */

/**
 * What the server says of a volume.
 * @typedef {Object} VolumeDescription
 * @property {string} modality
 * @property {string} [units]
 * @property {[number, number, number]} size @property {[number, number, number]} spacing
 * @property {number} slope @property {number} intercept
 * @property {Vector} origin @property {Vector} right @property {Vector} down @property {Vector} through @property {Vector} centre
 * @property {{center: number, width: number, function: string}} window
 * @property {{suvbw?: number, suvlbm?: number, suvbsa?: number, obstacle?: string}} [uptake]
 * @property {{code: string}[]} notices
 * @property {Record<'axial' | 'coronal' | 'sagittal', PlaneStack>} planes
 */

/** @typedef {(cut: Cut, signal?: AbortSignal) => Promise<{pixels: any, slope: number, intercept: number, outside: number | null}>} Cutter */

/** Pixels of a plane along one side, and planes of a stack, at most. */
const mostPixels = 1024;
const mostPlanes = 2000;

const shapes = /** @type {const} */ ({ linear: 'LINEAR', 'linear-exact': 'LINEAR_EXACT', sigmoid: 'SIGMOID' });

/** An image that the server cuts out of a volume when it is asked for. It has what viewports, tools and overlays ask of an Image. */
class CutImage {
  frame = 1;
  route = /** @type {const} */ ('values');
  isCut = true;
  hasPreview = false;
  lowIsBright = false;
  isLossy = false;
  palette = null;
  /** @type {{low: number, high: number} | null} */ padding = null;

  /**
   * @param {Image} source  an image of the series, for what is said of the patient
   * @param {VolumeDescription} volume @param {Cut} cut @param {Cutter} cutter
   * @param {{rows: number, columns: number, spacing: {row: number, column: number}, plane: Image['plane']}} geometry
   */
  constructor(source, volume, cut, cutter, { rows, columns, spacing, plane }) {
    this.dataset = source.dataset;
    this.groups = source.groups;
    this.cut = cut;
    this.cutter = cutter;
    this.instance = nameOf(source, cut);
    this.key = `${this.instance}/1`;
    this.rows = rows;
    this.columns = columns;
    this.layout = { ...source.layout, rows, columns };
    this.plane = plane;
    this.spacing = { ...spacing, at: /** @type {const} */ ('patient') };
    this.aspect = spacing.row / spacing.column;
    this.modality = { slope: volume.slope, intercept: volume.intercept, table: null, unit: source.modality.unit };
    this.weight = rows * columns * 2;
    const { center, width, function: named } = volume.window;
    this.valuesOfInterest = source.valuesOfInterest.length ? source.valuesOfInterest : [
      { label: '', voi: { kind: /** @type {const} */ ('window'), center, width, shape: shapes[/** @type {'linear'} */ (named)] ?? 'LINEAR' } },
    ];
  }

  /** @param {AbortSignal} [signal] */
  async load(signal) {
    const { pixels, slope, intercept, outside } = await this.cutter(this.cut, signal);
    this.modality = { ...this.modality, slope, intercept };
    this.padding = outside === null ? null : { low: outside, high: outside };
    return pixels;
  }
}

/**
 * Says the same plane with the same name, so that what is drawn on it is found again.
 * @param {Image} source @param {Cut} cut
 */
function nameOf(source, { path, parameters }) {
  const text = JSON.stringify(parameters);
  let sum = 0;
  for (const letter of text) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
  return `${path}:${source.instance.slice(-40)}:${(sum >>> 0).toString(16)}:${text.length}`;
}

/**
 * @param {Image} source @param {VolumeDescription} volume @param {PlaneStack} planes @param {Sampling} sampling @param {Cutter} cutter
 * @returns {Stack}
 */
export function cutStack(source, volume, planes, { thickness, projection, interpolation }, cutter) {
  const normal = cross(planes.right, planes.down);
  const images = Array.from({ length: planes.count }, (_, index) => {
    const origin = add(planes.origin, scale(planes.step, index));
    const cut = /** @type {Cut} */ ({ path: 'plane', parameters: {
      origin: rounded(origin), right: rounded(planes.right), down: rounded(planes.down), spacing: planes.spacing, size: planes.size,
      interpolation, ...(thickness > 0 ? { thickness, projection } : {}),
    } });
    return new CutImage(source, volume, cut, cutter, {
      rows: planes.size[1], columns: planes.size[0], spacing: { column: planes.spacing[0], row: planes.spacing[1] },
      plane: { position: origin, row: planes.right, column: planes.down, normal, location: dot(origin, normal) },
    });
  });
  return stackOfCuts(images, volume);
}

/**
 * A surface along a line, straightened: it has lengths, but no plane.
 * @param {Image} source @param {VolumeDescription} volume @param {{points: Vector[], down: Vector, height: number}} line  height in millimetres
 * @param {Cutter} cutter @returns {Stack}
 */
export function curvedStack(source, volume, { points, down, height }, cutter) {
  const spacing = Math.min(...volume.spacing);
  const length = points.slice(1).reduce((sum, point, index) => sum + Math.hypot(...point.map((value, axis) => value - points[index][axis])), 0);
  const rows = Math.min(mostPixels, Math.max(16, Math.round(height / spacing)));
  const cut = /** @type {Cut} */ ({ path: 'curve', parameters: { points: points.map((point) => rounded(point).join(',')), down: rounded(down), spacing, height: rows } });
  return stackOfCuts([new CutImage(source, volume, cut, cutter, {
    rows, columns: Math.max(1, Math.round(length / spacing)), spacing: { column: spacing, row: spacing }, plane: null,
  })], volume);
}

/** @param {CutImage[]} images @param {VolumeDescription} volume @returns {Stack} */
const stackOfCuts = (images, volume) => ({
  images: /** @type {any} */ (images), instances: [], documents: [], isSpatial: true, gap: null, isUneven: false, isTilted: false, framesPerSecond: null, notices: volume.notices,
});

/**
 * Parallel planes in any direction that cover the volume.
 * @param {VolumeDescription} volume @param {Vector} right @param {Vector} down @returns {PlaneStack}
 */
export function planesAlong({ origin, right: columns, down: rows, through, size, spacing }, right, down) {
  const normal = normalised(cross(right, down));
  const edges = [scale(columns, (size[0] - 1) * spacing[0]), scale(rows, (size[1] - 1) * spacing[1]), scale(through, size[2] - 1)];
  const corners = Array.from({ length: 8 }, (_, corner) => edges.reduce((sum, edge, axis) => (corner & (1 << axis) ? add(sum, edge) : sum), origin));
  const [across, along, deep] = [right, down, normal].map((axis) => {
    const distances = corners.map((corner) => dot(corner, axis));
    return { from: Math.min(...distances), length: Math.max(...distances) - Math.min(...distances) };
  });
  const pitch = Math.max(Math.min(...spacing), Math.max(across.length, along.length) / mostPixels);
  const step = Math.max(Math.min(...spacing), deep.length / mostPlanes);
  return {
    origin: add(add(scale(right, across.from), scale(down, along.from)), scale(normal, deep.from)), right, down, step: scale(normal, step),
    spacing: [pitch, pitch], size: [Math.floor(across.length / pitch) + 1, Math.floor(along.length / pitch) + 1], count: Math.floor(deep.length / step) + 1,
  };
}

/** @param {Vector} vector */
const rounded = (vector) => vector.map((value) => Number(value.toFixed(5)));
