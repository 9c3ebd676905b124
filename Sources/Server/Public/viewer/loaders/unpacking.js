// @ts-check
/** Unpacks large frames off the main thread. */

/** @typedef {import('../data/pixels.js').Recipe} Recipe */
/** @typedef {import('../data/pixels.js').Pixels} Pixels */

/** @type {Worker | undefined} */
let worker;
let lastTicket = 0;
/** @type {Map<number, {resolve: (pixels: Pixels) => void, reject: (error: Error) => void}>} */
const waiting = new Map();

function startWorker() {
  const started = new Worker(new URL('./unpacking.worker.js', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data: { ticket, pixels, problem } }) => {
    const turn = waiting.get(ticket);
    waiting.delete(ticket);
    if (pixels) turn?.resolve(pixels);
    else turn?.reject(new Error(problem));
  });
  started.addEventListener('error', (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message));
    waiting.clear();
    worker = undefined;
  });
  return started;
}

/** @param {ArrayBuffer} buffer  handed over: not usable here afterwards @param {Recipe} recipe @returns {Promise<Pixels>} */
export function unpackInBackground(buffer, recipe) {
  worker ??= startWorker();
  lastTicket += 1;
  const ticket = lastTicket;
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject });
    worker?.postMessage({ ticket, buffer, recipe }, [buffer]);
  });
}
