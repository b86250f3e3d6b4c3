/** A window as local wall time. Its id is its own description, so that it survives a restart: `2026-11-23T21:00/23:00`. */
export interface LocalWindow {
  readonly date: string;
  readonly starts: string;
  readonly ends: string;
}

export const windowId = (window: LocalWindow): string => `${window.date}T${window.starts}/${window.ends}`;

const SHAPE = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})\/(\d{2}:\d{2})$/u;

/** @returns null when the text is no window id */
export const parseWindowId = (id: string): LocalWindow | null => {
  const [, date, starts, ends] = SHAPE.exec(id) ?? [];
  return date === undefined || starts === undefined || ends === undefined ? null : { date, starts, ends };
};
