import type { Page, PageRequest } from '#shared/api/page.ts';
import type { ChangedBy, LineChange, LineEvent, LineRecord } from '#shared/lines/change.ts';

/** What the API shows of lines and changes about them. */
export interface Lines {
  list(): Promise<readonly LineRecord[]>;
  /** @throws PilotError `line.unknown` */
  one(line: string): Promise<LineRecord>;
  /**
   * @param line its name, or a number that rings it
   * @param version of the setting that is changed; left out: whatever it is
   * @throws PilotError `line.unknown`, `line.fallback`, `line.mode`; ChangedSince
   */
  change(line: string, change: LineChange, by: ChangedBy, version?: number): Promise<LineRecord>;
  /**
   * Puts back what held before this change, when none came after it.
   * @throws PilotError `line.unknown`, `line.changed_since`
   */
  undo(line: string, event: string, by: ChangedBy): Promise<LineRecord>;
  /** Newest first. @throws PilotError `line.unknown` */
  history(line: string, page: PageRequest): Promise<Page<LineEvent>>;
}
