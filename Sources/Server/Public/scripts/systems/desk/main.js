// @ts-check
/** The desk: what waits for me, and what was told to me. */
import { get, send } from '../api.js';
import { fieldOf } from '../catalogue.js';
import { openFrame, part, tell } from '../frame.js';
import { badge, shownField, shownTime } from '../values.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Catalogue} Catalogue @typedef {import('../catalogue.js').Row} Row @typedef {import('../catalogue.js').Entity} Entity */

/** @type {Catalogue} */ let catalogue;

/** @param {Entity} entity @param {Row} row */
function card(entity, row) {
  const link = document.createElement('a');
  link.className = 'card';
  link.href = `/record?entity=${entity.name}&id=${row.id}`;
  const title = document.createElement('strong');
  title.textContent = entity.titles.map((name) => row.shown[name] ?? row.values[name]).filter(Boolean).join(' ');
  const state = entity.state ? fieldOf(entity, entity.state) : undefined;
  const facts = document.createElement('span');
  facts.className = 'facts';
  facts.textContent = entity.columns.filter((name) => !entity.titles.includes(name) && name !== entity.state)
    .map((name) => fieldOf(entity, name)).flatMap((field) => (field ? [shownField(field, row)] : [])).filter(Boolean).slice(0, 6).join(' · ');
  const when = document.createElement('small');
  const isLate = row.dueAt !== null && new Date(row.dueAt) < new Date();
  when.textContent = isLate ? `${words('desk.overdue')} · ${shownTime(row.changedAt)}` : shownTime(row.changedAt);
  when.classList.toggle('late', isLate);
  link.append(title, ...(state ? [badge(row.values[state.name], shownField(state, row))] : []), facts, when);
  return link;
}

async function drawWaiting() {
  const parts = (await get('/api/desk/waiting')).filter((/** @type {{total: number}} */ { total }) => total > 0);
  const sections = parts.flatMap((/** @type {{entity: string, total: number, rows: Row[]}} */ { entity: name, total, rows }) => {
    const entity = catalogue.entity(name);
    if (!entity) return [];
    const heading = document.createElement('h3');
    heading.textContent = `${entity.label} ${total}`;
    const all = document.createElement('a');
    all.href = `/records?entity=${name}&waiting=true`;
    all.textContent = words('desk.all', { total });
    return [heading, ...rows.map((row) => card(entity, row)), ...(total > rows.length ? [all] : [])];
  });
  if (!sections.length) {
    const none = document.createElement('p');
    none.className = 'hint';
    none.textContent = words('desk.nothing');
    sections.push(none);
  }
  part('waiting-parts').replaceChildren(...sections);
}

async function drawMessages() {
  const messages = await get('/api/desk/messages');
  part('messages').replaceChildren(...messages.map((/** @type {any} */ message) => {
    const item = document.createElement('li');
    item.classList.toggle('unread', !message.isRead);
    const link = document.createElement('a');
    link.href = `/record?entity=${message.entity}&id=${message.record}`;
    link.textContent = message.text;
    link.addEventListener('click', () => send('POST', '/api/desk/messages/read', { ids: [message.id] }));
    const when = document.createElement('small');
    when.textContent = shownTime(message.at);
    item.append(link, when);
    return item;
  }));
  if (!messages.length) {
    const none = document.createElement('li');
    none.className = 'hint';
    none.textContent = words('desk.noMessages');
    part('messages').append(none);
  }
}

async function draw() {
  try {
    await Promise.all([drawWaiting(), drawMessages()]);
  } catch (error) {
    tell(/** @type {Error} */ (error).message, 'problem');
  }
  part('page').setAttribute('aria-busy', 'false');
}

part('mark-read').addEventListener('click', async () => {
  await send('POST', '/api/desk/messages/read', {});
  document.dispatchEvent(new Event('messagesread'));
  await drawMessages();
});
document.addEventListener('notice', draw);
openFrame(null, (loaded) => {
  catalogue = loaded;
  draw();
});
