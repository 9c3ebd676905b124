// @ts-check
/** The heart's vector from the leads (Kors 1990, regression: Eur Heart J 11:1083). x to the left, y down, z to the back. */

/** @type {Record<string, [number, number, number]>} */
const weights = {
  I: [0.38, -0.07, 0.11],
  II: [-0.07, 0.93, -0.23],
  V1: [-0.13, 0.06, -0.43],
  V2: [0.05, -0.02, -0.06],
  V3: [-0.01, -0.05, -0.14],
  V4: [0.14, 0.06, -0.20],
  V5: [0.06, -0.17, -0.11],
  V6: [0.54, 0.13, 0.31],
};

/** Of the recording itself, where it has Frank's leads. */
const frank = ['X', 'Y', 'Z'];

/**
 * Millivolts of x, y, z for every sample; null where leads are missing.
 * @param {(lead: string) => ArrayLike<number> | null} samplesOf
 * @returns {Float32Array[] | null}
 */
export function vectorOf(samplesOf) {
  const direct = frank.map(samplesOf);
  if (direct.every((samples) => samples !== null)) return direct.map((samples) => Float32Array.from(/** @type {ArrayLike<number>} */ (samples)));
  const leads = Object.keys(weights).map((lead) => ({ weight: weights[lead], samples: samplesOf(lead) }));
  if (leads.some(({ samples }) => samples === null)) return null;
  const count = Math.min(...leads.map(({ samples }) => /** @type {ArrayLike<number>} */ (samples).length));
  return [0, 1, 2].map((axis) => Float32Array.from({ length: count }, (_, index) =>
    leads.reduce((sum, { weight, samples }) => sum + weight[axis] * /** @type {ArrayLike<number>} */ (samples)[index], 0)));
}
