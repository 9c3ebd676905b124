// @ts-check
import { profiles, resetProfile, saveProfile, tryProfile } from './api.js';
import { button, element, heading, rowOf } from './elements.js';
import { read } from './reading.js';
import { language, words } from '../i18n/words.js';

/** How instruments are understood: a profile beside a pasted message beside what it reads. */
export class ProfilesTab {
  /** @type {any[]} */ #profiles = [];

  /** @type {string | undefined} */ #chosen;

  #pasted = '';

  #tried = 0;

  /** @param {HTMLElement} panel @param {(text: string) => void} tell @param {() => boolean} mayManage */
  constructor(panel, tell, mayManage) {
    this.panel = panel;
    this.tell = tell;
    this.mayManage = mayManage;
    this.table = /** @type {HTMLTableElement} */ (panel.querySelector('table'));
    this.side = /** @type {HTMLElement} */ (panel.querySelector('.side'));
  }

  async load() {
    this.#profiles = await profiles();
    this.draw();
  }

  draw() {
    heading(this.table, [['name', 'profiles.name'], ['kind', 'profiles.language'], ['number', 'profiles.codes'], ['state', 'profiles.state']]);
    this.table.tBodies[0].replaceChildren(...this.#profiles.map((entry) => {
      const { profile, isShipped, isChanged } = entry;
      const origin = words(isChanged ? (isShipped ? 'profiles.changed' : 'profiles.own') : 'profiles.shipped');
      const row = rowOf([
        ['name', language() === 'zh' ? profile.chineseName : profile.name], ['kind', profile.language.toUpperCase()],
        ['number', String(Object.keys(profile.codes).length)], ['state', origin],
      ], () => this.#choose(entry), profile.id === this.#chosen);
      row.dataset.profile = profile.id;
      return row;
    }));
    const still = this.#profiles.find(({ profile }) => profile.id === this.#chosen);
    if (still) this.#choose(still);
  }

  /** @param {any} entry */
  #choose({ profile, isChanged }) {
    this.#chosen = profile.id;
    for (const row of this.table.tBodies[0].rows) row.setAttribute('aria-selected', String(row.dataset.profile === profile.id));
    const json = this.#area(JSON.stringify(profile, null, 2), 'json');
    const pasted = this.#area(this.#pasted, 'pasted');
    pasted.placeholder = words('profiles.messagePlaceholder');
    const outcome = element('div', 'outcome', element('p', 'quiet', words('profiles.outcomeHint')));
    const attempt = () => {
      this.#pasted = pasted.value;
      this.#try(json.value, pasted.value, outcome);
    };
    json.addEventListener('input', attempt);
    pasted.addEventListener('input', attempt);
    const verbs = element('menu', '');
    if (this.mayManage()) {
      if (isChanged) verbs.append(button(words('profiles.reset'), () => this.#change(() => resetProfile(profile.id))));
      verbs.append(button(words('profiles.save'), () => this.#change(async () => saveProfile(JSON.parse(json.value))), 'main save'));
    }
    this.side.replaceChildren(
      element('h2', '', language() === 'zh' ? profile.chineseName : profile.name),
      element('p', 'quiet', `${words('profiles.verified')}: ${profile.verified}`),
      ...(profile.notVerified ? [element('p', 'quiet', `${words('profiles.notVerified')}: ${profile.notVerified}`)] : []),
      element('div', 'bench',
        element('label', '', element('span', '', words('profiles.json')), json),
        element('label', '', element('span', '', words('profiles.message')), pasted),
        element('div', '', element('span', 'label', words('profiles.outcome')), outcome)),
      verbs);
    this.side.hidden = false;
    if (this.#pasted) attempt();
  }

  /** @param {string} text @param {string} name */
  #area(text, name) {
    const area = document.createElement('textarea');
    area.name = name;
    area.value = text;
    area.spellcheck = false;
    area.readOnly = name === 'json' && !this.mayManage();
    return area;
  }

  /** @param {string} json @param {string} text @param {HTMLElement} outcome */
  async #try(json, text, outcome) {
    this.#tried += 1;
    const tried = this.#tried;
    let profile;
    try {
      profile = JSON.parse(json);
    } catch (error) {
      outcome.replaceChildren(element('p', 'problem', words('profiles.broken', { message: /** @type {Error} */ (error).message })));
      return;
    }
    if (text.trim() === '') return;
    try {
      const said = await tryProfile(profile, text);
      if (tried === this.#tried) outcome.replaceChildren(...read(said.messages, said.faults, null));
    } catch (error) {
      if (tried === this.#tried) outcome.replaceChildren(element('p', 'problem', /** @type {Error} */ (error).message));
    }
  }

  /** @param {() => Promise<unknown>} act */
  async #change(act) {
    try {
      await act();
      await this.load();
      this.tell(words('profiles.saved'));
    } catch (error) {
      this.tell(words('analyzers.failed', { message: /** @type {Error} */ (error).message }));
    }
  }
}
