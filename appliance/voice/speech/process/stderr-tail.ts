import type { Readable } from 'node:stream';

const KEPT_LINES = 12;

/** Keeps the last lines a worker wrote on stderr: native libraries name the cause of their abort there. */
export class StderrTail {
  private readonly lines: string[] = [];
  private partial = '';

  constructor(stream: Readable) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const parts = (this.partial + text).split('\n');
      this.partial = (parts.pop() ?? '').slice(-2000);
      for (const line of parts) {
        if (line.trim() !== '' && !isNoise(line)) this.lines.push(line.trim().slice(0, 400));
      }
      this.lines.splice(0, Math.max(0, this.lines.length - KEPT_LINES));
    });
  }

  /** The last line that says something, '' if there was none. */
  last(): string {
    return this.partial.trim() || (this.lines.at(-1) ?? '');
  }
}

/** sherpa-onnx tells of every stream that is not 16 kHz that it resamples it. */
const isNoise = (line: string): boolean => /Creat\w+ a resampler|in_sample_rate|output_sample_rate/i.test(line);
