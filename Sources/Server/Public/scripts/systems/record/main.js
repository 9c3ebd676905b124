// @ts-check
/** Puts the page of one record together: reading it, writing it, taking its steps. */
import { get, newKey, Refused, send } from '../api.js';
import { fieldOf } from '../catalogue.js';
import { openFrame, part, tell } from '../frame.js';
import { badge, shownField, shownTime } from '../values.js';
import { Form } from './form.js';
import { sectionsOf, showDossier, showStory } from './detail.js';
import { takeStep } from './step.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue @typedef {import('../catalogue.js').Entity} Entity @typedef {import('../catalogue.js').Row} Row */

const parameters = new URLSearchParams(location.search);
const name = parameters.get('entity') ?? '';
let id = parameters.get('id');
/** @type {Catalogue} */ let catalogue;
/** @type {Entity} */ let entity;
/** @type {Row | null} */ let row = null;
/** @type {Form | null} */ let form = null;

const address = () => `/api/records/${name}/${id}`;
const titleOf = (/** @type {Row} */ record) => entity.titles.map((field) => record.shown[field] ?? record.values[field]).filter(Boolean).join(' ');

/** @param {string} key @param {() => void} action @param {string} [className] @param {string} [label] */
function verb(key, action, className = '', label = words(key)) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.className = className;
  button.dataset.verb = key;
  button.addEventListener('click', action);
  return button;
}

/** @param {unknown} error */
function tellError(error) {
  const refused = error instanceof Refused ? error : new Refused(0, String(error));
  const elsewhere = form ? form.show(refused.fields) : refused.fields;
  tell(refused.fields.length > elsewhere.length ? words('record.problems', { count: refused.fields.length }) : refused.message, 'problem');
  if (refused.kind === 'stale') part('told').append(' ', verb('record.reload', () => load(), 'plain'));
}

function showHead() {
  const state = entity.state ? fieldOf(entity, entity.state) : undefined;
  const title = row ? `${entity.label} ${titleOf(row)}` : words('record.new', { label: entity.label });
  part('heading').textContent = title;
  document.title = `${title} · ${words('product')}`;
  /** @type {HTMLAnchorElement} */ (part('back')).href = `/records?entity=${name}`;
  part('state').replaceChildren(...(row && state ? [badge(row.values[state.name], shownField(state, row))] : []));
  const isLate = row?.dueAt && new Date(row.dueAt) < new Date();
  part('due').textContent = row?.dueAt ? words(isLate ? 'record.overdue' : 'record.due', { time: shownTime(row.dueAt) }) : '';
  part('due').classList.toggle('late', Boolean(isLate));
}

function read() {
  form = null;
  if (!row) return;
  const record = row;
  showHead();
  const steps = entity.moves.filter((move) => record.moves.includes(move.name));
  part('verbs').replaceChildren(
    ...(entity.hasDossier ? [verb('record.dossier', () => showDossier(/** @type {HTMLDialogElement} */ (part('dossier')), address(), catalogue).catch(tellError))] : []),
    ...entity.sheets.map((sheet) => verb('record.print', () => open(`/api/print/${name}/${record.id}/${sheet.name}.pdf`), '', words('record.print'))),
    ...(record.isMasked ? [verb('record.reveal', reveal)] : []),
    ...(record.mayChange ? [verb('record.edit', write)] : []),
    ...steps.map((move, index) => {
      const button = verb(move.name, () => step(move), index === 0 ? 'main' : '', move.label);
      button.dataset.move = move.name;
      return button;
    }));
  const foot = document.createElement('p');
  foot.className = 'hint';
  foot.textContent = [record.organization, words('record.by', { name: record.createdBy, time: shownTime(record.createdAt) })].filter(Boolean).join(' · ');
  part('body').replaceChildren(...sectionsOf(entity, record), foot);
  showStory(part('story'), address()).catch(tellError);
}

