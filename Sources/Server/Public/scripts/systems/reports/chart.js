// @ts-check
/** Bars of one report, the period before as a pale bar behind; a bar leads to its rows. */

const namespace = 'http://www.w3.org/2000/svg';

/** @param {string} name @param {Record<string, any>} attributes @param {(Node | string)[]} children */
function element(name, attributes, ...children) {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

const rowHeight = 26;
const labelWidth = 190;
const chartWidth = 760;

/** @param {{label: string, value: number, last: number, address: string}[]} bars */
export function barChart(bars) {
  const highest = Math.max(1, ...bars.flatMap(({ value, last }) => [value, last]));
  const scale = (/** @type {number} */ value) => (value / highest) * (chartWidth - labelWidth - 70);
  const picture = element('svg', { viewBox: `0 0 ${chartWidth} ${bars.length * rowHeight + 4}`, role: 'img' });
  bars.forEach(({ label, value, last, address }, index) => {
    const top = index * rowHeight + 4;
    const shown = label.length > 14 ? `${label.slice(0, 13)}…` : label;
    picture.append(element('a', { href: address },
      element('title', {}, label),
      element('text', { x: labelWidth - 8, y: top + 14, 'text-anchor': 'end' }, shown),
      element('rect', { class: 'earlier', x: labelWidth, y: top, width: scale(last), height: 20 }),
      element('rect', { class: 'bar', x: labelWidth, y: top + 4, width: Math.max(scale(value), value ? 2 : 0), height: 12 }),
      element('text', { x: labelWidth + Math.max(scale(value), scale(last)) + 6, y: top + 14, class: 'quiet' }, String(value))));
  });
  return picture;
}
