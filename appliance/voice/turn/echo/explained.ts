/** A short echo path: the sound takes a few samples to arrive in full, and its delay falls between two samples. */
export const TAPS = 8;

/**
 * How much of a stretch of sound is another one, filtered: the least-squares fit of `TAPS` taps (covariance method), as a share of
 * the energy. 1: it is that sound; independent speech stays well below a half.
 * @param heard the stretch
 * @param said the other sound, `TAPS - 1` samples longer at its front
 */
export const explainedShare = (heard: Float32Array, said: Float32Array): number => {
  const length = heard.length;
  let energy = 0;
  for (let i = 0; i < length; i++) energy += (heard[i] as number) ** 2;
  if (energy === 0) return 0;
  // Row a: correlations of the said sound delayed by a with itself delayed by b, then with what was heard.
  const rows: Float64Array[] = [];
  let trace = 0;
  for (let a = 0; a < TAPS; a++) {
    const row = new Float64Array(TAPS + 1);
    const fromA = TAPS - 1 - a;
    for (let b = 0; b < a; b++) row[b] = (rows[b] as Float64Array)[a] as number;
    for (let b = a; b < TAPS; b++) {
      const fromB = TAPS - 1 - b;
      let sum = 0;
      for (let i = 0; i < length; i++) sum += (said[i + fromA] as number) * (said[i + fromB] as number);
      row[b] = sum;
    }
    let cross = 0;
    for (let i = 0; i < length; i++) cross += (said[i + fromA] as number) * (heard[i] as number);
    row[TAPS] = cross;
    trace += row[a] as number;
    rows.push(row);
  }
  if (trace === 0) return 0;
  const right = rows.map((row) => row[TAPS] as number);
  // A thousandth on the diagonal keeps the fit from living on what is hardly there.
  for (const [a, row] of rows.entries()) row[a] = (row[a] as number) + (trace / TAPS) * 1e-3;
  for (let pivot = 0; pivot < TAPS; pivot++) {
    const top = rows[pivot] as Float64Array;
    for (let r = pivot + 1; r < TAPS; r++) {
      const row = rows[r] as Float64Array;
      const factor = (row[pivot] as number) / (top[pivot] as number);
      for (let k = pivot; k <= TAPS; k++) row[k] = (row[k] as number) - factor * (top[k] as number);
    }
  }
  const weights = new Float64Array(TAPS);
  let explained = 0;
  for (let r = TAPS - 1; r >= 0; r--) {
    const row = rows[r] as Float64Array;
    let value = row[TAPS] as number;
    for (let k = r + 1; k < TAPS; k++) value -= (row[k] as number) * (weights[k] as number);
    weights[r] = value / (row[r] as number);
    explained += (weights[r] as number) * (right[r] as number);
  }
  return Math.max(0, Math.min(1, explained / energy));
};
