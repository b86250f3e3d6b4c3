/** The tone after which a message is taken: 1 kHz for a quarter of a second, 8 kHz mono, faded at both ends. */
export const beep = (): Int16Array => {
  const samples = new Int16Array(2000);
  for (let i = 0; i < samples.length; i++) {
    const fade = Math.min(1, i / 80, (samples.length - i) / 80);
    samples[i] = Math.round(8000 * fade * Math.sin((2 * Math.PI * 1000 * i) / 8000));
  }
  return samples;
};
