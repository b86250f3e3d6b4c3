/** A model that tells from the sound whether a speaker has finished: smart-turn v3, 8 s of log-mel in, a probability out. */
export interface TurnModel {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
}

export const RUNTIME_FIX =
  'Run `npm install --no-save onnxruntime-node@1.30` in the folder of the installation; until then silence alone tells the end of a turn.';
