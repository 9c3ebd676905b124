// @ts-check
/** What is asked of the list, as it stands in the page's address too. */

export const pageSize = 50;

/** @typedef {{search: string, kind: 'all' | 'critical' | 'abnormal', sort: string, isDescending: boolean, page: number}} Query */

/** @type {Query} */
const first = { search: '', kind: 'all', sort: 'receivedAt', isDescending: true, page: 0 };

/** @param {string} search of the address @returns {Query} */
export function queryFrom(search) {
  const asked = new URLSearchParams(search);
  const order = asked.get('sort') ?? '-receivedAt';
  return {
    search: asked.get('search') ?? first.search,
    kind: /** @type {Query['kind']} */ (asked.get('kind') ?? first.kind),
    sort: order.replace(/^-/, ''),
    isDescending: order.startsWith('-'),
    page: Math.max(0, Number(asked.get('page')) || 0),
  };
}

/** @param {Query} query */
export function addressOf({ search, kind, sort, isDescending, page }) {
  const asked = new URLSearchParams();
  if (search) asked.set('search', search);
  if (kind !== first.kind) asked.set('kind', kind);
  if (sort !== first.sort || !isDescending) asked.set('sort', `${isDescending ? '-' : ''}${sort}`);
  if (page) asked.set('page', String(page));
  return asked.toString();
}

/** What the server is asked. @param {Query} query */
export function parametersOf({ search, kind, sort, isDescending, page }) {
  const asked = new URLSearchParams({ sort, order: isDescending ? 'desc' : 'asc', offset: String(page * pageSize), limit: String(pageSize) });
  if (search) asked.set('search', search);
  if (kind !== 'all') asked.set('triage', kind);
  return asked;
}
