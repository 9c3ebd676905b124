// @ts-check
/** 电子标尺: an interval and a voltage between two points of one lead. */

/** @typedef {import('../sheet/sheetview.js').SheetView} SheetView */
/** @typedef {import('./marks.js').Caliper} Caliper */
/** @typedef {{x: number, y: number}} Point */

/** @param {SheetView} view @param {Point} point millimetres @returns {Caliper | null} */
export function begin(view, point) {
  const cell = view.cellAt(point);
  if (!cell) return null;
  const spot = { time: view.timeAt(cell, point.x), volt: view.voltAt(cell, point.y) };
  return { kind: 'caliper', lead: cell.lead, isOnStrip: cell.duration === view.span, from: spot, to: { ...spot } };
}

/** The cell in which a caliper is seen. @param {SheetView} view @param {Caliper} mark */
export function cellOf(view, { lead, isOnStrip, from, to }) {
  const middle = (from.time + to.time) / 2;
  const cells = view.sheet.cells.filter((cell) => cell.lead === lead && middle >= cell.start && middle <= cell.start + cell.duration);
  return cells.find((cell) => (cell.duration === view.span) === isOnStrip) ?? cells[0] ?? null;
}

/** Its ends on the sheet. @param {SheetView} view @param {Caliper} mark */
export function ends(view, mark) {
  const cell = cellOf(view, mark);
  return cell && { from: view.pointOf(cell, mark.from.time, mark.from.volt), to: view.pointOf(cell, mark.to.time, mark.to.volt), cell };
}

/**
 * What a drag that begins at a point moves: an end, a side (that end's time alone), or all.
 * @param {SheetView} view @param {Caliper} mark @param {Point} point @param {number} reach millimetres
 * @returns {((dx: number, dy: number) => void) | null} millimetres since the drag's last step
 */
export function grip(view, mark, point, reach) {
  const shown = ends(view, mark);
  if (!shown) return null;
  const { speed, gain } = view.shownScale;
  /** @param {import('./marks.js').Spot} spot @param {boolean} isTimeOnly */
  const mover = (spot, isTimeOnly) => (/** @type {number} */ dx, /** @type {number} */ dy) => {
    spot.time += dx / speed;
    if (!isTimeOnly) spot.volt -= dy / gain;
  };
  for (const name of /** @type {const} */ (['to', 'from'])) {
    if (Math.hypot(shown[name].x - point.x, shown[name].y - point.y) <= reach) return mover(mark[name], false);
  }
  const { y, height } = shown.cell.area;
  const isInRow = point.y >= y && point.y <= y + height;
  for (const name of /** @type {const} */ (['to', 'from'])) {
    if (isInRow && Math.abs(shown[name].x - point.x) <= reach) return mover(mark[name], true);
  }
  const [left, right] = [Math.min(shown.from.x, shown.to.x), Math.max(shown.from.x, shown.to.x)];
  const [top, bottom] = [Math.min(shown.from.y, shown.to.y) - reach, Math.max(shown.from.y, shown.to.y) + reach];
  if (point.x < left || point.x > right || point.y < top || point.y > bottom) return null;
  return (dx, dy) => {
    mover(mark.from, false)(dx, dy);
    mover(mark.to, false)(dx, dy);
  };
}

/** @param {SheetView} view @param {Caliper} mark */
export function outline(view, mark) {
  const shown = ends(view, mark);
  if (!shown) return null;
  const { from, to, cell } = shown;
  const [top, bottom] = [Math.max(cell.area.y, Math.min(from.y, to.y) - 8), Math.min(cell.area.y + cell.area.height, Math.max(from.y, to.y) + 8)];
  return {
    lines: [[{ x: from.x, y: top }, { x: from.x, y: bottom }], [{ x: to.x, y: top }, { x: to.x, y: bottom }], [from, { x: to.x, y: from.y }], [{ x: from.x, y: to.y }, to]],
    handles: [from, to],
    label: { x: (from.x + to.x) / 2, y: top },
  };
}
