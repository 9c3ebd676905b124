// @ts-check
/** Puts the list of ECGs together. It fills by itself: the server says when a recording arrives. */
import * as alarm from './alarm.js';
import { addressOf, pageSize, parametersOf, queryFrom } from './query.js';
import { RecordingTable } from './table.js';
import { acceptFiles, sendAll } from './uploading.js';
import { element } from '../app/elements.js';
import { ask } from '../loaders/readings.js';
import { en } from '../words/en.js';
import { zh } from '../words/zh.js';
import { showRooms } from '../../scripts/navigation/bar.js';
import { currentSession, signOut } from '../../scripts/session.js';
import { addWords, switchLanguage, translatePage, words } from '../../scripts/i18n/words.js';

addWords({ zh, en });

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(id);

/** Where the server sends no events, the list is asked for this often, milliseconds. */
const askAgain = 15000;
/** Typing pauses this long before it is searched for. */
const typingPause = 200;

const table = new RecordingTable(part('recordings'));
let query = queryFrom(location.search);
let total = 0;
/** @type {Set<string> | null} ids that were seen before */ let known = null;
let turn = 0;

/** @param {string} text @param {boolean} [isCritical] */
function tell(text, isCritical = false) {
  part('told').textContent = text;
  part('told').hidden = text === '';
  part('told').classList.toggle('critical', isCritical);
}

function showPaging() {
  const from = query.page * pageSize + 1;
  part('range').textContent = total ? words('ecg.range', { from, to: from + table.rows.length - 1, total }) : '';
  part('previous').disabled = query.page === 0;
  part('next').disabled = (query.page + 1) * pageSize >= total;
  part('empty').hidden = table.rows.length > 0;
  part('empty').textContent = words(query.search || query.kind !== 'all' ? 'ecg.emptyFound' : 'ecg.empty');
  part('sound-state').textContent = words(alarm.isOn() ? 'ecg.sound.on' : 'ecg.sound.off');
  part('sound').setAttribute('aria-pressed', String(alarm.isOn()));
  const kinds = /** @type {const} */ (['all', 'critical', 'abnormal']);
  part('kinds').replaceChildren(...kinds.map((kind) => element('button', { type: 'button', class: 'chip', 'aria-pressed': String(query.kind === kind), words: `ecg.filter.${kind}`, onclick: () => change({ kind, page: 0 }) })));
  translatePage(part('kinds'));
}

/** What came in since the list was last seen; a critical one is announced. @param {import('./table.js').Row[]} rows */
function arrivals(rows) {
  const before = known;
  const ids = rows.map(({ id }) => String(id));
  known = new Set([...before ?? [], ...ids]);
  if (!before) return new Set();
  const arrived = new Set(ids.filter((id) => !before.has(id)));
  const critical = rows.find(({ id, triage }) => triage === 'critical' && arrived.has(String(id)));
  if (critical) {
    tell(words('ecg.arrived.critical', { name: critical.patientName ?? critical.patientID ?? '' }), true);
    alarm.sound();
  }
  return arrived;
}

/** How far the report on each recording is. @param {import('./table.js').Row[]} rows */
async function withReports(rows) {
  if (rows.length === 0) return rows;
  const { states } = await (await ask(`/api/ecg/reports?recordings=${rows.map(({ id }) => id).join(',')}`)).json();
  return rows.map((row) => ({ ...row, report: states[String(row.id)] }));
}

async function refresh() {
  const own = (turn += 1);
  try {
    const answer = await (await ask(`/api/ecg/recordings?${parametersOf(query)}`)).json();
    if (own !== turn) return;
    total = answer.total;
    const rows = await withReports(answer.recordings);
    if (own !== turn) return;
    table.show(rows, arrivals(rows));
    table.markOrder(query.sort, query.isDescending);
    showPaging();
  } catch (error) {
    tell(words('ecg.failed', { status: /** @type {any} */ (error).status ?? '' }));
  }
}

/** @param {Partial<import('./query.js').Query>} difference */
function change(difference) {
  query = { ...query, ...difference };
  const asked = addressOf(query);
  history.replaceState(null, '', asked ? `?${asked}` : location.pathname);
  // Another page or search shows others that are not new.
  known = null;
  return refresh();
}

/** @param {File[]} files */
async function upload(files) {
  if (files.length === 0) return;
  const { stored, failures } = await sendAll(files);
  const parts = [stored ? words('ecg.upload.stored', { count: stored }) : '', ...failures.map((failure) => words('ecg.upload.failed', failure))];
  tell(parts.filter(Boolean).join('　'));
  await refresh();
}

function listenForArrivals() {
  const events = new EventSource('/api/ecg/recordings/events');
  events.addEventListener('recording', refresh);
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) setInterval(refresh, askAgain);
  });
}

/** @type {Record<string, () => void>} */
const keys = {
  ArrowDown: () => table.choose(table.chosen + 1), ArrowUp: () => table.choose(table.chosen - 1), Enter: () => table.open(),
  n: () => part('next').click(), p: () => part('previous').click(), '/': () => part('search').select(),
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = /** @type {Element} */ (event.target);
  const isTyping = target.matches('input');
  if (isTyping && event.key.length === 1) return;
  if (target.closest('button, a') && event.key === 'Enter') return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

let typing = 0;
part('search').value = query.search;
part('search').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => change({ search: part('search').value.trim(), page: 0 }), typingPause);
});
table.addEventListener('sort', (event) => {
  const sort = /** @type {CustomEvent} */ (event).detail;
  change({ sort, isDescending: sort === query.sort ? !query.isDescending : sort !== 'patientName', page: 0 });
});
part('previous').addEventListener('click', () => change({ page: query.page - 1 }));
part('next').addEventListener('click', () => change({ page: query.page + 1 }));
part('choose').addEventListener('click', () => part('files').click());
part('sound').addEventListener('click', () => {
  alarm.toggle();
  showPaging();
});
part('sign-out').addEventListener('click', signOut);
part('language').addEventListener('click', switchLanguage);
document.addEventListener('languagechange', () => {
  table.show(table.rows);
  table.markOrder(query.sort, query.isDescending);
  showPaging();
});
acceptFiles(document.body, part('files'), upload);
translatePage();
currentSession().then((session) => {
  part('account').textContent = session.displayName || session.name;
  showRooms(part('rooms'), session);
}, () => undefined);
refresh();
listenForArrivals();
