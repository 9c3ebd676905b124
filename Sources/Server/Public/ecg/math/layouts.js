// @ts-check
/** How leads are arranged, as the printed page has them (Core/ECG PageLayout). */

/** @typedef {{name: string, rows: string[][], rhythm: string[]}} Layout */

const standard = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const quarters = [['I', 'aVR', 'V1', 'V4'], ['II', 'aVL', 'V2', 'V5'], ['III', 'aVF', 'V3', 'V6']];

/** @type {Layout[]} In the order in which they are offered. */
export const layouts = [
  { name: '3x4+1', rows: quarters, rhythm: ['II'] },
  { name: '3x4+3', rows: quarters, rhythm: ['V1', 'II', 'V5'] },
  { name: '3x4', rows: quarters, rhythm: [] },
  { name: '6x2', rows: [['I', 'V1'], ['II', 'V2'], ['III', 'V3'], ['aVR', 'V4'], ['aVL', 'V5'], ['aVF', 'V6']], rhythm: [] },
  { name: '12x1', rows: standard.map((lead) => [lead]), rhythm: [] },
  { name: 'cabrera', rows: [['aVL', 'V1'], ['I', 'V2'], ['-aVR', 'V3'], ['II', 'V4'], ['aVF', 'V5'], ['III', 'V6']], rhythm: [] },
];

/** @param {string} name */
export const layoutNamed = (name) => layouts.find((layout) => layout.name === name) ?? layouts[0];

/**
 * Each lead on a row of its own.
 * @param {string[]} leads @returns {Layout}
 */
export const stacked = (leads) => ({ name: 'stacked', rows: leads.map((lead) => [lead]), rhythm: [] });

/**
 * The layout where enough of its leads are there, all leads stacked otherwise.
 * @param {Layout} layout @param {string[]} leads
 */
export function fitting(layout, leads) {
  const wanted = layout.rows.flat().map((lead) => lead.replace(/^-/, ''));
  return wanted.filter((lead) => leads.includes(lead)).length * 2 >= wanted.length ? layout : stacked(leads);
}

/** @param {Layout} layout */
export const columnsOf = (layout) => Math.max(1, ...layout.rows.map((row) => row.length));

/** Rows and rhythm strips. @param {Layout} layout */
export const linesOf = (layout) => layout.rows.length + layout.rhythm.length;
