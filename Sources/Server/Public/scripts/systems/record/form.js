// @ts-check
/** A form made from declarations: labels above, problems beside their fields and counted at the top. */
import { problemsOf } from './rules.js';
import { controlFor } from './inputs.js';

/** @typedef {import('../catalogue.js').Field} Field @typedef {import('../catalogue.js').Entity} Entity @typedef {import('../api.js').FieldProblem} FieldProblem */

export class Form {
  /** @type {Map<string, {field: Field, control: import('./inputs.js').Control, box: HTMLElement, problem: HTMLElement}>} */
  #parts = new Map();
  isTouched = false;

  /**
   * @param {Entity} entity @param {Record<string, any>} values @param {Record<string, string | null>} shown @param {Set<string>} asked fields that must be filled
   */
  constructor(entity, values, shown, asked) {
    this.entity = entity;
    this.values = values;
    this.shown = shown;
    this.asked = asked;
  }

  /** The boxes of these fields. @param {Field[]} fields */
  boxes(fields) {
    return fields.map((field) => {
      const box = document.createElement('div');
      box.className = `field ${field.kind}`;
      box.dataset.field = field.name;
      const control = controlFor(field, this.values[field.name], this.shown[field.name] ?? null);
      const problem = document.createElement('small');
      problem.className = 'problem';
      problem.hidden = true;
      if (field.kind !== 'flag') box.append(this.#label(field));
      box.append(control.element, problem);
      box.addEventListener('input', () => this.#touch(field.name));
      box.addEventListener('change', () => this.#touch(field.name));
      this.#parts.set(field.name, { field, control, box, problem });
      return box;
    });
  }

  /** What was changed, by field. */
  get changes() {
    return Object.fromEntries([...this.#parts].map(([name, { control }]) => [name, control.value()])
      .filter(([name, value]) => (value ?? null) !== (this.values[/** @type {string} */ (name)] ?? null)));
  }

  /** All that it holds, by field. */
  get contents() { return { ...this.values, ...Object.fromEntries([...this.#parts].map(([name, { control }]) => [name, control.value()])) }; }

  /** Checks everything and shows what is wrong; true where nothing is. */
  check() {
    const problems = problemsOf(this.entity, [...this.#parts.values()].map(({ field }) => field), this.contents, this.asked);
    this.show(problems);
    return problems.length === 0;
  }

  /** Problems beside their fields; the first one that has a field here is focused. @param {FieldProblem[]} problems @returns {FieldProblem[]} those of no field here */
  show(problems) {
    for (const { box, problem } of this.#parts.values()) {
      box.classList.remove('wrong');
      problem.hidden = true;
    }
    const elsewhere = problems.filter(({ field, message }) => {
      const part = field ? this.#parts.get(field) : undefined;
      if (!part) return true;
      part.box.classList.add('wrong');
      part.problem.textContent = message;
      part.problem.hidden = false;
      return false;
    });
    const first = problems.find(({ field }) => field && this.#parts.has(field));
    if (first?.field) this.#parts.get(first.field)?.control.focus();
    return elsewhere;
  }

  focus() { [...this.#parts.values()][0]?.control.focus(); }

  /** @param {Field} field */
  #label(field) {
    const label = document.createElement('span');
    label.className = 'label';
    label.textContent = field.label;
    if (this.asked.has(field.name)) label.classList.add('required');
    return label;
  }

  /** @param {string} name */
  #touch(name) {
    this.isTouched = true;
    const part = this.#parts.get(name);
    part?.box.classList.remove('wrong');
    if (part) part.problem.hidden = true;
  }
}
