// @ts-check

/**
 * Asks a question whose answer matters, and waits.
 * @param {HTMLDialogElement} dialog @param {{question: string, hint: string, action: string, isDangerous: boolean}} texts
 * @returns {Promise<boolean>}
 */
export function confirmed(dialog, { question, hint, action, isDangerous }) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (dialog.querySelector(name));
  part('.question').textContent = question;
  part('.hint').textContent = hint;
  const yes = part('button[value=yes]');
  yes.textContent = action;
  yes.classList.toggle('danger', isDangerous);
  yes.classList.toggle('main', !isDangerous);
  dialog.returnValue = '';
  dialog.showModal();
  part('button[value=no]').focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
