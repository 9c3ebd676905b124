// @ts-check

const namespace = 'http://www.w3.org/2000/svg';

/**
 * A drawing of the sprite icons/sprite.svg; words beside it or a title say what it means.
 * @param {string} name
 */
export function icon(name) {
  const drawing = document.createElementNS(namespace, 'svg');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', `/icons/sprite.svg#${name}`);
  drawing.append(use);
  return drawing;
}
