/** The part of the Emscripten module that is used; the package brings no types. */
declare module '@echogarden/fvad-wasm' {
  export interface FvadModule {
    readonly HEAP16: Int16Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _fvad_new(): number;
    _fvad_free(handle: number): void;
    _fvad_reset(handle: number): void;
    /** 0, or -1 for a bad mode. */
    _fvad_set_mode(handle: number, mode: number): number;
    /** 0, or -1 for a bad rate. */
    _fvad_set_sample_rate(handle: number, hertz: number): number;
    /** 1 speech, 0 none, -1 bad frame length. */
    _fvad_process(handle: number, pcm: number, samples: number): number;
  }
  const create: () => Promise<FvadModule>;
  export default create;
}
