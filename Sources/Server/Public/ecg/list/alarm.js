// @ts-check
/** The sound of a critical ECG: two short tones, made here, and only where someone asked for them. */

const remembered = 'yigong.ecg.sound';

/** @type {AudioContext | null} */
let output = null;

export const isOn = () => localStorage.getItem(remembered) === 'on';

/** Browsers let a page sound only after a click: this is called from one. */
export function toggle() {
  localStorage.setItem(remembered, isOn() ? 'off' : 'on');
  if (isOn()) sound();
}

/** Hertz and seconds from now. */
const tones = [[880, 0], [660, 0.25]];

export function sound() {
  if (!isOn()) return;
  output ??= new AudioContext();
  const { currentTime, destination } = output;
  for (const [pitch, delay] of tones) {
    const tone = output.createOscillator();
    const loudness = output.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.25, currentTime + delay);
    loudness.gain.exponentialRampToValueAtTime(0.001, currentTime + delay + 0.22);
    tone.connect(loudness).connect(destination);
    tone.start(currentTime + delay);
    tone.stop(currentTime + delay + 0.24);
  }
}
