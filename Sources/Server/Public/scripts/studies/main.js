// @ts-check
/** Puts the study list together. */
import { anticipate, openViewer, prepareViewer } from './anticipation.js';
import { confirmed } from './confirming.js';
import { Filters } from './filters.js';
import { listenForKeys } from './keys.js';
import { StudyList } from './list.js';
import { pageSize, queryFrom } from './query.js';
import { StudyTable } from './table.js';
import { discard, statusOf } from './trash.js';
import { TrashView } from './trashview.js';
import { UploadPanel } from './uploadpanel.js';
import { showRooms } from '../navigation/bar.js';
import { currentSession, signOut } from '../session.js';
import { switchLanguage, translatePage, words } from '../i18n/words.js';

/** @template {HTMLElement} Part @param {string} id @returns {Part} */
const part = (id) => /** @type {Part} */ (document.getElementById(id));

const list = new StudyList(queryFrom(location.search));
const table = new StudyTable(part('studies'));
const filters = new Filters(part('filters'), (change) => list.change(change));
const dialog = /** @type {HTMLDialogElement} */ (part('confirmation'));
const uploads = new UploadPanel(part('upload'), /** @type {HTMLInputElement} */ (part('files')), () => list.refresh());
const trash = new TrashView(part('trash'), dialog, tell);
const discardButton = /** @type {HTMLButtonElement} */ (part('discard'));

/**
 * Says in a line that stays what was done or went wrong.
 * @param {string} text
 */
function tell(text) {
  part('told').textContent = text;
  part('told').hidden = text === '';
}

function showPaging() {
  const { studies, total, hasMore } = list.answer;
  const from = list.query.page * pageSize + 1;
  const values = { from, to: from + studies.length - 1, total };
  const counted = total === null ? (hasMore ? 'studies.rangeAndMore' : 'studies.rangeOpen') : 'studies.range';
  part('range').textContent = words(studies.length ? counted : 'studies.none', values);
  /** @type {HTMLButtonElement} */ (part('previous')).disabled = list.query.page === 0;
  /** @type {HTMLButtonElement} */ (part('next')).disabled = !hasMore;
}

function showEmptiness() {
  const isEmpty = list.answer.studies.length === 0;
  part('empty').hidden = !isEmpty;
  const key = list.isNarrowed ? 'studies.emptyFound' : 'studies.emptyArchive';
  part('empty-title').textContent = words(key);
  part('empty-hint').textContent = words(`${key}Hint`);
}

/** @param {boolean} isRefresh */
function showAnswer(isRefresh) {
  part('list').setAttribute('aria-busy', 'false');
  tell('');
  table.show(list.answer.studies, { isRefresh });
  showPaging();
  showEmptiness();
}

function showQuery() {
  filters.show(list.query);
  table.markOrder(list.query.order);
}

/** @param {boolean} isTrash */
function showTrash(isTrash) {
  part('list').hidden = isTrash;
  part('filters').hidden = isTrash;
  part('trash').hidden = !isTrash;
  part('paging').hidden = isTrash;
  discardButton.hidden = isTrash;
  part('open-trash').hidden = isTrash;
  tell('');
  if (isTrash) trash.load();
  else list.refresh();
}

async function discardChosen() {
  const study = table.chosen;
  if (!study) return;
  const facts = { name: study.shownName, id: study.patientID, date: study.wholeDate, count: study.images ?? '' };
  const texts = { question: words('trash.confirm', facts), hint: words('trash.confirmHint', facts), action: words('trash.move'), isDangerous: true };
  if (!await confirmed(dialog, texts)) return;
  try {
    await discard(study.uid);
    await list.refresh();
    tell(words('trash.moved', facts));
  } catch (error) {
    tell(words('trash.failed', { status: statusOf(error) }));
  }
}

list.addEventListener('asking', () => {
  part('list').setAttribute('aria-busy', 'true');
  showQuery();
});
list.addEventListener('answered', () => showAnswer(false));
list.addEventListener('refreshed', () => showAnswer(true));
list.addEventListener('failed', (event) => {
  const status = statusOf(/** @type {CustomEvent} */ (event).detail);
  part('list').setAttribute('aria-busy', 'false');
  tell(status ? words('studies.failed', { status }) : words('studies.unreachable'));
});
table.addEventListener('open', (event) => {
  list.stop();
  openViewer(/** @type {CustomEvent} */ (event).detail);
});
table.addEventListener('sort', (event) => list.sortBy(/** @type {CustomEvent} */ (event).detail));
table.addEventListener('considered', (event) => anticipate(/** @type {CustomEvent} */ (event).detail));
table.addEventListener('chosen', () => {
  discardButton.disabled = !table.chosen;
  if (table.chosen) anticipate(table.chosen.uid);
});
part('previous').addEventListener('click', () => list.turnPage(-1));
part('next').addEventListener('click', () => list.turnPage(1));
part('choose').addEventListener('click', () => part('files').click());
discardButton.addEventListener('click', discardChosen);
part('open-trash').addEventListener('click', () => showTrash(true));
part('close-trash').addEventListener('click', () => showTrash(false));
part('sign-out').addEventListener('click', signOut);
part('language').addEventListener('click', switchLanguage);
document.addEventListener('languagechange', () => {
  table.rewrite();
  uploads.draw();
  trash.draw();
  showPaging();
  showEmptiness();
});
listenForKeys(table, list, filters.search, () => !part('list').hidden);

currentSession().then((session) => {
  part('account').textContent = session.displayName || session.name;
  part('administration').hidden = !session.roles.includes('administrator');
  showRooms(part('rooms'), session);
}, () => undefined);
translatePage();
table.rewrite();
list.change({ page: list.query.page });

const whenIdle = window.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, 500));
addEventListener('load', () => whenIdle(() => prepareViewer().catch(() => {})));
