// @ts-check
/** Key Object Selection (PS3.3 A.35.4, PS3.16 TID 2010): images that matter, with a word why. */
import { bySeries, code, dateAndTime, isMultiFrame, objectFrame, reference } from './frame.js';

/** @typedef {import('../image.js').Image} Image */
/** @typedef {import('../part10.js').Elements} Elements */

export const keyObjectClass = '1.2.840.10008.5.1.4.1.1.88.59';

/**
 * The objects that a document speaks of, by study and series (PS3.3 C.17.2).
 * @param {Image[]} images @returns {Elements}
 */
export const evidence = (images) => ({
  '0020000D': ['UI', images[0].dataset.text('0020000D')],
  '00081115': ['SQ', bySeries(images).map(([series, list]) => ({ '0020000E': ['UI', series], '00081199': ['SQ', list.map((image) => reference(image))] }))],
});

/** @param {{images: Image[], text: string, description: string, now: Date}} selection @returns {Elements} */
export function keyObjects({ images, text, description, now }) {
  const { date, time } = dateAndTime(now);
  const frames = images.map((image) => /** @type {Elements} */ ({
    '0040A010': ['CS', 'CONTAINS'], '0040A040': ['CS', 'IMAGE'], '00081199': ['SQ', [reference(image, isMultiFrame(image) ? image.frame : undefined)]],
  }));
  /** @type {Elements[]} */
  const said = text ? [{
    '0040A010': ['CS', 'CONTAINS'], '0040A040': ['CS', 'TEXT'], '0040A043': ['SQ', [code('113012', 'DCM', 'Key Object Description')]], '0040A160': ['UT', text],
  }] : [];
  return {
    ...objectFrame(images[0].dataset, { sopClass: keyObjectClass, modality: 'KO', description, seriesNumber: 9002, now }),
    '00080023': ['DA', date],
    '00080033': ['TM', time],
    '00081111': ['SQ', null],
    '0040A040': ['CS', 'CONTAINER'],
    '0040A043': ['SQ', [code('113000', 'DCM', 'Of Interest')]],
    '0040A050': ['CS', 'SEPARATE'],
    '0040A375': ['SQ', [evidence(images)]],
    '0040A504': ['SQ', [{ '00080105': ['CS', 'DCMR'], '0040DB00': ['CS', '2010'] }]],
    '0040A730': ['SQ', [...said, ...frames]],
  };
}
