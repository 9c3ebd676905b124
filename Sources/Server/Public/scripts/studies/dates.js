// @ts-check
/** Dates as they are typed and asked for. Inside they are DA: 20260501. */

/** @typedef {'all' | 'today' | 'week' | 'month' | 'custom'} Range */

const daysBack = { today: 0, week: 6, month: 29 };

/** @param {Date} date */
const asDA = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('');

/** @param {Date} [now] */
export const today = (now = new Date()) => asDA(now);

/**
 * What was typed as a date: 20260501, 2026-05-01, or 0501 for the last such day that is not in the future.
 * @param {string} text @param {Date} [now] @returns {string | null} null for what is no date
 */
export function typedDate(text, now = new Date()) {
  const digits = text.trim().replace(/[-./年月日\s]/g, '');
  if (/^\d{8}$/.test(digits)) return isDate(digits) ? digits : null;
  if (!/^\d{4}$/.test(digits)) return null;
  const year = now.getFullYear();
  // 29 February may be several years back.
  for (let back = 0; back < 9; back += 1) {
    const candidate = `${year - back}${digits}`;
    if (isDate(candidate) && candidate <= asDA(now)) return candidate;
  }
  return null;
}

/** @param {string} digits */
function isDate(digits) {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  return asDA(new Date(year, month - 1, day)) === digits;
}

/**
 * The StudyDate to ask for, '' for any (range matching, PS3.4 C.2.2.2.5).
 * @param {Range} range @param {string} from  DA or '' @param {string} to  DA or '' @param {Date} [now]
 */
export function studyDateKey(range, from, to, now = new Date()) {
  if (range === 'custom') return from || to ? `${from}-${to}` : '';
  if (range === 'all') return '';
  const start = new Date(now);
  start.setDate(start.getDate() - daysBack[range]);
  return range === 'today' ? asDA(now) : `${asDA(start)}-${asDA(now)}`;
}
