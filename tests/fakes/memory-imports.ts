import type { Imports } from '#api/import-routes.ts';
import type { ImportMapping, ImportPreview, ImportRecord } from '#shared/api/imports.ts';
import { PilotError } from '#shared/errors.ts';

const MAPPING: ImportMapping = { kind: 'customers', source: 'csv', columns: [{ column: 'Name', field: 'name' }] };

/** One file in memory, which lands as soon as it is started; its second row never does. */
export class MemoryImports implements Imports {
  #record: ImportRecord | null = null;
  /** Of the last upload. */
  bytes: Buffer = Buffer.alloc(0);

  async list() {
    return { items: this.#record === null ? [] : [this.#record], next: null };
  }

  async one(id: string): Promise<ImportRecord> {
    if (this.#record?.id === id) return this.#record;
    throw new PilotError('import.unknown', 'No import has this id.', { fix: 'Take the id from the list.' });
  }

  rejectsPath(): Promise<null> {
    return Promise.resolve(null);
  }

  async upload({ fileName }: { readonly fileName: string }, bytes: Buffer, actor: string): Promise<ImportRecord> {
    this.bytes = bytes;
    this.#record = {
      id: 'import-1',
      kind: 'customers',
      fileName,
      digest: 'd',
      bytes: bytes.length,
      state: 'uploaded',
      failure: null,
      mapping: null,
      total: null,
      made: 0,
      joined: 0,
      known: 0,
      rejected: 0,
      kept: 0,
      actor,
      createdAt: 1,
      startedAt: null,
      finishedAt: null,
      undoneAt: null,
      undoneBy: null,
    };
    return this.#record;
  }

  async preview(id: string): Promise<ImportPreview> {
    await this.one(id);
    return {
      encoding: 'utf-8',
      encodingGuessed: false,
      delimiter: ',',
      preset: null,
      mapping: MAPPING,
      columns: [{ column: 'Name', field: 'name', because: 'name', samples: ['Ann'] }],
      total: 2,
      fine: 1,
      here: 0,
      rejected: 1,
      rejects: [{ line: 3, faults: [{ column: 'Name', reason: 'no name' }] }],
    };
  }

  async start(id: string, mapping: ImportMapping): Promise<ImportRecord> {
    const record = await this.one(id);
    this.#record = { ...record, state: 'done', mapping, total: 2, made: 1, rejected: 1, finishedAt: 2 };
    return this.#record;
  }

  async undo(id: string, actor: string): Promise<ImportRecord> {
    this.#record = { ...(await this.one(id)), state: 'undone', undoneBy: actor, undoneAt: 3 };
    return this.#record;
  }
}
