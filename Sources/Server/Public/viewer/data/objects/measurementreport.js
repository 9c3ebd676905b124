// @ts-check
/** Measurements as a Comprehensive SR after TID 1500 (PS3.16): each with its shape on its image. */
import { code, dateAndTime, isMultiFrame, objectFrame, personName, reference } from './frame.js';
import { evidence } from './keyobjects.js';
import { ellipseEnds } from './presentationstate.js';
import { decimal, newUID } from '../part10.js';

/** @typedef {import('../image.js').Image} Image */
/** @typedef {import('../annotations.js').Annotation} Annotation */
/** @typedef {import('../findings.js').Finding} Finding */
/** @typedef {import('../part10.js').Elements} Elements */
/** @typedef {{annotation: Annotation, image: Image, findings: Finding[]}} Measured */

export const comprehensiveClass = '1.2.840.10008.5.1.4.1.1.88.33';

/** Quantities by what they are called in findings. */
const names = {
  length: code('410668003', 'SCT', 'Length'), perimeter: code('131191004', 'SCT', 'Perimeter'), area: code('42798000', 'SCT', 'Area'),
  angle: code('1483009', 'SCT', 'Angle'), ratio: code('CTR', '99YIGONG', 'Cardiothoracic ratio'),
};

/** How a value over a region came about (PS3.16 CID 7464). */
const derivations = {
  mean: code('373098007', 'SCT', 'Mean'), deviation: code('386136009', 'SCT', 'Standard Deviation'),
  minimum: code('255605001', 'SCT', 'Minimum'), maximum: code('56851009', 'SCT', 'Maximum'), value: code('373098007', 'SCT', 'Mean'),
};

/** @type {Record<string, [ucum: string, meaning: string]>} */
const units = {
  mm: ['mm', 'millimeter'], mm2: ['mm2', 'square millimeter'], px: ['{pixels}', 'pixels'], px2: ['{pixels}', 'pixels'], deg: ['deg', 'degree'], 1: ['1', 'no units'],
  HU: ['[hnsf\'U]', 'Hounsfield unit'], BQML: ['Bq/ml', 'Becquerels/milliliter'], 'SUVbw': ['g/ml{SUVbw}', 'Standardized Uptake Value body weight'],
};

/**
 * What the values of a modality are.
 * @type {Record<string, Elements>}
 */
const intensities = {
  CT: code('112031', 'DCM', 'Attenuation Coefficient'), MR: code('110852', 'DCM', 'MR signal intensity'), PT: code('126401', 'DCM', 'SUVbw'),
};

/** @param {{measured: Measured[], author: string, description: string, now: Date}} report @returns {Elements} */
export function measurementReport({ measured, author, description, now }) {
  const { date, time } = dateAndTime(now);
  const images = measured.map(({ image }) => image);
  return {
    ...objectFrame(images[0].dataset, { sopClass: comprehensiveClass, modality: 'SR', description, seriesNumber: 9003, now }),
    '00080023': ['DA', date],
    '00080033': ['TM', time],
    '00081111': ['SQ', null],
    '0040A040': ['CS', 'CONTAINER'],
    '0040A043': ['SQ', [code('126000', 'DCM', 'Imaging Measurement Report')]],
    '0040A050': ['CS', 'SEPARATE'],
    '0040A372': ['SQ', null],
    '0040A375': ['SQ', [evidence(images)]],
    '0040A491': ['CS', 'COMPLETE'],
    '0040A493': ['CS', 'UNVERIFIED'],
    '0040A504': ['SQ', [{ '00080105': ['CS', 'DCMR'], '0040DB00': ['CS', '1500'] }]],
    '0040A730': ['SQ', [
      { ...coded('HAS CONCEPT MOD', code('121049', 'DCM', 'Language of Content Item and Descendants'), code('zh-CN', 'RFC5646', 'Chinese (China)')) },
      coded('HAS OBS CONTEXT', code('121005', 'DCM', 'Observer Type'), code('121006', 'DCM', 'Person')),
      { ...item('HAS OBS CONTEXT', 'PNAME', code('121008', 'DCM', 'Person Observer Name')), '0040A123': ['PN', personName(author || 'Yigong')] },
      coded('HAS CONCEPT MOD', code('121058', 'DCM', 'Procedure reported'), code('363679005', 'SCT', 'Imaging procedure')),
      container(code('111028', 'DCM', 'Image Library'), []),
      container(code('126010', 'DCM', 'Imaging Measurements'), measured.map((one, index) => group(one, index))),
    ]],
  };
}

