// @ts-check
/** Puts the page of analyzers together. */
import { ClaimsTab } from './claims.js';
import { LinksTab } from './links.js';
import { MessagesTab } from './messages.js';
import { ProfilesTab } from './profiles.js';
import { button } from './elements.js';
import { learn, switchLanguage, translatePage, words } from '../i18n/words.js';
import { zh } from '../i18n/analyzers/zh.js';
import { en } from '../i18n/analyzers/en.js';
import { showRooms } from '../navigation/bar.js';
import { currentSession, signOut } from '../session.js';

learn({ zh, en });

/** @template {HTMLElement} Part @param {string} id @returns {Part} */
const part = (id) => /** @type {Part} */ (document.getElementById(id));

/** @param {string} text */
function tell(text) {
  part('told').textContent = text;
  part('told').hidden = text === '';
}

let mayManage = false;
const dialog = /** @type {HTMLDialogElement} */ (part('confirmation'));
const messages = new MessagesTab(part('messages'), tell);
/** @type {Record<string, {load: () => Promise<void>, draw: () => void}>} */
const tabs = {
  links: new LinksTab(part('links'), dialog, tell, () => mayManage),
  messages,
  claims: new ClaimsTab(part('claims'), dialog, tell),
  profiles: new ProfilesTab(part('profiles'), tell, () => mayManage),
};
const names = Object.keys(tabs);
let shown = names.includes(location.hash.slice(1)) ? location.hash.slice(1) : names[0];

function drawTabs() {
  part('tabs').replaceChildren(...names.map((name) => {
    const tab = button(words(`analyzers.${name}`), () => show(name), 'tab');
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-selected', String(name === shown));
    tab.setAttribute('aria-controls', name);
    tab.tabIndex = name === shown ? 0 : -1;
    return tab;
  }));
}

/** @param {string} name */
async function show(name) {
  shown = name;
  history.replaceState(null, '', `#${name}`);
  for (const other of names) part(other).hidden = other !== name;
  drawTabs();
  tell('');
  try {
    await tabs[name].load();
  } catch (error) {
    tell(words('analyzers.failed', { message: /** @type {Error} */ (error).message }));
  }
}

part('tabs').addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  show(names[(names.indexOf(shown) + step + names.length) % names.length]);
  /** @type {HTMLElement} */ (part('tabs').querySelector('[aria-selected=true]')).focus();
});
document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
  if (event.key !== '/' || isTyping) return;
  event.preventDefault();
  show('messages').then(() => messages.search.focus());
});
part('sign-out').addEventListener('click', signOut);
part('language').addEventListener('click', switchLanguage);
document.addEventListener('languagechange', () => {
  drawTabs();
  tabs[shown].draw();
});
translatePage();
currentSession().then((session) => {
  part('account').textContent = session.displayName || session.name;
  mayManage = session.rights.includes('manageAnalyzers');
  showRooms(part('rooms'), session);
  return show(shown);
}, () => undefined);
