// @ts-check
/** 平行尺: two parallel lines over the whole sheet, upright for time, level for voltage. */

/** @typedef {import('../sheet/sheetview.js').SheetView} SheetView */
/** @typedef {import('./marks.js').Ruler} Ruler */
/** @typedef {{x: number, y: number}} Point */

/** @param {SheetView} _view @param {Point} point millimetres @returns {Ruler} */
export const begin = (_view, { x }) => ({ kind: 'ruler', isUpright: true, first: x, second: x });

/** The drag that makes one says by its direction whether it is for time or for voltage. @param {SheetView} _view @param {Ruler} mark @param {Point} origin */
export function stretch(_view, mark, origin) {
  const end = { ...origin };
  return (/** @type {number} */ dx, /** @type {number} */ dy) => {
    end.x += dx;
    end.y += dy;
    mark.isUpright = Math.abs(end.x - origin.x) >= Math.abs(end.y - origin.y);
    [mark.first, mark.second] = mark.isUpright ? [origin.x, end.x] : [origin.y, end.y];
  };
}

/**
 * A line moves by itself, the room between them moves both.
 * @param {SheetView} _view @param {Ruler} mark @param {Point} point @param {number} reach
 * @returns {((dx: number, dy: number) => void) | null}
 */
export function grip(_view, mark, point, reach) {
  const at = mark.isUpright ? point.x : point.y;
  const along = (/** @type {number} */ dx, /** @type {number} */ dy) => (mark.isUpright ? dx : dy);
  if (Math.abs(at - mark.second) <= reach) return (dx, dy) => { mark.second += along(dx, dy); };
  if (Math.abs(at - mark.first) <= reach) return (dx, dy) => { mark.first += along(dx, dy); };
  if (at < Math.min(mark.first, mark.second) || at > Math.max(mark.first, mark.second)) return null;
  return (dx, dy) => {
    mark.first += along(dx, dy);
    mark.second += along(dx, dy);
  };
}

/** @param {SheetView} view @param {Ruler} mark */
export function outline(view, { isUpright, first, second }) {
  const { width, height } = view.sheet;
  const line = (/** @type {number} */ at) => (isUpright ? [{ x: at, y: 0 }, { x: at, y: height }] : [{ x: 0, y: at }, { x: width, y: at }]);
  const seen = view.millimetres({ x: 12, y: 12 });
  const middle = (first + second) / 2;
  const label = isUpright ? { x: middle, y: seen.y + 6 } : { x: seen.x + 20, y: middle };
  const handles = isUpright ? [{ x: first, y: seen.y + 12 }, { x: second, y: seen.y + 12 }] : [{ x: seen.x + 6, y: first }, { x: seen.x + 6, y: second }];
  return { lines: [line(first), line(second)], handles, label };
}
