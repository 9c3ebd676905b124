// @ts-check
/** Draws what is on the screen into one picture: the pixels, what is drawn over them, and the texts in the corners. */

/** @typedef {import('./cell.js').Cell} Cell */

/**
 * One cell, or all of them as they lie beside one another.
 * @param {Cell[]} cells @param {number} density  pixels of the picture per CSS pixel @param {boolean} [withTexts]  who the patient is, and the rest of the corners
 */
export function snapshot(cells, density, withTexts = true) {
  const boxes = cells.map(({ element }) => element.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((Math.max(...boxes.map((box) => box.right)) - left) * density);
  canvas.height = Math.round((Math.max(...boxes.map((box) => box.bottom)) - top) * density);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
  cells.forEach((cell, index) => {
    const box = boxes[index];
    context.setTransform(density, 0, 0, density, (box.left - left) * density, (box.top - top) * density);
    context.save();
    context.beginPath();
    context.rect(0, 0, box.width, box.height);
    context.clip();
    for (const picture of cell.element.querySelectorAll('canvas')) {
      if (!picture.hidden && picture.width) context.drawImage(picture, 0, 0, box.width, box.height);
    }
    for (const layer of cell.element.querySelectorAll('svg.shapes, svg.lines')) if (isSeen(layer)) drawVectors(context, layer);
    if (withTexts) drawTexts(context, cell.element, box);
    context.restore();
  });
  return canvas;
}

/** @param {Element} element */
const isSeen = (element) => getComputedStyle(element).display !== 'none';

/** @param {CanvasRenderingContext2D} context @param {Element} layer */
function drawVectors(context, layer) {
  for (const path of layer.querySelectorAll('path')) {
    const style = getComputedStyle(path);
    const shape = new Path2D(path.getAttribute('d') ?? '');
    context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(parseFloat));
    context.lineWidth = parseFloat(style.strokeWidth) || 1;
    if (style.fill !== 'none') {
      context.fillStyle = style.fill;
      context.fill(shape);
    }
    if (style.stroke !== 'none') {
      context.strokeStyle = style.stroke;
      context.stroke(shape);
    }
  }
  context.setLineDash([]);
  for (const text of layer.querySelectorAll('text')) {
    const style = getComputedStyle(text);
    let y = Number(text.getAttribute('y'));
    for (const line of text.querySelectorAll('tspan')) {
      y += Number(line.getAttribute('dy'));
      write(context, line.textContent ?? '', Number(line.getAttribute('x')), y, style, style.fill);
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {HTMLElement} element @param {DOMRect} box */
function drawTexts(context, element, box) {
  for (const part of element.querySelectorAll('.corner, .mark, .sign, .scalebar')) {
    if (!part.textContent || !part.checkVisibility()) continue;
    const style = getComputedStyle(part);
    const place = part.getBoundingClientRect();
    const lineHeight = parseFloat(style.lineHeight) || parseFloat(style.fontSize) * 1.2;
    const isRight = style.textAlign === 'right';
    const padding = parseFloat(style.paddingLeft) || 0;
    part.textContent.split('\n').forEach((line, index) => {
      context.textAlign = isRight ? 'right' : 'left';
      const x = (isRight ? place.right : place.left + padding) - box.left;
      write(context, line, x, place.top - box.top + lineHeight * (index + 0.78), style, style.color);
    });
    context.textAlign = 'left';
    if (part.classList.contains('scalebar')) bracket(context, place, box, style.color);
  }
}

/** @param {CanvasRenderingContext2D} context @param {DOMRect} place @param {DOMRect} box @param {string} colour */
function bracket(context, place, box, colour) {
  const [x, y] = [place.left - box.left, place.top - box.top];
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke(new Path2D(`M${x + 6} ${y}h-6v${place.height}h6`));
}

/**
 * With a dark rim, so that it can be read on bone.
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y @param {CSSStyleDeclaration} style @param {string} colour
 */
function write(context, text, x, y, style, colour) {
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = 'rgb(0 0 0 / 75%)';
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
