// @ts-check

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * Smallest and largest pixel value, padding left out (PS3.3 C.7.5.1.1.2); null when nothing but padding is there.
 * @param {ArrayLike<number>} values
 * @param {{low: number, high: number} | null} padding  both ends inclusive
 * @returns {{minimum: number, maximum: number} | null}
 */
export function extent(values, padding) {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (padding && value >= padding.low && value <= padding.high) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return minimum <= maximum ? { minimum, maximum } : null;
}

/**
 * A length of 1, 2 or 5 times a power of ten, at most `limit`.
 * @param {number} limit
 */
export function roundLength(limit) {
  const power = 10 ** Math.floor(Math.log10(limit));
  const step = [5, 2, 1].find((factor) => factor * power <= limit) ?? 1;
  return step * power;
}
