import { useSyncExternalStore } from 'react';

/** Which page is shown, and which details are open. Kept in the address's fragment, so that Back closes them and a link opens them. */
export type Route =
  | { readonly kind: 'board' }
  | { readonly kind: 'lines' }
  | { readonly kind: 'alerts' }
  /** `atMs` is a place in the recording. */
  | { readonly kind: 'call'; readonly id: string; readonly atMs: number | null }
  | { readonly kind: 'job'; readonly id: string };

export const BOARD_LINK = '#/';
export const LINES_LINK = '#/lines';
export const ALERTS_LINK = '#/alerts';

export const callLink = (id: string, atMs?: number): string =>
  `#/calls/${encodeURIComponent(id)}${atMs === undefined ? '' : `?at=${Math.max(0, Math.round(atMs))}`}`;
export const jobLink = (id: string): string => `#/jobs/${encodeURIComponent(id)}`;

/** @param fragment `#/calls/ID?at=41200` */
export const parseRoute = (fragment: string): Route => {
  // The skip link of the page leads to its heading.
  if (fragment === LINES_LINK || fragment === '#lines-title') return { kind: 'lines' };
  if (fragment === ALERTS_LINK || fragment === '#alerts-title') return { kind: 'alerts' };
  const match = /^#\/(calls|jobs)\/([^/?]+)(?:\?at=(\d+))?$/.exec(fragment);
  if (match === null) return { kind: 'board' };
  const [, kind, code = '', at] = match;
  const id = decoded(code);
  if (id === null) return { kind: 'board' };
  return kind === 'jobs' ? { kind: 'job', id } : { kind: 'call', id, atMs: at === undefined ? null : Number(at) };
};

const decoded = (code: string): string | null => {
  try {
    return decodeURIComponent(code);
  } catch {
    return null;
  }
};

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export const useRoute = (): Route => parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));

/** Back to the board, without a step that Back would undo. */
export const closeDetails = (): void => {
  window.history.replaceState(null, '', '#/');
  window.dispatchEvent(new HashChangeEvent('hashchange'));
};
