// @ts-check
/** The arithmetic of intervals: milliseconds, beats a minute. */

/** @param {number} milliseconds an RR interval */
export const rateOf = (milliseconds) => 60000 / milliseconds;

/** How QT is corrected for rate; RR in seconds. */
const corrections = {
  bazett: (/** @type {number} */ qt, /** @type {number} */ rr) => qt / Math.sqrt(rr),
  fridericia: (/** @type {number} */ qt, /** @type {number} */ rr) => qt / Math.cbrt(rr),
  framingham: (/** @type {number} */ qt, /** @type {number} */ rr) => qt + 154 * (1 - rr),
  hodges: (/** @type {number} */ qt, /** @type {number} */ rr) => qt + 1.75 * (60 / rr - 60),
};

/**
 * QTc by all four formulas.
 * @param {number | null} qt @param {number | null} heartRate
 * @returns {Record<string, number | null>}
 */
export function correctedQT(qt, heartRate) {
  const entries = Object.entries(corrections).map(([name, correct]) => [name, qt && heartRate ? correct(qt, 60 / heartRate) : null]);
  return Object.fromEntries(entries);
}

/**
 * The mean axis of a wave in degrees from its net areas in I and aVF (0° is lead I, 90° aVF); null for a wave without direction.
 * @param {number} first @param {number} foot
 */
export function axisOf(first, foot) {
  // aVF is an augmented lead: 2/√3 makes it as long as lead I (Einthoven's triangle).
  const y = (2 / Math.sqrt(3)) * foot;
  return Math.hypot(first, y) > 1e-9 ? Math.atan2(y, first) * (180 / Math.PI) : null;
}
