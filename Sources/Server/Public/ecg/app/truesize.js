// @ts-check
/** How large a millimetre is on this screen: the browser cannot know, so a bank card is laid against it once. */
import { element } from './elements.js';
import { translatePage } from '../../scripts/i18n/words.js';

const remembered = 'yigong.ecg.pixelsPerMillimetre';

/** ISO/IEC 7810 ID-1: every bank card and every social security card. */
const cardWidth = 85.6;

/** CSS pixels a millimetre; without a calibration those of CSS itself. */
export const pixelsPerMillimetre = () => Number(localStorage.getItem(remembered)) || 96 / 25.4;

export const isCalibrated = () => localStorage.getItem(remembered) !== null;

/**
 * Asks for the calibration.
 * @param {HTMLElement} host @returns {Promise<boolean>} whether there is one now
 */
export function calibrate(host) {
  const slider = element('input', { type: 'range', min: 200, max: 900, step: 1, wordsLabel: 'ecg.card.width' });
  slider.value = String(Math.round(pixelsPerMillimetre() * cardWidth));
  const card = element('div', { class: 'card' });
  const follow = () => { card.style.width = `${slider.value}px`; };
  slider.addEventListener('input', follow);
  follow();
  const dialog = element('dialog', { class: 'calibration' }, [
    element('form', { method: 'dialog' }, [
      element('p', { class: 'question', words: 'ecg.card.question' }), card, slider,
      element('menu', {}, [element('button', { value: 'no', words: 'ecg.cancel' }), element('button', { value: 'yes', class: 'main', words: 'ecg.card.done' })]),
    ]),
  ]);
  host.append(dialog);
  translatePage(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      if (dialog.returnValue === 'yes') localStorage.setItem(remembered, String(Number(slider.value) / cardWidth));
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
