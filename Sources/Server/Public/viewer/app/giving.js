// @ts-check
/** What leaves the reading room: pictures, films, paper, files. */
import { snapshot } from './snapshot.js';
import { mediumAddress } from '../loaders/media.js';
import { Tag } from '../data/tags.js';
import { displayAge, displayDate, displayName } from '../data/text.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./drawer.js').Entry} Entry */

/** Pixels of an exported picture per CSS pixel, so that it is sharp on paper. */
const fine = 2;

/** Frames of a film, at most: a longer one is cut off. */
const mostFrames = 1200;

export class Giving {
  /** @param {Screen} screen @param {string} study @param {(text: string) => void} say */
  constructor(screen, study, say) {
    this.screen = screen;
    this.study = study;
    this.say = say;
  }

  /** @returns {Entry[]} */
  get pictures() {
    return [
      { id: 'savePNG', key: 'ctrl+s', run: () => this.#picture('image/png', 'png') },
      { id: 'saveJPEG', key: 'ctrl+shift+s', run: () => this.#picture('image/jpeg', 'jpg') },
      { id: 'saveFilm', key: 'ctrl+shift+f', run: () => this.#film() },
      { id: 'print', key: 'ctrl+p', run: () => this.print() },
    ];
  }

  /** @returns {Entry[]} */
  get files() {
    return [
      { id: 'saveZIP', key: 'ctrl+shift+d', run: () => download(mediumAddress(this.study, false), '') },
      { id: 'saveAnonymous', key: 'ctrl+shift+a', icon: 'saveZIP', run: () => download(mediumAddress(this.study, true), '') },
    ];
  }

  /** The active picture alone, or all when there are several and none of them is large. */
  get #cells() { return this.screen.cells.filter(({ viewport }) => viewport.order !== null); }

  get #name() {
    const image = this.screen.active?.viewport.shown;
    return image ? [image.dataset.text(Tag.PatientID), image.dataset.text(Tag.StudyDate), image.dataset.text(Tag.Modality)].filter(Boolean).join('-').replace(/[^\w.-]+/g, '_') : 'image';
  }

  /** @param {string} type @param {string} ending */
  async #picture(type, ending) {
    if (this.#cells.length === 0) return;
    const blob = await blobOf(snapshot(this.#cells, fine), type);
    download(URL.createObjectURL(blob), `${this.#name}.${ending}`);
    this.say(words('give.saved', { name: `${this.#name}.${ending}` }));
  }

  /** Goes once through the stack of the active viewport, at the speed of its film. */
  async #film() {
    const { active } = this.screen;
    if (!active || active.viewport.images.length < 2) return this.say(words('give.noFilm'));
    const { viewport, cine } = active;
    cine.stop();
    const canvas = snapshot([active], 1);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const stream = canvas.captureStream(0);
    const [track] = /** @type {CanvasCaptureMediaStreamTrack[]} */ (stream.getVideoTracks());
    const type = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm'].find((candidate) => MediaRecorder.isTypeSupported(candidate)) ?? '';
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 12_000_000 });
    const pieces = /** @type {Blob[]} */ ([]);
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    const ended = new Promise((resolve) => { recorder.addEventListener('stop', resolve); });
    recorder.start();
    const begun = viewport.index;
    const count = Math.min(mostFrames, viewport.images.length);
    for (let index = 0; index < count; index += 1) {
      const due = performance.now() + 1000 / cine.framesPerSecond;
      await shownAt(viewport, index);
      context.drawImage(snapshot([active], 1), 0, 0);
      track.requestFrame();
      if (index % 10 === 0) this.say(words('give.filming', { percent: Math.round((index / count) * 100) }));
      await new Promise((resolve) => { setTimeout(resolve, Math.max(0, due - performance.now())); });
    }
    recorder.stop();
    await ended;
    viewport.show(begun);
    const ending = type.startsWith('video/mp4') ? 'mp4' : 'webm';
    download(URL.createObjectURL(new Blob(pieces, { type })), `${this.#name}.${ending}`);
    return this.say(words('give.saved', { name: `${this.#name}.${ending}` }));
  }

  /** The screen as it is on one page, with a line that says who it is; the browser prints it, on paper or as PDF. */
  async print() {
    const cells = this.#cells;
    const image = cells[0]?.viewport.shown;
    if (!image) return;
    const blob = await blobOf(snapshot(cells, fine), 'image/png');
    const sheet = document.createElement('section');
    sheet.className = 'sheet';
    const picture = Object.assign(document.createElement('img'), { src: URL.createObjectURL(blob), alt: '' });
    const head = Object.assign(document.createElement('p'), { className: 'who', textContent: this.#patientLine(image) });
    const foot = Object.assign(document.createElement('p'), { className: 'foot', textContent: words('print.foot', { date: new Date().toLocaleString() }) });
    sheet.append(head, picture, foot);
    document.body.append(sheet);
    await picture.decode();
    window.addEventListener('afterprint', () => {
      URL.revokeObjectURL(picture.src);
      sheet.remove();
    }, { once: true });
    window.print();
  }

  /** @param {import('../data/image.js').Image} image */
  #patientLine({ dataset }) {
    const sex = dataset.text(Tag.PatientSex);
    const age = displayAge({ birth: dataset.text(Tag.PatientBirthDate), day: dataset.text(Tag.StudyDate), stated: dataset.text(Tag.PatientAge) }, words);
    return [
      dataset.text(Tag.InstitutionName), displayName(dataset.personName(Tag.PatientName)), ['M', 'F', 'O'].includes(sex) ? words(`sex.${sex}`) : '', age,
      dataset.text(Tag.PatientID), displayDate(dataset.text(Tag.StudyDate)), dataset.text(Tag.StudyDescription), dataset.text(Tag.AccessionNumber),
    ].filter(Boolean).join('　');
  }
}

/** @param {HTMLCanvasElement} canvas @param {string} type @returns {Promise<Blob>} */
const blobOf = (canvas, type) => new Promise((resolve, reject) => {
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), type, 0.92);
});

/**
 * Until the image is drawn.
 * @param {import('../viewport/viewport.js').Viewport} viewport @param {number} index
 */
async function shownAt(viewport, index) {
  await viewport.show(index);
  for (let wait = 0; wait < 600 && viewport.shown !== viewport.images[index]; wait += 1) {
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
  }
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
}

/** @param {string} location @param {string} name  '' for the server's own */
function download(location, name) {
  const link = Object.assign(document.createElement('a'), { href: location, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  if (location.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(location), 60_000);
}
