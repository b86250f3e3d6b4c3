/** What can be found of one thing (a customer, a job, ...). */
export interface SearchDocumentRow {
  business_id: string;
  /** A `SearchKind`. */
  kind: string;
  subject_id: string;
  /** Lies in the kind's own range; newer ones have greater numbers. */
  number: number;
  title: string;
  subtitle: string;
  /** JSON of `FoundBy`. */
  fields: string;
  /** The words it is found by, in plain letters, apart by spaces. */
  words: string;
  /** Those of its words that stand in `search_words`. */
  spellings: string;
}

/** A word by which others are found that are like it, or a number of which somebody has a part. */
export interface SearchWordRow {
  business_id: string;
  word: string;
  number: number;
  /** Double Metaphone; '' for numbers and codes. */
  sound: string;
  /** In how many documents it stands. */
  uses: number;
}

/** How far the things that were there before have been made findable. */
export interface SearchWalkRow {
  business_id: string;
  kind: string;
  /** Of the way documents are made. */
  version: number;
  /** Subjects up to this id are done. */
  after_id: string;
  finished: number;
}
