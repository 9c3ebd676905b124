// @ts-check
/** Pieces of SVG that the layers over a picture are made of. */

/** @typedef {import('../math/affine.js').Point} Point */

const namespace = 'http://www.w3.org/2000/svg';

/** @param {string} name @param {Record<string, string | number>} attributes */
export function svg(name, attributes) {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** @param {Point[]} points @param {boolean} isClosed */
export const pathOf = (points, isClosed) => (
  points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('') + (isClosed ? 'Z' : '')
);

/**
 * @param {Point} from @param {Point} tip
 */
export function arrowHead(from, tip) {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const side = (/** @type {number} */ turn) => ({ x: tip.x - 12 * Math.cos(angle + turn), y: tip.y - 12 * Math.sin(angle + turn) });
  return pathOf([side(0.42), tip, side(-0.42)], true);
}
