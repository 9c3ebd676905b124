// @ts-check
/** Letters for directions of the patient (PS3.3 C.7.6.2.1.1: +x is left, +y posterior, +z head). */

/** @typedef {import('./vector.js').Vector} Vector */

const letters = [['L', 'R'], ['P', 'A'], ['H', 'F']];

/** Components below this share of the vector (about 6°) are not worth a letter. */
const threshold = 0.1;

/**
 * Up to three letters, strongest first, such as 'A' or 'LPH'.
 * @param {Vector} direction
 */
export function directionLetters(direction) {
  return direction
    .map((component, axis) => ({ size: Math.abs(component), letter: letters[axis][component > 0 ? 0 : 1] }))
    .filter(({ size }) => size > threshold)
    .sort((a, b) => b.size - a.size)
    .map(({ letter }) => letter)
    .join('');
}

/** @param {string} letter */
export const opposite = (letter) => {
  const pair = letters.find((candidates) => candidates.includes(letter));
  return pair ? pair[1 - pair.indexOf(letter)] : letter;
};

/**
 * 'axial', 'coronal' or 'sagittal' when the normal is within 25° of that axis, else 'oblique'.
 * @param {Vector} normal
 */
export function plane(normal) {
  const cosine = Math.cos((25 * Math.PI) / 180);
  if (Math.abs(normal[2]) > cosine) return 'axial';
  if (Math.abs(normal[1]) > cosine) return 'coronal';
  if (Math.abs(normal[0]) > cosine) return 'sagittal';
  return 'oblique';
}
