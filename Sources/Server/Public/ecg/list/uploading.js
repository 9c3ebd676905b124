// @ts-check
/** Files that are chosen or dropped are sent in, one after the other. */
import { ownHeaders } from '../../scripts/session.js';

/** @typedef {{name: string, reason: string}} Failure */

/** @param {File} file @returns {Promise<Failure | null>} */
async function send(file) {
  const address = `/api/ecg/recordings?${new URLSearchParams({ name: file.name })}`;
  try {
    const response = await fetch(address, { method: 'POST', credentials: 'same-origin', headers: { ...ownHeaders, 'Content-Type': 'application/octet-stream' }, body: file });
    if (response.ok) return null;
    const answer = await response.json().catch(() => null);
    return { name: file.name, reason: answer?.error?.message ?? String(response.status) };
  } catch (error) {
    return { name: file.name, reason: String(error) };
  }
}

/**
 * WFDB's header goes last: by then the samples that it names are there.
 * @param {File[]} files @returns {Promise<{stored: number, failures: Failure[]}>}
 */
export async function sendAll(files) {
  const order = [...files].sort((a, b) => Number(a.name.endsWith('.hea')) - Number(b.name.endsWith('.hea')));
  /** @type {Failure[]} */ const failures = [];
  for (const file of order) {
    const failure = await send(file);
    if (failure) failures.push(failure);
  }
  return { stored: files.length - failures.length, failures };
}

/** @param {HTMLElement} area @param {HTMLInputElement} picker @param {(files: File[]) => void} take */
export function acceptFiles(area, picker, take) {
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  picker.addEventListener('change', () => {
    take([...picker.files ?? []]);
    picker.value = '';
  });
  area.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    area.classList.add('receiving');
  });
  area.addEventListener('dragleave', (event) => { if (!event.relatedTarget) area.classList.remove('receiving'); });
  area.addEventListener('drop', (event) => {
    area.classList.remove('receiving');
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer?.files ?? []]);
  });
}
