import { afterEach, beforeEach, vi } from 'vitest';

/** What a command printed since its test began, or since `clear`. */
export interface Printed {
  readonly text: string;
  readonly clear: () => void;
}

/** Stands in for standard output in every test of the file. */
export const captureStdout = (): Printed => {
  let text = '';
  const clear = (): void => {
    text = '';
  };
  beforeEach(() => {
    clear();
    vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return {
    get text() {
      return text;
    },
    clear,
  };
};
