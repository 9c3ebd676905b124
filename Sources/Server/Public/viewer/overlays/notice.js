// @ts-check
/** What is said in place of a picture. */

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {{key: string, values?: Record<string, any>, act: 'retry' | 'openDocument' | null}} Notice  key is of the words */

/** Statuses that have a sentence of their own. */
const told = new Set([0, 401, 403, 404, 406, 410, 500, 503]);

/** @param {Viewport} viewport @returns {Notice | null} */
export function notice({ quality, problem, series, stack }) {
  if (quality === 'empty') return { key: 'notice.empty', act: null };
  if (quality === 'loading') return { key: 'notice.loading', act: null };
  if (quality === 'unpictured') {
    return { key: `unpictured.${series?.kind ?? 'other'}`, act: stack?.documents.length ? 'openDocument' : null };
  }
  if (quality !== 'failed') return null;
  const status = /** @type {{status?: number}} */ (problem)?.status;
  if (status === undefined) return { key: 'notice.unreadable', act: 'retry' };
  return { key: told.has(status) ? `notice.status.${status}` : 'notice.status.other', values: { status }, act: 'retry' };
}
