// @ts-check
import { icon } from '../../scripts/icon.js';

/**
 * An element with its attributes and children; `words` and `wordsTitle` name texts that are translated with the page.
 * @param {string} name @param {Record<string, any>} [attributes] @param {(Node | string)[]} [children] @returns {any}
 */
export function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'words') made.dataset.words = value;
    else if (key === 'wordsTitle') made.setAttribute('data-words-title', value);
    else if (key === 'wordsLabel') made.setAttribute('data-words-aria-label', value);
    else if (key === 'wordsPlaceholder') made.setAttribute('data-words-placeholder', value);
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (typeof value === 'boolean') made.toggleAttribute(key, value);
    else if (value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** A button of a bar: drawing, word below it, key in its corner. @param {{name: string, drawing: string, key?: string, act: () => void}} what */
export function toolButton({ name, drawing, key, act }) {
  const children = [icon(drawing), element('span', { class: 'label', words: `ecg.tool.${name}` })];
  if (key) children.push(element('kbd', {}, [key]));
  return element('button', { type: 'button', 'data-tool': name, wordsTitle: `ecg.tool.${name}.hint`, onclick: act }, children);
}
