// @ts-check
import { element } from './elements.js';
import { language, words } from '../i18n/words.js';

/** What each way to an instrument needs to know, with what stands there at first. */
const parts = {
  listen: { host: '0.0.0.0', port: 5600 },
  connect: { host: '', port: 5100 },
  serial: { path: '/dev/ttyUSB0', baud: 9600 },
  folder: { path: '' },
  table: { database: '', query: '' },
};

/** What the API wants beside what is asked here. */
const rest = {
  listen: {},
  connect: {},
  serial: { dataBits: 8, parity: 'none', stopBits: 1 },
  folder: { endings: [], afterwards: 'move' },
  table: { seconds: 10 },
};

const empty = { id: '', name: '', profile: '', isEnabled: true, transport: { kind: 'listen', ...parts.listen }, address: '', sender: '' };

/** The settings of a link, as a form. */
export class LinkForm {
  /** @param {any} link undefined for a new one @param {any[]} profiles @param {boolean} mayChange */
  constructor(link, profiles, mayChange) {
    this.isNew = !link;
    this.link = structuredClone(link ?? empty);
    this.profiles = profiles;
    this.element = /** @type {HTMLFormElement} */ (element('form', 'fields'));
    this.element.addEventListener('submit', (event) => event.preventDefault());
    this.#draw();
    if (!mayChange) for (const input of this.element.elements) input.setAttribute('disabled', '');
  }

  #draw() {
    const { link } = this;
    const chosenProfiles = [['', words('field.recognised')], ...this.profiles.map(({ profile }) => [profile.id, language() === 'zh' ? profile.chineseName : profile.name])];
    const kinds = Object.keys(parts).map((kind) => [kind, words(`kind.${kind}`)]);
    const charsets = [['', words('field.charsetAuto')], ['UTF-8', 'UTF-8'], ['GB18030', 'GB18030 / GBK'], ['ISO-8859-1', 'ISO 8859-1']];
    const kind = this.#choice('kind', kinds, link.transport.kind);
    kind.addEventListener('change', () => this.#change(kind.value));
    const enabled = this.#input('isEnabled', '', 'checkbox');
    enabled.checked = link.isEnabled;
    const id = this.#input('id', link.id);
    id.readOnly = !this.isNew;
    this.element.replaceChildren(
      this.#field('id', id, 'field.idHint'), this.#field('name', this.#input('name', link.name)),
      this.#field('profile', this.#choice('profile', chosenProfiles, link.profile)), this.#field('kind', kind),
      ...Object.keys(parts[/** @type {keyof typeof parts} */ (link.transport.kind)]).map((name) => this.#field(name, this.#input(name, String(link.transport[name] ?? '')))),
      this.#field('charset', this.#choice('charset', charsets, link.charset ?? '')),
      this.#field('sender', this.#input('sender', link.sender ?? ''), 'field.senderHint'), this.#field('enabled', enabled));
  }

  /** @param {string} kind */
  #change(kind) {
    Object.assign(this.link, this.#entered());
    this.link.transport = { kind, ...parts[/** @type {keyof typeof parts} */ (kind)] };
    this.#draw();
  }

  /** @param {string} name @param {string} value @param {string} [type] */
  #input(name, value, type = 'text') {
    const input = document.createElement('input');
    input.name = name;
    input.type = type;
    input.value = value;
    input.autocomplete = 'off';
    input.spellcheck = false;
    return input;
  }

  /** @param {string} name @param {string[][]} options @param {string} value */
  #choice(name, options, value) {
    const select = document.createElement('select');
    select.name = name;
    select.append(...options.map(([option, text]) => new Option(text, option, false, option === value)));
    return select;
  }

  /** @param {string} name @param {HTMLElement} input @param {string} [hint] */
  #field(name, input, hint) {
    return element('label', '', element('span', '', words(`field.${name}`)), input, ...(hint ? [element('small', '', words(hint))] : []));
  }

  #entered() {
    const data = new FormData(this.element);
    /** @param {string} name */
    const text = (name) => String(data.get(name) ?? '').trim();
    return { id: text('id'), name: text('name'), profile: text('profile'), isEnabled: data.has('isEnabled'), sender: text('sender'), charset: text('charset') || undefined };
  }

  /** The link as the API takes it. */
  get value() {
    const data = new FormData(this.element);
    const kind = /** @type {keyof typeof parts} */ (data.get('kind'));
    const entered = Object.fromEntries(Object.entries(parts[kind]).map(([name, standard]) => {
      const text = String(data.get(name) ?? '').trim();
      return [name, typeof standard === 'number' ? Number(text) : text];
    }));
    const before = this.link.transport.kind === kind ? this.link.transport : {};
    return { ...this.link, ...this.#entered(), address: this.link.address ?? '', transport: { ...rest[kind], ...before, ...entered, kind } };
  }
}
