// @ts-check
/** Puts the list of one entity together. */
import { get } from '../api.js';
import { openFrame, part, tell } from '../frame.js';
import { Filters } from './filters.js';
import { isNarrowed, queryFrom, searchOf } from './query.js';
import { RecordTable } from './table.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue @typedef {import('../catalogue.js').Entity} Entity */

const name = new URLSearchParams(location.search).get('entity') ?? '';
const pageSize = 50;
let query = queryFrom(location.search);
/** @type {Entity} */ let entity;
/** @type {RecordTable} */ let table;
/** @type {Filters | undefined} */ let filters;
let asked = 0;

async function load() {
  const mine = ++asked;
  part('page').setAttribute('aria-busy', 'true');
  filters?.show(query);
  try {
    const answer = await get(`/api/records/${name}?${searchOf(query)}`);
    if (mine !== asked) return;
    table.show(answer.rows, query.sort);
    showRange(answer);
    tell('');
  } catch (error) {
    if (mine === asked) tell(/** @type {Error} */ (error).message, 'problem');
  }
  part('page').setAttribute('aria-busy', 'false');
}

/** @param {{rows: any[], total: number, isMore: boolean}} answer */
function showRange({ rows, total, isMore }) {
  const from = query.page * pageSize + 1;
  part('range').textContent = rows.length ? words(isMore ? 'list.rangeMore' : 'list.range', { from, to: from + rows.length - 1, total }) : '';
  /** @type {HTMLButtonElement} */ (part('previous')).disabled = query.page === 0;
  /** @type {HTMLButtonElement} */ (part('next')).disabled = !isMore && from + rows.length - 1 >= total;
  const [title, hint] = part('empty').children;
  part('empty').hidden = rows.length > 0;
  title.textContent = isNarrowed(query) ? words('list.none') : words('list.empty', { label: entity.label });
  hint.textContent = isNarrowed(query) ? words('list.noneHint') : '';
}

/** @param {Partial<typeof query>} next @param {boolean} [isNew] */
function change(next, isNew = false) {
  query = { ...query, ...next };
  const address = `/records?${searchOf(query, name)}`;
  if (isNew) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  load();
}

function showVerbs() {
  const links = [
    ...(entity.reports.length ? [['/reports?', 'list.reports', {}]] : []),
    ...(entity.mayExport ? [['csv', 'list.csv', {}], ['xlsx', 'list.excel', {}]] : []),
    ...(entity.mayCreate ? [['/record?', 'list.new', { label: entity.label }]] : []),
  ].map(([place, key, values]) => {
    const link = document.createElement('a');
    const isFile = place === 'csv' || place === 'xlsx';
    link.className = 'button';
    link.textContent = words(/** @type {string} */ (key), /** @type {object} */ (values));
    link.href = isFile ? `/api/export/${name}.${place}?${searchOf(query)}` : `${place}entity=${name}`;
    if (isFile) link.addEventListener('click', () => { link.href = `/api/export/${name}.${place}?${searchOf(query)}`; });
    if (key === 'list.new') {
      link.id = 'new';
      link.className = 'button main';
    }
    return link;
  });
  part('verbs').replaceChildren(...links);
}

/** @param {Catalogue} catalogue */
function draw(catalogue) {
  const found = catalogue.entity(name);
  if (!found) {
    tell(words('record.absent'), 'problem');
    return;
  }
  entity = found;
  part('heading').textContent = entity.label;
  document.title = `${entity.label} · ${words('product')}`;
  table = new RecordTable(/** @type {HTMLTableElement} */ (part('records')), entity);
  filters = new Filters(part('filters'), entity, (next) => change(next));
  table.addEventListener('sort', (event) => {
    const field = /** @type {CustomEvent} */ (event).detail;
    change({ sort: query.sort === field ? `-${field}` : field, page: 0 });
  });
  table.addEventListener('open', (event) => location.assign(`/record?entity=${name}&id=${/** @type {CustomEvent} */ (event).detail.id}`));
  showVerbs();
  load();
}

/** @type {Record<string, () => void>} */
const keys = {
  ArrowDown: () => table.chooseBy(1),
  ArrowUp: () => table.chooseBy(-1),
  Enter: () => table.open(),
  '/': () => filters?.search.focus(),
  n: () => document.getElementById('new')?.click(),
};

addEventListener('keydown', (event) => {
  const isWriting = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
  const isMoving = event.key === 'ArrowDown' || event.key === 'ArrowUp' || event.key === 'Enter';
  if (event.ctrlKey || event.metaKey || event.altKey || (isWriting && !(isMoving && event.target === filters?.search))) return;
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('a, button')) return;
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
part('previous').addEventListener('click', () => change({ page: query.page - 1 }, true));
part('next').addEventListener('click', () => change({ page: query.page + 1 }, true));
addEventListener('popstate', () => {
  query = queryFrom(location.search);
  load();
});
document.addEventListener('notice', (event) => {
  if (/** @type {CustomEvent} */ (event).detail.entity === name) load();
});
openFrame(name, draw);
