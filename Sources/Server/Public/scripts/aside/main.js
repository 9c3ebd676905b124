// @ts-check
/** Puts the page of objects kept aside together. */
import { ComparisonView } from './comparisonview.js';
import { compare, objectsAside, release, remove, statusOf } from './objects.js';
import { confirmed } from '../studies/confirming.js';
import { showRooms } from '../navigation/bar.js';
import { currentSession, signOut } from '../session.js';
import { switchLanguage, translatePage, words } from '../i18n/words.js';

/** @typedef {import('./objects.js').Aside} Aside */

/** @template {HTMLElement} Part @param {string} id @returns {Part} */
const part = (id) => /** @type {Part} */ (document.getElementById(id));

const view = new ComparisonView(part('comparison'));
const body = /** @type {HTMLTableElement} */ (part('objects')).tBodies[0];
const dialog = /** @type {HTMLDialogElement} */ (part('confirmation'));
/** @type {Aside[]} */ let objects = [];
/** @type {Aside | undefined} */ let chosen;

/** @param {string} text */
function tell(text) {
  part('told').textContent = text;
  part('told').hidden = text === '';
}

/** @param {number} bytes */
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** @param {Aside} object */
function rowOf(object) {
  const row = document.createElement('tr');
  row.tabIndex = 0;
  row.setAttribute('aria-selected', String(object === chosen));
  const cells = [
    ['reason', words(`aside.${object.reason}`)], ['uid', object.sopInstanceUID], ['from', `${object.callingAE} ${object.peer}`.trim()],
    ['received', new Date(object.received).toLocaleString(document.documentElement.lang)], ['size number', size(object.bytes)],
  ];
  for (const [className, text] of cells) {
    const cell = row.insertCell();
    cell.className = className;
    cell.textContent = text;
    cell.title = text;
  }
  row.addEventListener('click', () => choose(object));
  return row;
}

function draw() {
  body.replaceChildren(...objects.map(rowOf));
  part('empty').hidden = objects.length > 0;
}

/** @param {Aside} object */
async function choose(object) {
  chosen = object;
  [...body.rows].forEach((row, index) => row.setAttribute('aria-selected', String(objects[index] === object)));
  body.rows[objects.indexOf(object)]?.focus();
  try {
    const comparison = await compare(object.id);
    if (chosen === object) view.show(object, comparison);
  } catch (error) {
    tell(words('trash.failed', { status: statusOf(error) }));
  }
}

async function load() {
  try {
    objects = await objectsAside();
    chosen = undefined;
    view.hide();
    draw();
  } catch (error) {
    tell(words('trash.failed', { status: statusOf(error) }));
  }
}

/** @param {'release' | 'remove'} verb @param {(id: number) => Promise<unknown>} act */
async function carryOut(verb, act) {
  if (!chosen) return;
  const texts = { question: words(`aside.${verb}Question`), hint: chosen.sopInstanceUID, action: words(`aside.${verb}`), isDangerous: verb === 'remove' };
  if (!await confirmed(dialog, texts)) return;
  try {
    await act(chosen.id);
    await load();
    tell(words(`aside.${verb}Done`));
  } catch (error) {
    tell(words('trash.failed', { status: statusOf(error) }));
  }
}

/** @param {KeyboardEvent} event */
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || objects.length === 0) return;
  event.preventDefault();
  const place = chosen ? objects.indexOf(chosen) + step : 0;
  choose(objects[Math.min(Math.max(place, 0), objects.length - 1)]);
}

body.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') choose(objects[[...body.rows].indexOf(/** @type {HTMLTableRowElement} */ (event.target))]);
});
document.addEventListener('keydown', move);
part('release').addEventListener('click', () => carryOut('release', release));
part('remove').addEventListener('click', () => carryOut('remove', remove));
part('sign-out').addEventListener('click', signOut);
part('language').addEventListener('click', switchLanguage);
document.addEventListener('languagechange', () => {
  draw();
  if (chosen) choose(chosen);
});
currentSession().then((session) => {
  part('account').textContent = session.displayName || session.name;
  showRooms(part('rooms'), session);
}, () => undefined);
translatePage();
load();
