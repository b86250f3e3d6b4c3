/** Tables that an archive does not carry, and why. Every other table goes along whole. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  schema_migrations: 'the manifest tells the schema',
  businesses: 'goes along as the first table of all',
  secrets: 'codes of gates and alarms, sealed with the key of this box',
  location_codes: 'codes of gates and alarms, sealed with the key of this box',
  call_events: 'sealed with the key of this box; what was said stands in utterances',
  call_checkpoints: 'sealed with the key of this box; of use to a call under way alone',
  kept_answers: 'answers of the last day, sealed with the key of this box',
  users: 'who comes in is told anew on the new box',
  recovery_codes: 'secrets of users',
  sessions: 'secrets of users',
  api_tokens: 'secrets of users',
  devices: 'secrets of users',
  pairings: 'secrets of users',
  invites: 'secrets of users',
  auth_attempts: 'of this box alone',
  audit_rows: 'what was done on this box; sealed by its key',
  audit_blocks: 'what was done on this box; sealed by its key',
  search_documents: 'made anew from the records',
  search_words: 'made anew from the records',
  search_walks: 'made anew from the records',
};

/** Columns that are empty in an archive: sealed with the key of this box. */
export const EMPTIED: Readonly<Record<string, readonly string[]>> = {
  calls: ['identity'],
  visits: ['gate_code'],
};
