// @ts-check
/** The question that the list answers: it stands in the page's address, so that it can be kept, sent and gone back to. */

const ownKeys = new Set(['entity', 'text', 'sort', 'page', 'waiting']);

/**
 * @typedef {{text: string, sort: string, page: number, waiting: boolean, filters: Record<string, string>}} Query
 */

/** @param {string} search @returns {Query} */
export function queryFrom(search) {
  const parameters = new URLSearchParams(search);
  /** @type {Record<string, string>} */ const filters = {};
  for (const [key, value] of parameters) if (!ownKeys.has(key) && value) filters[key] = value;
  return {
    text: parameters.get('text') ?? '',
    sort: parameters.get('sort') ?? '',
    page: Math.max(0, Number.parseInt(parameters.get('page') ?? '0', 10) || 0),
    waiting: parameters.get('waiting') === 'true',
    filters,
  };
}

/** @param {Query} query @param {string} [entity] */
export function searchOf(query, entity) {
  const parameters = new URLSearchParams(entity ? { entity } : {});
  if (query.text) parameters.set('text', query.text);
  for (const [key, value] of Object.entries(query.filters)) if (value) parameters.set(key, value);
  if (query.waiting) parameters.set('waiting', 'true');
  if (query.sort) parameters.set('sort', query.sort);
  if (query.page) parameters.set('page', String(query.page));
  return parameters.toString();
}

/** @param {Query} query */
export const isNarrowed = (query) => Boolean(query.text || query.waiting || Object.keys(query.filters).length);
