// @ts-check
/** Grayscale Softcopy Presentation State (PS3.3 A.33.1): how the images of a series are shown, and what is drawn on them. */
import { bySeries, dateAndTime, isMultiFrame, objectFrame, personName, reference } from './frame.js';
import { decimal } from '../part10.js';

/** @typedef {import('../annotations.js').Annotation} Annotation */
/** @typedef {import('../image.js').Image} Image */
/** @typedef {import('../part10.js').Elements} Elements */
/** @typedef {{angle: number, mirrored: boolean, upended: boolean}} Turn */

export const presentationStateClass = '1.2.840.10008.5.1.4.1.1.11.1';
const layer = 'MEASUREMENTS';

/**
 * @param {Object} state
 * @param {Image[]} state.images  of one series, grayscale
 * @param {import('../../math/voi.js').VOI} state.voi
 * @param {boolean} state.inverted
 * @param {Turn} state.turn
 * @param {{annotation: Annotation, lines: string[]}[]} state.drawn  with what is written beside each
 * @param {string} state.label @param {string} state.author @param {Date} state.now
 * @returns {Elements}
 */
export function presentationState({ images, voi, inverted, turn, drawn, label, author, now }) {
  const [first] = images;
  const { date, time } = dateAndTime(now);
  const annotated = drawn.filter(({ annotation }) => images.some(({ instance }) => instance === annotation.image));
  /** @type {Elements} */
  const elements = {
    ...objectFrame(first.dataset, { sopClass: presentationStateClass, modality: 'PR', description: label, seriesNumber: 9001, now }),
    '00700080': ['CS', 'YIGONG'],
    '00700081': ['LO', label],
    '00700082': ['DA', date],
    '00700083': ['TM', time],
    '00200060': ['CS', null],
    '00700084': ['PN', personName(author)],
    '00081115': ['SQ', bySeries(images).map(([series, list]) => ({
      '0020000E': ['UI', series], '00081140': ['SQ', list.map((image) => reference(image))],
    }))],
    '0070005A': ['SQ', [displayedArea(first)]],
    ...spatialTransformation(turn),
    '20500020': ['CS', inverted !== first.lowIsBright ? 'INVERSE' : 'IDENTITY'],
    ...modality(first),
    ...softcopyVOI(voi),
  };
  if (annotated.length) {
    elements['00700001'] = ['SQ', annotated.map(({ annotation, lines }) => graphicAnnotation(annotation, lines, images))];
    elements['00700060'] = ['SQ', [{ '00700002': ['CS', layer], '00700062': ['IS', 1] }]];
  }
  return elements;
}

/**
 * PS3.3 C.10.4: the whole image, as large as there is room.
 * @param {Image} image @returns {Elements}
 */
function displayedArea({ rows, columns, spacing, aspect }) {
  const size = /** @type {Elements} */ (spacing ? { '00700101': ['DS', [spacing.row, spacing.column]] } : { '00700102': ['IS', aspectRatio(aspect)] });
  return { '00700052': ['SL', [1, 1]], '00700053': ['SL', [columns, rows]], '00700100': ['CS', 'SCALE TO FIT'], ...size };
}

/** @param {number} aspect  height by width of a pixel */
const aspectRatio = (aspect) => (aspect === 1 ? [1, 1] : [Math.round(aspect * 1000), 1000]);

/**
 * PS3.3 C.10.6: turned first, mirrored sideways after; a camera mirrors first.
 * @param {Turn} turn @returns {Elements}
 */
function spatialTransformation({ angle, mirrored, upended }) {
  const quarter = Math.round(angle / 90) * 90 + (upended ? 180 : 0);
  const isFlipped = mirrored !== upended;
  const rotation = (((isFlipped ? -quarter : quarter) % 360) + 360) % 360;
  return { '00700041': ['CS', isFlipped ? 'Y' : 'N'], '00700042': ['US', rotation] };
}

/**
 * A modality transformation that the image has belongs to the state too (PS3.3 C.11.1); tables stay with the image.
 * @param {Image} image @returns {Elements}
 */
function modality({ modality: { slope, intercept, table, unit } }) {
  if (table || (slope === 1 && intercept === 0)) return {};
  return { '00281052': ['DS', intercept], '00281053': ['DS', slope], '00281054': ['LO', unit || 'US'] };
}

