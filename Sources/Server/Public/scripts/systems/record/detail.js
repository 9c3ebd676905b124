// @ts-check
/** A record to be read: its sections, its story, and the facts about its patient. */
import { get } from '../api.js';
import { fieldOf } from '../catalogue.js';
import { shownField, shownTime } from '../values.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Entity} Entity @typedef {import('../catalogue.js').Row} Row @typedef {import('../catalogue.js').Catalogue} Catalogue */

/** @param {Entity} entity @param {Row} row */
export function sectionsOf(entity, row) {
  return entity.sections.flatMap(({ label, fields }) => {
    const filled = fields.flatMap((name) => fieldOf(entity, name) ?? []).filter((field) => shownField(field, row) !== '');
    if (!filled.length) return [];
    const section = document.createElement('section');
    section.className = 'panel';
    const heading = document.createElement('h2');
    heading.textContent = label;
    const list = document.createElement('dl');
    for (const field of filled) {
      const pair = document.createElement('div');
      pair.className = field.kind;
      pair.dataset.field = field.name;
      const name = document.createElement('dt');
      name.textContent = field.label;
      const value = document.createElement('dd');
      if (field.kind === 'reference') {
        const link = document.createElement('a');
        link.href = `/record?entity=${field.target}&id=${row.values[field.name]}`;
        link.textContent = shownField(field, row);
        value.append(link);
      } else value.textContent = shownField(field, row);
      pair.append(name, value);
      list.append(pair);
    }
    section.append(heading, list);
    return [section];
  });
}

/** @param {HTMLElement} element @param {string} address */
export async function showStory(element, address) {
  const story = await get(`${address}/revisions`);
  element.hidden = false;
  element.querySelector('ol')?.replaceChildren(...story.map((/** @type {any} */ step) => {
    const item = document.createElement('li');
    const head = document.createElement('p');
    const action = document.createElement('strong');
    action.textContent = step.action;
    head.append(action, ` ${step.by} `, Object.assign(document.createElement('small'), { textContent: shownTime(step.at) }));
    item.append(head);
    if (step.reason) item.append(Object.assign(document.createElement('p'), { className: 'reason', textContent: step.reason }));
    if (step.version > 1 && step.changes.length) {
      const details = document.createElement('details');
      details.append(Object.assign(document.createElement('summary'), { textContent: step.changes.map((/** @type {any} */ { label }) => label).join('、') }));
      for (const { label, before, after } of step.changes) {
        const line = document.createElement('p');
        line.append(`${label}：`, Object.assign(document.createElement('del'), { textContent: before ?? words('record.empty') }), ' → ',
          Object.assign(document.createElement('ins'), { textContent: after ?? words('record.empty') }));
        details.append(line);
      }
      item.append(details);
    }
    return item;
  }));
}

/** @param {HTMLDialogElement} dialog @param {string} address @param {Catalogue} catalogue */
export async function showDossier(dialog, address, catalogue) {
  const chapters = await get(`${address}/dossier`);
  dialog.querySelector('.chapters')?.replaceChildren(...chapters.map((/** @type {{entity: string, rows: Row[]}} */ { entity: name, rows }) => {
    const section = document.createElement('section');
    const entity = catalogue.entity(name);
    section.append(Object.assign(document.createElement('h3'), { textContent: `${entity?.label ?? name} ${rows.length}` }));
    if (!rows.length || !entity) {
      section.append(Object.assign(document.createElement('p'), { className: 'hint', textContent: words('dossier.none') }));
      return section;
    }
    const fields = entity.fields.filter(({ kind, name: field }) => field !== 'patient' && kind !== 'reference');
    const table = document.createElement('table');
    table.createTHead().insertRow().append(...fields.map(({ label }) => Object.assign(document.createElement('th'), { textContent: label })));
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const field of fields) line.insertCell().textContent = shownField(field, row);
    }
    section.append(table);
    return section;
  }));
  dialog.showModal();
}
