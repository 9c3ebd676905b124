// @ts-check
import { seriesList } from '../../viewer/loaders/dicomweb.js';

/** The viewer's page, at hand; empty until it was fetched. */
let viewerPage = '';
let fetchedAt = 0;
/** A server may be renewed while a list is open: what lay here for longer is asked for again. */
const keptFor = 60_000;

/** Brings what the viewer is made of into this page while nobody waits for anything. */
export async function prepareViewer() {
  if (Date.now() - fetchedAt < keptFor) return;
  const answer = await fetch('/viewer');
  if (!answer.ok) return;
  viewerPage = await answer.text();
  fetchedAt = Date.now();
  const page = new DOMParser().parseFromString(viewerPage, 'text/html');
  for (const link of page.querySelectorAll('link[rel=modulepreload], link[rel=stylesheet]')) {
    const hint = document.createElement('link');
    hint.rel = link.getAttribute('rel') === 'stylesheet' ? 'prefetch' : 'modulepreload';
    hint.href = link.getAttribute('href') ?? '';
    if (!document.head.querySelector(`link[href="${hint.getAttribute('href')}"]`)) document.head.append(hint);
  }
}

/**
 * Opens the viewer. Where its page is at hand it takes this one's place, and its modules, which this page has loaded, are not loaded again:
 * the picture is there in half the time of a navigation. Going back loads the list anew.
 * @param {string} address
 */
export function openViewer(address) {
  if (!viewerPage || Date.now() - fetchedAt > 2 * keptFor) {
    location.assign(address);
    return;
  }
  history.pushState(null, '', address);
  // Opening a document takes all listeners of the list with it.
  document.open();
  document.write(viewerPage);
  document.close();
  addEventListener('popstate', () => location.reload());
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
      prepareViewer().catch(() => {});
      const items = await seriesList(study);
      sessionStorage.setItem('yigong.series', JSON.stringify({ study, at: Date.now(), items }));
    } catch {
      // The viewer asks again and tells what is wrong.
    }
  }, rest);
}
