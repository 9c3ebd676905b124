// @ts-check
import { apply } from '../math/affine.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

/**
 * A field beside a place of the picture. Enter takes what was typed, Escape and a press elsewhere leave things as they were.
 * @param {Viewport} viewport @param {import('../math/affine.js').Point} point  in image pixels
 * @param {{value: string, placeholder: string, kind: 'text' | 'number'}} question
 * @returns {Promise<string | null>}
 */
export function askBeside({ element, imageToCanvas, density }, point, { value, placeholder, kind }) {
  const at = imageToCanvas ? apply(imageToCanvas, point) : { x: 0, y: 0 };
  const field = document.createElement('input');
  Object.assign(field, { type: 'text', value, placeholder, className: 'caption', maxLength: 200 });
  if (kind === 'number') field.inputMode = 'decimal';
  field.setAttribute('aria-label', placeholder);
  field.style.left = `${Math.max(4, Math.min(at.x / density + 12, element.clientWidth - 190))}px`;
  field.style.top = `${Math.max(4, Math.min(at.y / density - 16, element.clientHeight - 40))}px`;
  element.append(field);
  // The press that ended the shape would take the focus away again.
  setTimeout(() => field.focus());
  return new Promise((resolve) => {
    let isAnswered = false;
    const answer = (/** @type {string | null} */ text) => {
      if (isAnswered) return;
      isAnswered = true;
      field.remove();
      resolve(text);
    };
    field.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Enter') answer(field.value.trim());
      if (event.key === 'Escape') answer(null);
    });
    field.addEventListener('blur', () => answer(kind === 'text' ? field.value.trim() : null));
  });
}
