// @ts-check
/** Words in the reader's language: Chinese first, English second. */
import { zh } from './zh.js';
import { en } from './en.js';

/** @typedef {'zh' | 'en'} Language */

const tables = { zh, en };
const remembered = 'yigong.language';

/**
 * Takes in the words of a part that is loaded later.
 * @param {typeof tables} further
 */
export function learn(further) {
  Object.assign(zh, further.zh);
  Object.assign(en, further.en);
}

/** @returns {Language} */
export const language = () => (localStorage.getItem(remembered) === 'en' ? 'en' : 'zh');

/** @param {Language} chosen */
export function setLanguage(chosen) {
  localStorage.setItem(remembered, chosen);
  translatePage();
  document.dispatchEvent(new Event('languagechange'));
}

/**
 * The account's language counts until someone chooses another on this machine.
 * @param {string | undefined} accounts
 */
export function adoptLanguage(accounts) {
  if (localStorage.getItem(remembered) === null && accounts?.startsWith('en')) setLanguage('en');
}

export const switchLanguage = () => setLanguage(language() === 'zh' ? 'en' : 'zh');

/**
 * The text of a key with its {values} put in. A key without a text is a mistake that must be seen, so it shows itself.
 * @param {string} key @param {Record<string, any>} [values]
 */
export function words(key, values = {}) {
  const text = /** @type {Record<string, string>} */ (tables[language()])[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/**
 * Adds the words of one part of the house, which has its own tables.
 * @param {{zh: Record<string, string>, en: Record<string, string>}} part
 */
export function addWords(part) {
  Object.assign(tables.zh, part.zh);
  Object.assign(tables.en, part.en);
}

/**
 * Whether there is a text for a key.
 * @param {string} key
 */
export const isKnown = (key) => key in tables.zh;

/**
 * Fills elements that name their text: data-words for content, data-words-title and so on for attributes.
 * @param {ParentNode} [part]
 */
export function translatePage(part = document) {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  for (const element of part.querySelectorAll('[data-words]')) {
    element.textContent = words(/** @type {HTMLElement} */ (element).dataset.words ?? '');
  }
  for (const attribute of ['title', 'placeholder', 'aria-label']) {
    for (const element of part.querySelectorAll(`[data-words-${attribute}]`)) {
      element.setAttribute(attribute, words(element.getAttribute(`data-words-${attribute}`) ?? ''));
    }
  }
}
