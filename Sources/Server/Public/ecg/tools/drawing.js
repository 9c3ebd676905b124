// @ts-check
/** Draws marks over a sheet. */
import * as caliper from './caliper.js';
import * as march from './march.js';
import { readout } from './readout.js';
import * as ruler from './ruler.js';

const kinds = { caliper, march, ruler };

/**
 * @param {import('../sheet/sheetview.js').SheetView} view @param {import('./marks.js').Marks} marks @param {number | null} cursor seconds, of playback
 */
export function drawMarks(view, marks, cursor) {
  const context = /** @type {CanvasRenderingContext2D} */ (view.overlay.getContext('2d'));
  const ratio = window.devicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  if (cursor !== null) drawCursor(context, view, cursor);
  for (const mark of marks.all) drawMark(context, view, mark, mark === marks.chosen);
}

function drawMark(context, view, mark, isChosen) {
  const outline = kinds[mark.kind].outline(view, mark);
  if (!outline) return;
  const colour = isChosen ? view.colours.chosen : view.colours.mark;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.25;
  context.beginPath();
  for (const [from, to] of outline.lines) {
    const [a, b] = [view.place(from), view.place(to)];
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
  }
  context.stroke();
  for (const handle of outline.handles) {
    const { x, y } = view.place(handle);
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fill();
  }
  drawLabel(context, view, readout(mark, view.shownScale), view.place(outline.label), colour);
}

/** The value stands on a plate of its own, and never beyond the frame. */
function drawLabel(context, view, text, { x, y }, colour) {
  context.font = '600 13px system-ui, sans-serif';
  const width = context.measureText(text).width + 12;
  const left = Math.min(Math.max(x - width / 2, 4), view.width - width - 4);
  const top = Math.min(Math.max(y - 22, 4), view.height - 26);
  context.fillStyle = view.colours.label;
  context.beginPath();
  context.roundRect(left, top, width, 20, 4);
  context.fill();
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  context.fillText(text, left + 6, top + 10.5);
}

function drawCursor(context, view, time) {
  context.fillStyle = view.colours.other;
  for (const cell of view.sheet.cells) {
    if (time < cell.start || time > cell.start + cell.duration) continue;
    const { x, y } = view.place({ x: view.pointOf(cell, time, 0).x, y: cell.area.y });
    context.fillRect(x - 0.75, y, 1.5, cell.area.height * view.density);
  }
}
