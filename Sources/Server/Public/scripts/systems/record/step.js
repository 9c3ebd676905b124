// @ts-check
/** Takes a step of the workflow: at once where it asks for nothing, else through a dialog with its fields. */
import { newKey, Refused, send } from '../api.js';
import { fieldOf } from '../catalogue.js';
import { Form } from './form.js';
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Entity} Entity @typedef {import('../catalogue.js').Row} Row @typedef {import('../catalogue.js').Move} Move */

/**
 * @param {HTMLDialogElement} dialog @param {Entity} entity @param {Row} row @param {Move} move @param {string} [address] where it is sent, for what is no move
 * @returns {Promise<Row | null>} the record after it; null where the step was not taken after all
 */
export async function takeStep(dialog, entity, row, move, address = `/api/records/${entity.name}/${row.id}/moves/${move.name}`) {
  const key = newKey();
  /** @param {object} more */
  const go = (more) => send('POST', address, { version: row.version, ...more }, key);
  if (!move.inputs.length && !move.offered.length && !move.needsReason) return go({});

  const form = new Form(entity, row.values, row.shown, new Set(move.inputs));
  const fields = [...move.inputs, ...move.offered].flatMap((name) => fieldOf(entity, name) ?? []);
  const boxes = form.boxes(fields);
  const reason = document.createElement('textarea');
  if (move.needsReason) {
    const box = document.createElement('label');
    box.className = 'field longText';
    reason.name = 'reason';
    reason.maxLength = 500;
    box.append(Object.assign(document.createElement('span'), { className: 'label required', textContent: words('record.reason') }), reason);
    boxes.push(box);
  }
  const problem = /** @type {HTMLElement} */ (dialog.querySelector('form > .problem'));
  const submit = /** @type {HTMLButtonElement} */ (dialog.querySelector('button[type=submit]'));
  /** @type {HTMLElement} */ (dialog.querySelector('h2')).textContent = move.label;
  submit.textContent = move.label;
  problem.hidden = true;
  dialog.querySelector('.fields')?.replaceChildren(...boxes);
  dialog.showModal();
  if (fields.length) form.focus();
  else reason.focus();

  return new Promise((resolve) => {
    const leaving = new AbortController();
    const finish = (/** @type {Row | null} */ answer) => {
      leaving.abort();
      dialog.close();
      resolve(answer);
    };
    /** @param {string} text */
    const tell = (text) => {
      problem.textContent = text;
      problem.hidden = text === '';
    };
    dialog.querySelector('button[value=no]')?.addEventListener('click', () => finish(null), leaving);
    dialog.addEventListener('cancel', () => finish(null), leaving);
    dialog.querySelector('form')?.addEventListener('submit', async (event) => {
      event.preventDefault();
      tell('');
      if (!form.check()) return;
      if (move.needsReason && !reason.value.trim()) {
        tell(`${words('record.reason')}：${words('record.required')}`);
        reason.focus();
        return;
      }
      submit.disabled = true;
      try {
        finish(await go({ values: form.changes, reason: reason.value.trim() || undefined }));
      } catch (error) {
        const refused = error instanceof Refused ? error : new Refused(0, String(error));
        const elsewhere = form.show(refused.fields);
        tell(refused.fields.length ? elsewhere.map(({ message }) => message).join('；') : refused.message);
      }
      submit.disabled = false;
    }, leaving);
  });
}
