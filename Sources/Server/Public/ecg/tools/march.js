// @ts-check
/** 等距分规: an interval marched out over a lead, to see whether beats keep it. */

/** @typedef {import('../sheet/sheetview.js').SheetView} SheetView */
/** @typedef {import('./marks.js').March} March */
/** @typedef {{x: number, y: number}} Point */

/** Shorter steps than this would fill the sheet. */
const shortest = 0.05;

/** @param {SheetView} view @param {Point} point millimetres @returns {March | null} */
export function begin(view, point) {
  const cell = view.cellAt(point);
  return cell && { kind: 'march', lead: cell.lead, from: view.timeAt(cell, point.x), step: shortest };
}

/** Where its lines stand, in every cell of the lead. @param {SheetView} view @param {March} mark */
function places(view, { lead, from, step }) {
  return view.sheet.cells.filter((cell) => cell.lead === lead).flatMap((cell) => {
    const first = Math.ceil((cell.start - from) / step);
    const last = Math.floor((cell.start + cell.duration - from) / step);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
      const number = first + index;
      return { number, x: view.pointOf(cell, from + number * step, 0).x, cell };
    });
  });
}

/**
 * The first line moves all of them, any other one the step.
 * @param {SheetView} view @param {March} mark @param {Point} point @param {number} reach
 * @returns {((dx: number, dy: number) => void) | null}
 */
export function grip(view, mark, point, reach) {
  const near = places(view, mark).filter(({ x, cell }) => Math.abs(x - point.x) <= reach && point.y >= cell.area.y && point.y <= cell.area.y + cell.area.height);
  if (near.length === 0) return null;
  const { number } = near.sort((a, b) => Math.abs(a.x - point.x) - Math.abs(b.x - point.x))[0];
  const { speed } = view.shownScale;
  return (dx) => {
    if (number === 0) mark.from += dx / speed;
    else mark.step = Math.max(shortest, mark.step + dx / speed / number);
  };
}

/** The drag that makes one draws its step. @param {SheetView} view @param {March} mark */
export function stretch(view, mark) {
  let width = 0;
  const from = mark.from;
  return (/** @type {number} */ dx) => {
    width += dx / view.shownScale.speed;
    mark.from = width < 0 ? from + width : from;
    mark.step = Math.max(shortest, Math.abs(width));
  };
}

/** @param {SheetView} view @param {March} mark */
export function outline(view, mark) {
  const all = places(view, mark);
  if (all.length === 0) return null;
  const lines = all.map(({ x, cell }) => [{ x, y: cell.area.y + 1 }, { x, y: cell.area.y + cell.area.height - 1 }]);
  const held = all.filter(({ number }) => number === 0 || number === 1);
  const { x, cell } = held[0] ?? all[0];
  return { lines, handles: held.map((place) => ({ x: place.x, y: place.cell.baseline })), label: { x, y: cell.area.y + 3 } };
}