function write() {
  const later = new Set(entity.moves.flatMap((move) => [...move.inputs, ...move.offered]));
  const values = row?.values ?? Object.fromEntries(entity.fields.map((field) => [field.name, field.initial]));
  const open = entity.fields.filter((field) => field.written && !(row && field.fixed) && !later.has(field.name));
  form = new Form(entity, values, row?.shown ?? {}, new Set(open.filter((field) => field.required && field.kind !== 'flag').map((field) => field.name)));
  const element = document.createElement('form');
  element.noValidate = true;
  element.className = 'form';
  for (const { label, fields } of entity.sections) {
    const here = fields.flatMap((field) => open.find((candidate) => candidate.name === field) ?? []);
    if (!here.length) continue;
    const section = document.createElement('section');
    section.className = 'panel';
    const grid = document.createElement('div');
    grid.className = 'fields';
    grid.append(...form.boxes(here));
    section.append(Object.assign(document.createElement('h2'), { textContent: label }), grid);
    element.append(section);
  }
  const key = newKey();
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    save(key);
  });
  part('body').replaceChildren(element);
  part('story').hidden = true;
  showHead();
  part('verbs').replaceChildren(
    verb('record.cancel', () => (row ? read() : location.assign(`/records?entity=${name}`))), verb('record.save', () => element.requestSubmit(), 'main'));
  form.focus();
}

/** @param {string} key */
async function save(key) {
  if (!form) return;
  tell('');
  if (!form.check()) return;
  const button = /** @type {HTMLButtonElement} */ (part('verbs').querySelector('.main'));
  button.disabled = true;
  try {
    row = row ? await send('PATCH', address(), { version: row.version, values: form.changes }) : await send('POST', `/api/records/${name}`, { values: form.changes }, key);
    id = String(row?.id);
    history.replaceState(null, '', `/record?entity=${name}&id=${id}`);
    read();
    tell(words('record.saved'), 'done');
  } catch (error) {
    tellError(error);
    button.disabled = false;
  }
}

/** @param {import('../catalogue.js').Move} move */
async function step(move) {
  if (!row) return;
  tell('');
  try {
    const after = await takeStep(/** @type {HTMLDialogElement} */ (part('step')), entity, row, move);
    if (!after) return;
    if (!after.values) {
      part('verbs').replaceChildren();
      tell(words('record.outOfSight', { label: move.label }), 'done');
      return;
    }
    row = after;
    read();
    tell(words('record.done', { label: move.label }), 'done');
  } catch (error) {
    tellError(error);
  }
}

/** Shows a masked record whole, for a reason; it stays so until the page is left. */
async function reveal() {
  if (!row) return;
  const asking = { name: 'reveal', label: words('record.reveal'), to: '', inputs: [], offered: [], needsReason: true };
  const whole = await takeStep(/** @type {HTMLDialogElement} */ (part('step')), entity, row, asking, `${address()}/reveal`);
  if (!whole) return;
  row = { ...whole, isMasked: false };
  read();
  tell(words('record.revealed'), 'done');
}

async function load() {
  tell('');
  try {
    row = id ? await get(address()) : null;
    if (row) read();
    else write();
  } catch (error) {
    tellError(error);
  }
  part('page').setAttribute('aria-busy', 'false');
}

part('dossier').querySelector('header button')?.addEventListener('click', () => /** @type {HTMLDialogElement} */ (part('dossier')).close());
addEventListener('beforeunload', (event) => { if (form?.isTouched && Object.keys(form.changes).length) event.preventDefault(); });
document.addEventListener('notice', (event) => {
  const { entity: about, record } = /** @type {CustomEvent} */ (event).detail;
  if (about === name && String(record) === id && !form) load();
});
openFrame(name, (loaded) => {
  catalogue = loaded;
  const found = catalogue.entity(name);
  if (!found) return tell(words('record.absent'), 'problem');
  entity = found;
  return load();
});
