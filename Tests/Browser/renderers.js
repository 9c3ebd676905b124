// Draws the same orders with WebGL and with canvas, and answers with the largest difference of each; run in the page.
const done = arguments[arguments.length - 1];

async function compare() {
  const { WebGLRenderer } = await import('/viewer/render/webgl.js');
  const { CanvasRenderer } = await import('/viewer/render/canvas.js');
  const { canvasToImage, restingCamera, turned, flippedSideways } = await import('/viewer/viewport/camera.js');
  const { lookupTable } = await import('/viewer/math/lookup.js');
  const { scheme } = await import('/viewer/math/colourschemes.js');

  const rows = 37;
  const columns = 53;
  const size = { width: 200, height: 160 };
  let seed = 12345;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const filled = (Kind, low, high) => Kind.from({ length: rows * columns }, () => low + random() * (high - low));
  const values = (array) => ({ kind: 'values', rows, columns, values: array });
  const colours = new Uint8Array(rows * columns * 4).map((_, index) => (index % 4 === 3 ? 255 : random() * 256));

  const pixels = {
    bytes: [values(filled(Uint8Array, 0, 256)), 128, 200],
    unsigned: [values(filled(Uint16Array, 0, 65536)), 30000, 50000],
    signed: [values(filled(Int16Array, -2000, 4000)), 300, 1500],
    float: [values(filled(Float32Array, -1, 1)), 0, 1.5],
    colour: [{ kind: 'colour', rows, columns, data: colours }, 0, 1],
  };
  const cameras = {
    fitted: restingCamera,
    near: { ...restingCamera, zoom: 4.3, pan: { x: 31, y: -17 } },
    far: { ...restingCamera, zoom: 0.11 },
    turned: turned(restingCamera, 90),
    aslant: flippedSideways(turned({ ...restingCamera, zoom: 1.7 }, 33)),
  };
  const table = lookupTable([400, 100, 12], new Uint8Array(Uint16Array.from({ length: 400 }, (_, index) => (index * index) % 4096).buffer), false);
  const vois = (center, width) => ({
    LINEAR: { kind: 'window', shape: 'LINEAR', center, width },
    LINEAR_EXACT: { kind: 'window', shape: 'LINEAR_EXACT', center, width },
    SIGMOID: { kind: 'window', shape: 'SIGMOID', center, width },
    table: { kind: 'table', table },
  });

  const surfaces = [WebGLRenderer, CanvasRenderer].map((Renderer) => {
    const canvas = Object.assign(document.createElement('canvas'), size);
    return { canvas, renderer: Renderer === WebGLRenderer ? WebGLRenderer.on(canvas) : new CanvasRenderer(canvas) };
  });
  if (!surfaces[0].renderer) return { problem: 'no WebGL2' };
  const read = (canvas) => {
    const copy = Object.assign(document.createElement('canvas'), size).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, size.width, size.height).data;
  };

  const differences = {};
  for (const [pixelName, [picture, center, width]] of Object.entries(pixels)) {
    for (const [cameraName, camera] of Object.entries(cameras)) {
      for (const [voiName, voi] of Object.entries(vois(center, width))) {
        // Every combination by turns: display filters and colours go through the same course as plain grey.
        for (const [inverted, emphasis, colours] of [[false, 0, null], [true, 0, null], [false, 1.2, scheme('hotIron')], [true, -1, scheme('spectrum')]]) {
          const order = {
            emphasis, colours,
            pixels: picture, voi, inverted, smooth: cameraName !== 'near',
            toImage: canvasToImage(camera, size, { rows, columns, aspect: 1.25 }),
            modality: { slope: 1, intercept: 0 },
            padding: pixelName === 'signed' ? { low: -2000, high: -1500 } : null,
          };
          const [one, other] = surfaces.map(({ canvas, renderer }) => {
            renderer.draw(order);
            return read(canvas);
          });
          // A grey level more or less is a step of the scheme, which may be steep.
          const step = colours ? 8 : 1;
          let most = 0;
          let beyond = 0;
          let lit = 0;
          for (let index = 0; index < one.length; index += 1) {
            const difference = Math.abs(one[index] - other[index]);
            most = Math.max(most, difference);
            beyond += Number(difference > step);
            lit += Number(index % 4 !== 3 && one[index] > 0);
          }
          differences[`${pixelName} ${cameraName} ${voiName}${inverted ? ' inverted' : ''}${colours ? ' coloured' : ''}`] = { most, beyond, lit, count: one.length };
        }
      }
    }
  }
  return { differences };
}

compare().then(done, (error) => done({ problem: String(error && error.stack) }));
