// @ts-check
/** Draws grid, calibration pulses and traces of a sheet. Everything comes in millimetres; `place` says where those are on the screen. */
import { pulseRoom } from '../math/geometry.js';

/** @typedef {import('../math/geometry.js').Cell} Cell */
/** @typedef {import('../math/geometry.js').Scale} Scale */
/** @typedef {import('../data/wave.js').Wave} Wave */
/** @typedef {import('./colours.js').Colours} Colours */
/** @typedef {{x: number, y: number, density: number}} Place device pixels of the grid's corner, and of a millimetre */
/** @typedef {{width: number, height: number, cells: Cell[], scale: Scale}} Sheet millimetres */

/** Below this many pixels a millimetre the fine rulings would be a grey veil. */
const finestDensity = 2.2;

/** @param {CanvasRenderingContext2D} context @param {Sheet} sheet @param {Place} place @param {Colours} colours */
export function drawGrid(context, sheet, { x, y, density }, colours) {
  context.fillStyle = colours.ground;
  context.fillRect(x, y, sheet.width * density, sheet.height * density);
  if (density >= finestDensity) rule(context, sheet, { x, y, density }, 1, colours.millimetre);
  rule(context, sheet, { x, y, density }, 5, colours.fiveMillimetres);
}

/** Lines stand on whole device pixels: each is as sharp and as dark as the next. */
function rule(context, sheet, { x, y, density }, step, colour) {
  const width = Math.max(1, Math.round(density * (step === 5 ? 0.16 : 0.08)));
  const [right, bottom] = [sheet.width * density, sheet.height * density];
  context.fillStyle = colour;
  for (let at = 0; at <= sheet.width; at += step) context.fillRect(Math.round(x + at * density), y, width, bottom);
  for (let at = 0; at <= sheet.height; at += step) context.fillRect(x, Math.round(y + at * density), right, width);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Sheet} sheet @param {Place} place @param {Wave} wave @param {Colours} colours
 * @param {{colour?: string, shift?: number, isBare?: boolean}} [options] shift: seconds that this wave is moved to the right; isBare: traces alone
 */
export function drawTraces(context, sheet, place, wave, colours, { colour = colours.trace, shift = 0, isBare = false } = {}) {
  context.save();
  context.beginPath();
  context.rect(place.x, place.y, sheet.width * place.density, sheet.height * place.density);
  context.clip();
  context.lineJoin = 'round';
  context.lineWidth = Math.max(1.1, 0.25 * place.density);
  for (const cell of sheet.cells) {
    context.strokeStyle = colour;
    trace(context, cell, sheet.scale, place, wave, shift);
    if (isBare) continue;
    if (cell.isFirst) drawPulse(context, cell, sheet.scale, place);
    drawLabel(context, cell, place, colours);
  }
  context.restore();
}

/** Several samples of one pixel column become its lowest and highest: nothing that is narrow is lost. */
function trace(context, cell, scale, { x, y, density }, wave, shift) {
  const samples = wave.lead(cell.lead);
  const { first, last } = wave.range(cell.start - shift, cell.start + cell.duration - shift);
  if (!samples || first > last) return;
  const rest = wave.rest(cell.lead, cell.start - shift, cell.start + cell.duration - shift);
  const left = x + (cell.area.x + (wave.start + first / wave.rate + shift - cell.start) * scale.speed) * density;
  const step = (scale.speed / wave.rate) * density;
  const foot = y + cell.baseline * density;
  const up = scale.gain * density;
  context.beginPath();
  if (step < 0.5) traceColumns(context, samples, first, last, { left, step, foot, up, rest });
  else traceSamples(context, samples, first, last, { left, step, foot, up, rest });
  context.stroke();
}

function traceSamples(context, samples, first, last, { left, step, foot, up, rest }) {
  let isOpen = false;
  for (let index = first; index <= last; index += 1) {
    const value = samples[index];
    if (Number.isNaN(value)) {
      isOpen = false;
      continue;
    }
    const [px, py] = [left + (index - first) * step, foot - (value - rest) * up];
    if (isOpen) context.lineTo(px, py);
    else context.moveTo(px, py);
    isOpen = true;
  }
}

function traceColumns(context, samples, first, last, { left, step, foot, up, rest }) {
  const size = 0.5 / step;
  for (let from = first; from <= last; from += size) {
    let [lowest, highest] = [Infinity, -Infinity];
    for (let index = Math.ceil(from); index < from + size && index <= last; index += 1) {
      if (samples[index] < lowest) lowest = samples[index];
      if (samples[index] > highest) highest = samples[index];
    }
    if (highest < lowest) continue;
    const px = left + (from - first) * step;
    context.lineTo(px, foot - (highest - rest) * up);
    context.lineTo(px, foot - (lowest - rest) * up);
  }
}

/** 1 mV over 0.2 s (IEC 60601-2-25), no wider than the room before the wave. */
function drawPulse(context, cell, scale, { x, y, density }) {
  const width = Math.min(0.2 * scale.speed, 7);
  const left = (pulseRoom - width) / 2 - 0.5;
  const points = [[left - 1.5, 0], [left, 0], [left, scale.gain], [left + width, scale.gain], [left + width, 0], [left + width + 1.5, 0]];
  context.beginPath();
  for (const [across, up] of points) context.lineTo(x + across * density, y + (cell.baseline - up) * density);
  context.stroke();
}

/** The lead's name above its beginning, and a short line where a column begins anew. */
function drawLabel(context, cell, { x, y, density }, colours) {
  const left = x + cell.area.x * density;
  const foot = y + cell.baseline * density;
  if (!cell.isFirst) {
    context.beginPath();
    context.moveTo(left, foot - 2.5 * density);
    context.lineTo(left, foot + 2.5 * density);
    context.stroke();
  }
  context.fillStyle = colours.text;
  context.font = `600 ${Math.max(11, 3.2 * density)}px system-ui, sans-serif`;
  context.textBaseline = 'top';
  context.fillText(cell.lead.replace('-', '−'), left + density, foot - Math.min(cell.area.height / 2, 11) * density + density);
}