/** @param {string} relation @param {string} type @param {Elements} name @returns {Elements} */
const item = (relation, type, name) => ({ '0040A010': ['CS', relation], '0040A040': ['CS', type], '0040A043': ['SQ', [name]] });

/** @param {string} relation @param {Elements} name @param {Elements} value @returns {Elements} */
const coded = (relation, name, value) => ({ ...item(relation, 'CODE', name), '0040A168': ['SQ', [value]] });

/** @param {Elements} name @param {Elements[]} content @returns {Elements} */
const container = (name, content) => ({
  ...item('CONTAINS', 'CONTAINER', name), '0040A050': ['CS', 'SEPARATE'], ...(content.length ? { '0040A730': ['SQ', content] } : {}),
});

/**
 * One shape and its numbers (TID 1501, with the region of TID 1410 where it encloses one).
 * @param {Measured} measured @param {number} index
 */
function group({ annotation, image, findings }, index) {
  const place = scoord(annotation, image);
  const isRegion = findings.some(({ name }) => name === 'area');
  return container(code('125007', 'DCM', 'Measurement Group'), [
    { ...item('HAS OBS CONTEXT', 'TEXT', code('112039', 'DCM', 'Tracking Identifier')), '0040A160': ['UT', annotation.text || `${annotation.kind} ${index + 1}`] },
    { ...item('HAS OBS CONTEXT', 'UIDREF', code('112040', 'DCM', 'Tracking Unique Identifier')), '0040A124': ['UI', newUID()] },
    ...(isRegion ? [{ ...item('CONTAINS', 'SCOORD', code('111030', 'DCM', 'Image Region')), ...place }] : []),
    ...findings.map((finding) => number(finding, image, isRegion ? null : place, annotation.kind)),
  ]);
}

/** @param {Finding} finding @param {Image} image @param {Elements | null} place @param {string} kind @returns {Elements} */
function number({ name, value, unit }, image, place, kind) {
  const [ucum, meaning] = units[unit] ?? [unit ? `{${unit.replace(/[^\x21-\x7e]|[{}]/g, '')}}` : '1', unit || 'no units'];
  const derivation = derivations[/** @type {'mean'} */ (name)];
  const intensity = intensities[image.dataset.text('00080060')] ?? code('PIXEL', '99YIGONG', 'Pixel value');
  const called = derivation ? intensity : kind === 'cobb' ? code('285285000', 'SCT', 'Cobb angle') : names[/** @type {'length'} */ (name)];
  const content = [
    ...(derivation ? [coded('HAS CONCEPT MOD', code('121401', 'DCM', 'Derivation'), derivation)] : []),
    ...(place ? [{ '0040A010': ['CS', 'INFERRED FROM'], '0040A040': ['CS', 'SCOORD'], ...place }] : []),
  ];
  return {
    ...item('CONTAINS', 'NUM', called),
    '0040A300': ['SQ', [{ '0040A30A': ['DS', decimal(value)], '004008EA': ['SQ', [code(ucum, 'UCUM', meaning)]] }]],
    ...(content.length ? { '0040A730': /** @type {[string, any]} */ (['SQ', content]) } : {}),
  };
}

/**
 * PS3.3 C.18.6.
 * @param {Annotation} annotation @param {Image} image @returns {Elements}
 */
function scoord({ kind, points, frame }, image) {
  const [a, b] = points;
  const [type, drawn] = {
    point: ['POINT', points], circle: ['CIRCLE', points], ellipse: ['ELLIPSE', points.length === 2 ? ellipseEnds(points) : points],
    rectangle: ['POLYLINE', b ? [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }, a] : points],
    polygon: ['POLYLINE', [...points, a]], freehand: ['POLYLINE', [...points, a]],
  }[/** @type {'point'} */ (kind)] ?? ['POLYLINE', points];
  return {
    '00700022': ['FL', /** @type {import('../../math/affine.js').Point[]} */ (drawn).flatMap(({ x, y }) => [x, y])],
    '00700023': ['CS', /** @type {string} */ (type)],
    '0040A730': ['SQ', [{
      '0040A010': ['CS', 'SELECTED FROM'], '0040A040': ['CS', 'IMAGE'], '00081199': ['SQ', [reference(image, isMultiFrame(image) ? frame : undefined)]],
    }]],
  };
}
