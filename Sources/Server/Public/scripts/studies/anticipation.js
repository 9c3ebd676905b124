// @ts-check
import { seriesList } from '../../viewer/loaders/dicomweb.js';

/** Brings what the viewer is made of into the browser's cache while nobody waits for anything. */
export async function prepareViewer() {
  const answer = await fetch('/viewer');
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const link of page.querySelectorAll('link[rel=modulepreload], link[rel=stylesheet]')) {
    const hint = document.createElement('link');
    hint.rel = 'prefetch';
    hint.href = link.getAttribute('href') ?? '';
    document.head.append(hint);
  }
}

/** The pointer has to rest this long: sweeping over the list asks for nothing. */
const rest = 80;
let timer = 0;

/**
 * Asks for the series of the study that is likely to be opened next and leaves them for the viewer.
 * @param {string} study
 */
export function anticipate(study) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    try {
      const items = await seriesList(study);
      sessionStorage.setItem('yigong.series', JSON.stringify({ study, at: Date.now(), items }));
    } catch {
      // The viewer asks again and tells what is wrong.
    }
  }, rest);
}
