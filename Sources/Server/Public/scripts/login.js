// @ts-check
import { destination, signIn } from './session.js';
import { switchLanguage, translatePage, words } from './i18n/words.js';

/** @param {string} id */
const part = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const problem = part('problem');
const submit = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));

/** @type {Record<number, string>} */
const problems = { 401: 'login.wrong', 403: 'login.refused', 429: 'login.tooMany' };

/** @param {string} key */
function tell(key) {
  problem.dataset.words = key;
  problem.textContent = words(key);
  problem.hidden = false;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  submit.disabled = true;
  problem.hidden = true;
  try {
    const status = await signIn(part('name').value.trim(), part('password').value);
    if (status === 204) return location.replace(destination(location.search));
    tell(problems[status] ?? 'login.failed');
    part('password').select();
  } catch {
    tell('login.unreachable');
  }
  submit.disabled = false;
  return undefined;
});

document.getElementById('language')?.addEventListener('click', switchLanguage);
translatePage();
