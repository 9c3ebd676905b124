// @ts-check
/** Puts the reports of one entity together: the figure, the bars, the rows, each with the period before and a year ago. */
import { get } from '../api.js';
import { openFrame, part, tell } from '../frame.js';
import { barChart } from './chart.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue @typedef {import('../catalogue.js').Entity} Entity */
/** @typedef {{labels: (string | null)[], conditions: Record<string, any>, value: any, last: any, year: any}} Line */

const parameters = new URLSearchParams(location.search);
const name = parameters.get('entity') ?? '';
/** @type {Entity} */ let entity;
let report = parameters.get('report') ?? '';
// The server counts days as China does, wherever this browser is.
const iso = (/** @type {number} */ time) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(time);
const today = iso(Date.now());
let from = parameters.get('from') ?? `${today.slice(0, 8)}01`;
let to = parameters.get('to') ?? today;

/** @param {number} value @param {number} earlier */
const change = (value, earlier) => (earlier ? `${value >= earlier ? '+' : '−'}${Math.abs(((value - earlier) / earlier) * 100).toFixed(1)} %` : '—');

/** @param {Line} line @param {string} time */
function addressOf({ conditions }, time) {
  const search = new URLSearchParams({ entity: name, [time]: `${from}..${to}` });
  for (const [key, value] of Object.entries(conditions)) search.set(key, String(value));
  return `/records?${search}`;
}

/** @param {string} tag @param {string} text */
const cell = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

/** @param {{groups: string[], lines: Line[], time: string}} answer @param {{value: number, last: number, year: number}} sums */
function drawRows({ groups, lines, time }, sums) {
  const figures = ['period', 'last', 'change', 'year', 'yearChange'].map((key) => words(`reports.${key}`));
  const table = /** @type {HTMLTableElement} */ (part('rows'));
  const head = document.createElement('thead');
  head.insertRow().append(...groups.map((label) => cell('th', label)), ...figures.map((label) => Object.assign(cell('th', label), { className: 'number' })));
  const body = document.createElement('tbody');
  const add = (/** @type {(string | HTMLElement)[]} */ labels, /** @type {any} */ value, /** @type {any} */ last, /** @type {any} */ year) => {
    const row = body.insertRow();
    for (const label of labels) row.insertCell().append(label);
    for (const text of [value, last, change(Number(value), Number(last)), year, change(Number(value), Number(year))]) {
      row.insertCell().textContent = String(text);
      /** @type {HTMLElement} */ (row.lastElementChild).className = 'number';
    }
  };
  for (const line of lines) {
    const [first, ...rest] = line.labels.map((label) => label ?? words('record.unset'));
    const link = document.createElement('a');
    link.href = addressOf(line, time);
    link.textContent = first ?? words('reports.total');
    add([link, ...rest], line.value, line.last, line.year);
  }
  if (lines.length > 1) add([words('reports.total'), ...groups.slice(1).map(() => '')], sums.value, sums.last, sums.year);
  table.replaceChildren(head, body);
}

async function load() {
  history.replaceState(null, '', `/reports?${new URLSearchParams({ entity: name, report, from, to })}`);
  for (const button of part('tabs').children) button.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (button).dataset.report === report));
  part('page').setAttribute('aria-busy', 'true');
  try {
    const answer = await get(`/api/reports/${name}/${report}?from=${from}&to=${to}`);
    const sums = { value: 0, last: 0, year: 0 };
    for (const line of answer.lines) for (const key of /** @type {const} */ (['value', 'last', 'year'])) sums[key] += Number(line[key]);
    const figure = part('figure');
    figure.replaceChildren(cell('strong', String(sums.value)), cell('span', `${words('reports.change')} ${change(sums.value, sums.last)}`), cell('span', `${words('reports.yearChange')} ${change(sums.value, sums.year)}`));
    if (!answer.lines.length) figure.append(words('reports.none'));
    part('chart').replaceChildren(...(answer.lines.length ? [barChart(answer.lines.slice(0, 12).map((/** @type {Line} */ line) => ({
      label: line.labels.filter(Boolean).join(' · '), value: Number(line.value), last: Number(line.last), address: addressOf(line, answer.time),
    })))] : []));
    drawRows(answer, sums);
    tell('');
  } catch (error) {
    tell(/** @type {Error} */ (error).message, 'problem');
  }
  part('page').setAttribute('aria-busy', 'false');
}

function drawChoices() {
  part('tabs').replaceChildren(...entity.reports.map((one) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'chip';
    button.dataset.report = one.name;
    button.textContent = one.label;
    button.addEventListener('click', () => {
      report = one.name;
      load();
    });
    return button;
  }));
  const spans = { month: `${today.slice(0, 8)}01`, quarter: iso(Date.now() - 89 * 86400000), wholeYear: `${today.slice(0, 5)}01-01` };
  part('periods').replaceChildren(...Object.entries(spans).map(([key, start]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'chip';
    button.textContent = words(`reports.${key}`);
    button.addEventListener('click', () => {
      [from, to] = [start, today];
      showDays();
      load();
    });
    return button;
  }));
}

function showDays() {
  /** @type {HTMLInputElement} */ (part('from')).value = from;
  /** @type {HTMLInputElement} */ (part('to')).value = to;
}

for (const id of ['from', 'to']) {
  part(id).addEventListener('change', (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    if (!value) return;
    if (id === 'from') from = value;
    else to = value;
    load();
  });
}

/** @param {Catalogue} catalogue */
function draw(catalogue) {
  const found = catalogue.entity(name);
  if (!found?.reports.length) {
    tell(words('record.absent'), 'problem');
    return;
  }
  entity = found;
  report ||= entity.reports[0].name;
  part('heading').textContent = `${entity.label} · ${words('reports.title')}`;
  const back = document.createElement('a');
  back.className = 'button';
  back.href = `/records?entity=${name}`;
  back.textContent = words('record.back');
  part('verbs').replaceChildren(back);
  drawChoices();
  showDays();
  load();
}

openFrame(name, draw);
