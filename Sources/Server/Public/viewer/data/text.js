// @ts-check
/** DICOM values as people read them. */

/** @typedef {import('./dataset.js').PersonName} PersonName */

/**
 * Family name first without a space in Chinese characters, with spaces in letters.
 * @param {PersonName} name
 */
export function displayName({ alphabetic, ideographic }) {
  if (ideographic) return ideographic.replace(/\^+$/, '').replaceAll('^', isLatin(ideographic) ? ' ' : '');
  const plain = alphabetic.replace(/\^+$/, '');
  return plain.replaceAll('^', isLatin(plain) ? ' ' : '').trim();
}

/**
 * The spelling beside the characters, '' when there is only one form.
 * @param {PersonName} name
 */
export function spelling({ alphabetic, ideographic }) {
  return ideographic && isLatin(alphabetic) ? alphabetic.replace(/\^+$/, '').replaceAll('^', ' ').trim() : '';
}

/** @param {string} text */
const isLatin = (text) => !/[\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7af]|[\ud840-\ud888][\udc00-\udfff]/.test(text);

/**
 * DA as 2026-05-01; what is no date is shown as it is.
 * @param {string} date
 */
export function displayDate(date) {
  const found = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(date);
  return found ? `${found[1]}-${found[2]}-${found[3]}` : date;
}

/**
 * TM as 14:05 (seconds on request).
 * @param {string} time @param {boolean} [withSeconds]
 */
export function displayTime(time, withSeconds = false) {
  const [, hour, minute, second] = /^(\d{2}):?(\d{2})?:?(\d{2})?/.exec(time) ?? [];
  if (!hour) return time;
  return [hour, minute ?? '00', ...(withSeconds && second ? [second] : [])].join(':');
}

/**
 * DA as a day in UTC, so that no clock change moves it.
 * @param {string} date
 */
export function dayOf(date) {
  const found = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(date);
  return found ? new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]))) : null;
}

/** @typedef {{years: number, months: number, days: number}} Age */

/**
 * Whole years, months and days between two dates, null when either is no date or they are the wrong way round.
 * @param {string} birth @param {string} day @returns {Age | null}
 */
export function ageAt(birth, day) {
  const from = dayOf(birth);
  const to = dayOf(day);
  if (!from || !to || to < from) return null;
  let months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  let days = to.getUTCDate() - from.getUTCDate();
  if (days < 0) {
    months -= 1;
    const lastOfMonthBefore = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth(), 0)).getUTCDate();
    days = lastOfMonthBefore - Math.min(from.getUTCDate(), lastOfMonthBefore) + to.getUTCDate();
  }
  return { years: Math.trunc(months / 12), months: months % 12, days };
}

/**
 * AS such as 035Y (PS3.5 6.2).
 * @param {string} text @returns {{count: number, unit: 'Y' | 'M' | 'W' | 'D'} | null}
 */
export function statedAge(text) {
  const found = /^(\d{1,3})([YMWD])$/.exec(text);
  return found ? { count: Number(found[1]), unit: /** @type {'Y'} */ (found[2]) } : null;
}

/**
 * The age as a ward says it: 5岁, 3月12天, 9天.
 * @param {{birth: string, day: string, stated: string}} facts
 * @param {(key: string, values?: Record<string, any>) => string} words
 */
export function displayAge({ birth, day, stated }, words) {
  const age = ageAt(birth, day);
  if (age) {
    if (age.years >= 3) return words('age.Y', { count: age.years });
    if (age.years >= 1) return words('age.YM', { years: age.years, months: age.months });
    return age.months ? words('age.MD', { months: age.months, days: age.days }) : words('age.D', { count: age.days });
  }
  const said = statedAge(stated);
  return said ? words(`age.${said.unit}`, { count: said.count }) : '';
}

/**
 * Up to three digits after the point, no needless zeros.
 * @param {number} value @param {number} [digits]
 */
export const displayNumber = (value, digits = 2) => String(Number(value.toFixed(digits)));
