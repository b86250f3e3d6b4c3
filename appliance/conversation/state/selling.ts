/**
 * The one offer of a call:  looking -> asking -> taken | left
 *                              |         |
 *                              v         v
 *                             none      over   (something else came up: it is not spoken of any more)
 */
export interface Selling {
  step: 'looking' | 'asking' | 'taken' | 'left' | 'none' | 'over';
  /** How often it was asked; again only when the caller had us say it again. */
  times: number;
}
