// @ts-check
/** Where everything stands on a sheet, in millimetres: the numbers of the printed page (Core/ECG PageGeometry). */
import { columnsOf, linesOf } from './layouts.js';

/** @typedef {import('./layouts.js').Layout} Layout */
/** @typedef {{gain: number, speed: number}} Scale millimetres a millivolt and a second */
/** @typedef {{x: number, y: number, width: number, height: number}} Area */
/** @typedef {{lead: string, start: number, duration: number, area: Area, baseline: number, isFirst: boolean}} Cell */

/** The steps that are offered. */
export const gains = [2.5, 5, 10, 20, 40];
export const speeds = [6.25, 12.5, 25, 50, 100];

/** The stretch before the first column that holds the calibration pulse. */
export const pulseRoom = 12.5;

/** Rows are never lower than this, however small the screen. */
export const lowestRow = 12.5;

/**
 * The cells of a sheet.
 * @param {{layout: Layout, scale: Scale, span: number, start: number, recorded: number, height: number}} sheet
 *   span: seconds over the whole width; recorded: seconds that there are; height: of the grid
 * @returns {Cell[]}
 */
export function cellsOf({ layout, scale, span, start, recorded, height }) {
  const lines = Math.max(linesOf(layout), 1);
  const headroom = Math.min(Math.max(scale.gain + 1 - height / lines / 2, 0), 10);
  const row = (height - headroom) / lines;
  /** @param {string} lead @param {number} line @param {number} column @param {number} columns @returns {Cell} */
  const cell = (lead, line, column, columns) => {
    const duration = span / columns;
    const latest = Math.max(recorded - duration, start);
    const area = { x: pulseRoom + column * duration * scale.speed, y: headroom + line * row, width: duration * scale.speed, height: row };
    return { lead, start: Math.min(start + column * duration, latest), duration, area, baseline: area.y + row / 2, isFirst: column === 0 };
  };
  const columns = columnsOf(layout);
  const table = layout.rows.flatMap((leads, line) => leads.map((lead, column) => cell(lead, line, column, columns)));
  return [...table, ...layout.rhythm.map((lead, index) => cell(lead, layout.rows.length + index, 0, 1))];
}

/**
 * The width of the grid: whole squares of 5 mm.
 * @param {number} span @param {Scale} scale
 */
export const widthOf = (span, scale) => Math.ceil((pulseRoom + span * scale.speed) / 5) * 5;

/** @param {Area} area @param {{x: number, y: number}} point */
export const contains = (area, { x, y }) => x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