/**
 * PS3.3 C.11.8.
 * @param {import('../../math/voi.js').VOI} voi @returns {Elements}
 */
function softcopyVOI(voi) {
  if (voi.kind !== 'window') return {};
  return { '00283110': ['SQ', [{
    '00281050': ['DS', decimal(voi.center)], '00281051': ['DS', decimal(voi.width)],
    ...(voi.shape === 'LINEAR' ? {} : { '00281056': /** @type {[string, string]} */ (['CS', voi.shape]) }),
  }]] };
}

/**
 * PS3.3 C.10.5.
 * @param {Annotation} annotation @param {string[]} lines @param {Image[]} images @returns {Elements}
 */
function graphicAnnotation(annotation, lines, images) {
  const image = /** @type {Image} */ (images.find(({ instance }) => instance === annotation.image));
  const { points } = annotation;
  const anchor = points.reduce((right, point) => (point.x > right.x ? point : right));
  /** @type {Elements} */
  const item = {
    '00081140': ['SQ', [reference(image, isMultiFrame(image) ? annotation.frame : undefined)]],
    '00700002': ['CS', layer],
    '00700009': ['SQ', graphics(annotation, image)],
  };
  if (lines.length) {
    item['00700008'] = ['SQ', [{
      '00700004': ['CS', 'PIXEL'], '00700006': ['ST', lines.join('\r\n').slice(0, 1000)], '00700014': ['FL', [anchor.x, anchor.y]], '00700015': ['CS', 'N'],
    }]];
  }
  return item;
}

/** @param {Annotation} annotation @param {Image} image @returns {Elements[]} */
function graphics({ kind, points }, image) {
  const [a, b, c, d] = points;
  switch (kind) {
    case 'point': return [graphic('POINT', [a])];
    case 'cobb': case 'ratio': return [graphic('POLYLINE', [a, b]), graphic('POLYLINE', [c, d])];
    case 'rectangle': return [graphic('POLYLINE', [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }, a])];
    case 'polygon': case 'freehand': return [graphic('POLYLINE', [...points, a])];
    case 'circle': return image.aspect === 1 ? [graphic('CIRCLE', [a, b])] : [graphic('ELLIPSE', ellipseEnds(circleBox(a, b, image.aspect)))];
    case 'ellipse': return [graphic('ELLIPSE', ellipseEnds([a, b]))];
    default: return [graphic('POLYLINE', points)];
  }
}

/** @typedef {import('../../math/affine.js').Point} Point */

/** @param {Point} centre @param {Point} rim @param {number} aspect @returns {Point[]} */
function circleBox(centre, rim, aspect) {
  const across = Math.hypot(rim.x - centre.x, (rim.y - centre.y) * aspect);
  return [{ x: centre.x - across, y: centre.y - across / aspect }, { x: centre.x + across, y: centre.y + across / aspect }];
}

/**
 * The ends of the longer axis, then those of the shorter (PS3.3 C.10.5.1.2).
 * @param {Point[]} box  two opposite corners @returns {Point[]}
 */
export function ellipseEnds([a, b]) {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const across = [{ x: a.x, y: middle.y }, { x: b.x, y: middle.y }];
  const down = [{ x: middle.x, y: a.y }, { x: middle.x, y: b.y }];
  return Math.abs(b.x - a.x) >= Math.abs(b.y - a.y) ? [...across, ...down] : [...down, ...across];
}

/** @param {string} type @param {Point[]} points @returns {Elements} */
const graphic = (type, points) => ({
  '00700005': ['CS', 'PIXEL'], '00700020': ['US', 2], '00700021': ['US', points.length],
  '00700022': ['FL', points.flatMap(({ x, y }) => [x, y])], '00700023': ['CS', type],
  ...(type === 'POINT' || type === 'POLYLINE' && !isClosed(points) ? {} : { '00700024': /** @type {[string, string]} */ (['CS', 'N']) }),
});

/** @param {Point[]} points */
const isClosed = (points) => points.length > 2 && points[0].x === points[points.length - 1].x && points[0].y === points[points.length - 1].y;
