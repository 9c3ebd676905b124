// @ts-check
/** What is known of a patient and a recording, in words. */
import { words } from '../../scripts/i18n/words.js';

/** @typedef {{sex?: string | null, ageYears?: number | null, recordedAt?: string | null}} Facts */

const sexes = /** @type {Record<string, string>} */ ({ M: 'ecg.male', F: 'ecg.female', O: 'ecg.otherSex' });

/** @param {Facts} facts */
export function ageAndSex({ sex, ageYears }) {
  const age = ageYears === null || ageYears === undefined ? '' : words('ecg.years', { age: Math.floor(ageYears) });
  return [sex && sexes[sex] ? words(sexes[sex]) : '', age].filter(Boolean).join(' ');
}

/** @param {Facts} facts */
export const recordedTime = ({ recordedAt }) => (recordedAt ?? '').replace('T', ' ').slice(0, 19);

/** @param {number | null | undefined} seconds */
export function lengthOf(seconds) {
  if (!seconds) return '';
  return seconds < 3600 ? words('ecg.seconds', { seconds: Math.round(seconds) }) : words('ecg.hours', { hours: (seconds / 3600).toFixed(1) });
}

/** When a recording came in, by the clock here. @param {number} milliseconds since 1970 */
export function arrivalTime(milliseconds) {
  const time = new Date(milliseconds);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const today = new Date();
  if (time.toDateString() === today.toDateString()) return clock;
  return time.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${time.getFullYear()}-${day}`;
}
