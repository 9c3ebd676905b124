// @ts-check
/**
 * `<ecg-reader recording="17" with="12,9">`: the reader as one element of any page of this site. It brings its own style and words.
 */
import { Reader } from './reader.js';
import { addWords, translatePage } from '../../scripts/i18n/words.js';
import { en } from '../words/en.js';
import { zh } from '../words/zh.js';

addWords({ zh, en });

const style = new URL('../../styles/ecg.css', import.meta.url).href;

function bringStyle() {
  if (document.querySelector(`link[href$="/styles/ecg.css"]`)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = style;
  document.head.append(link);
}

export class ECGReader extends HTMLElement {
  static observedAttributes = ['recording', 'with'];

  /** @type {Reader | null} */ reader = null;

  connectedCallback() {
    if (this.reader) return;
    bringStyle();
    this.reader = new Reader(this);
    document.addEventListener('languagechange', () => translatePage(this));
    this.#open();
  }

  attributeChangedCallback() {
    if (this.reader) this.#open();
  }

  async #open() {
    const id = this.getAttribute('recording');
    if (!id || !this.reader) return;
    if (this.reader.reading?.id !== id) await this.reader.open(id);
    const others = (this.getAttribute('with') ?? '').split(',').filter(Boolean);
    if (others.length) await this.reader.companions.show(others);
  }
}

customElements.define('ecg-reader', ECGReader);
