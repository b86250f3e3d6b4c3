import { demandsVersion, type Route } from '#shared/api/define-route.ts';
import { PilotError } from '#shared/errors.ts';

/**
 * The version that a request wants to change.
 * @param header the If-Match (RFC 9110 section 13.1.1) it came with; `*` names no version
 * @returns null where none is named and none has to be
 * @throws PilotError `api.if_match_missing`, `api.if_match`
 */
export const versionIn = (route: Route, header: string | undefined): number | null => {
  if (header === undefined || header.trim() === '*') {
    if (!demandsVersion(route)) return null;
    throw new PilotError('api.if_match_missing', 'A change must name the version of the record it is made to.', {
      fix: 'Read the record, and send its ETag as If-Match.',
    });
  }
  const [, version] = /^"(\d{1,9})"$/.exec(header.trim()) ?? [];
  if (version !== undefined) return Number(version);
  throw new PilotError('api.if_match', 'If-Match names no version of a record.', {
    fix: 'Send the ETag of the record as it came, with its quotes: "7".',
  });
};

/** The ETag of an answer, where it has one. */
export const etagOf = (route: Route, body: unknown): string | null => {
  if (route.versioned !== true || typeof body !== 'object' || body === null || !('version' in body)) return null;
  return typeof body.version === 'number' ? `"${body.version}"` : null;
};
