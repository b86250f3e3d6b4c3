import type { SearchKind } from '#shared/api/search.ts';
import type { SearchDocument } from '#shop/search/document.ts';
import { callDocument } from './call-document.ts';
import { customerDocument } from './customer-document.ts';
import { jobDocument } from './job-document.ts';
import { equipmentDocument, locationDocument } from './location-document.ts';
import { technicianDocument } from './technician-document.ts';
import type { Scope } from '../scope.ts';

/** Raised when documents are made in another way: then those that are kept are made anew. */
export const DOCUMENT_VERSION = 1;

/** How the document of each kind is made of its rows, and in which table its subjects stand. */
interface KindOfSubject {
  readonly table: 'customers' | 'locations' | 'equipment' | 'jobs' | 'technicians' | 'calls';
  /** Null where there is no such thing, or nothing of it is to be found. */
  readonly document: (scope: Scope, id: string) => Promise<SearchDocument | null>;
}

export const SUBJECTS: Readonly<Record<SearchKind, KindOfSubject>> = {
  customer: { table: 'customers', document: customerDocument },
  location: { table: 'locations', document: locationDocument },
  job: { table: 'jobs', document: jobDocument },
  equipment: { table: 'equipment', document: equipmentDocument },
  technician: { table: 'technicians', document: technicianDocument },
  call: { table: 'calls', document: callDocument },
};
