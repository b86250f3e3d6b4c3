import type { ImportFailure, ImportKind, ImportMapping, ImportPreview } from '#shared/api/imports.ts';
import type { StoreOptions } from '#store/store.ts';

/** How the importer's thread finds the records, and the file. */
interface Place {
  readonly store: Pick<StoreOptions, 'file' | 'postgres'>;
  readonly businessId: string;
  /** Business time minus wall time, ms. */
  readonly clockOffsetMs: number;
  /** Where files to import lie. */
  readonly folder: string;
  readonly importId: string;
  /** One Int32 that turns 1 when the thread is to stop at the next row's end. */
  readonly stop: SharedArrayBuffer;
}

export interface PreviewWish {
  readonly kind: ImportKind;
  /** Null: guessed, or as a file with these columns was read the last time. */
  readonly mapping: ImportMapping | null;
  /** Name of a preset; null: recognised. */
  readonly preset: string | null;
}

export type ImportOrder = Place & (({ readonly act: 'preview' } & PreviewWish) | { readonly act: 'land' | 'undo' });

/** What the thread answers. */
export type ImportAnswer =
  | { readonly ok: true; readonly preview: ImportPreview | null }
  | { readonly ok: false; readonly failure: ImportFailure; readonly retryable: boolean };
