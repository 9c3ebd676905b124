// @ts-check
import { seriesList } from '../../viewer/loaders/dicomweb.js';

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
