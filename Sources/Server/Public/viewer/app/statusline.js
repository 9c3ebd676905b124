// @ts-check

/** How long a line stays, in milliseconds; it can be read over again in nothing else, so it is no short flash. */
const stay = 8000;

/** One line at the foot of the page that says what came of what the reader did. */
export class StatusLine {
  #timer = 0;

  constructor() {
    this.element = document.createElement('p');
    this.element.id = 'status';
    this.element.className = 'status';
    this.element.setAttribute('role', 'status');
    this.element.hidden = true;
    document.body.append(this.element);
  }

  /** @param {string} text  '' for nothing */
  say(text) {
    clearTimeout(this.#timer);
    this.element.textContent = text;
    this.element.hidden = text === '';
    if (text) this.#timer = window.setTimeout(() => { this.element.hidden = true; }, stay);
  }
}
