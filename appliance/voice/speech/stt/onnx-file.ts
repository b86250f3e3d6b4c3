import { open, type FileHandle } from 'node:fs/promises';
import { PilotError } from '#shared/errors.ts';

/** Fields of ModelProto (onnx.proto3): 7 graph, 14 metadata_props {1 key, 2 value}. */
const METADATA_PROPS = 14;
const LENGTH_DELIMITED = 2;

const READ_AHEAD = 64 * 1024;

const damaged = (path: string, cause: string): PilotError =>
  new PilotError('model_file_damaged', `${path} is not a usable model: ${cause}`, {
    fix: 'Fetch it again with `pilot models get`, or copy the file anew.',
  });

class Walker {
  position = 0;
  private readonly file: FileHandle;
  private readonly size: number;
  private readonly path: string;
  private buffer = Buffer.alloc(0);
  private bufferAt = 0;

  constructor(file: FileHandle, size: number, path: string) {
    this.file = file;
    this.size = size;
    this.path = path;
  }

  get done(): boolean {
    return this.position >= this.size;
  }

  async bytes(length: number): Promise<Buffer> {
    if (this.position + length > this.size) throw damaged(this.path, 'it is cut off');
    if (this.position < this.bufferAt || this.position + length > this.bufferAt + this.buffer.length) {
      const want = Buffer.alloc(Math.min(Math.max(length, READ_AHEAD), this.size - this.position));
      const { bytesRead } = await this.file.read(want, 0, want.length, this.position);
      if (bytesRead < length) throw damaged(this.path, 'it is cut off');
      this.buffer = want.subarray(0, bytesRead);
      this.bufferAt = this.position;
    }
    const from = this.position - this.bufferAt;
    this.position += length;
    return this.buffer.subarray(from, from + length);
  }

  async varint(): Promise<number> {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = (await this.bytes(1))[0] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) return value;
    }
    throw damaged(this.path, 'it is not an ONNX file');
  }

  skip(length: number): void {
    this.position += length;
    if (this.position > this.size) throw damaged(this.path, 'it is cut off');
  }
}

const readVarint = (bytes: Buffer, at: number): { value: number; next: number } => {
  let value = 0;
  let next = at;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[next++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) break;
  }
  return { value, next };
};

/** StringStringEntryProto: two length-delimited strings. */
const entry = (bytes: Buffer): [string, string] => {
  let at = 0;
  const parts = ['', ''];
  while (at < bytes.length) {
    const field = (bytes[at] ?? 0) >> 3;
    const { value, next } = readVarint(bytes, at + 1);
    if (field === 1 || field === 2) parts[field - 1] = bytes.toString('utf8', next, next + value);
    at = next + value;
  }
  return [parts[0] ?? '', parts[1] ?? ''];
};

/**
 * Walks an ONNX file's outer structure without loading its weights, so that a cut-off download, an HTML page or a model
 * of another kind is found before the native library aborts on it.
 * @returns the model's metadata; empty for files in ONNX Runtime's own format (.ort)
 * @throws PilotError `model_file_missing` or `model_file_damaged`, naming the file
 */
export const onnxMetadata = async (path: string): Promise<Map<string, string>> => {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw new PilotError('model_file_missing', `the model file ${path} cannot be read`, {
      fix: 'Fetch the model with `pilot models get NAME`, or correct the name in the configuration (speech).',
      cause: error,
    });
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw damaged(path, 'it is not a file');
    if (stat.size === 0) throw damaged(path, 'it is empty');
    const walker = new Walker(file, stat.size, path);
    const head = await walker.bytes(Math.min(8, stat.size));
    const metadata = new Map<string, string>();
    if (head.toString('latin1', 4, 8) === 'ORTM') return metadata;
    if (head[0] !== 0x08) throw damaged(path, 'it is not an ONNX file');
    walker.position = 0;
    let graph = false;
    while (!walker.done) {
      const tag = await walker.varint();
      const [field, type] = [Math.floor(tag / 8), tag % 8];
      if (type === 0) await walker.varint();
      else if (type === LENGTH_DELIMITED) {
        const length = await walker.varint();
        graph ||= field === 7;
        if (field === METADATA_PROPS) metadata.set(...entry(await walker.bytes(length)));
        else walker.skip(length);
      } else throw damaged(path, 'it is not an ONNX file');
    }
    if (!graph) throw damaged(path, 'it holds no network');
    return metadata;
  } finally {
    await file.close();
  }
};
