// @ts-check
/** What is said in place of a picture. */

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {{key: string, values?: Record<string, any>, canRetry: boolean}} Notice  key is of the words */

/** Statuses that have a sentence of their own. */
const told = new Set([0, 401, 403, 404, 406, 410, 500, 503]);

/** @param {Viewport} viewport @returns {Notice | null} */
export function notice({ quality, problem, series }) {
  if (quality === 'empty') return { key: 'notice.empty', canRetry: false };
  if (quality === 'loading') return { key: 'notice.loading', canRetry: false };
  if (quality === 'unpictured') return { key: `unpictured.${series?.kind ?? 'other'}`, canRetry: false };
  if (quality !== 'failed') return null;
  const status = /** @type {{status?: number}} */ (problem)?.status;
  if (status === undefined) return { key: 'notice.unreadable', canRetry: true };
  return { key: told.has(status) ? `notice.status.${status}` : 'notice.status.other', values: { status }, canRetry: true };
}
