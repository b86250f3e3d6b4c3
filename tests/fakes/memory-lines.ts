import type { Lines } from '#api/lines.ts';
import type { PageRequest } from '#shared/api/page.ts';
import { ChangedSince } from '#shared/api/changed-since.ts';
import { PilotError } from '#shared/errors.ts';
import type { ChangedBy, LineChange, LineEvent, LineRecord } from '#shared/lines/change.ts';
import { settingAt, unsetLine, type LineSetting } from '#shared/lines/setting.ts';

/** A line of the demo shop. */
export const sampleLine = (change: Partial<LineRecord> = {}): LineRecord => ({
  name: 'main',
  numbers: ['+19375550100'],
  trunks: ['main'],
  forked: false,
  setting: { ...unsetLine('main'), fallback: '+19375550142' },
  open: false,
  next: 'The box answers.',
  state: { ok: true, detail: 'registered since 2026-11-23 12:00 UTC, until 2026-11-24 12:00 UTC' },
  callsNow: 0,
  lastChange: null,
  version: 1,
  ...change,
});

/** Lines held in memory behind the API's own interface, for tests that need the server and no database. */
export class MemoryLines implements Lines {
  readonly lines: LineRecord[] = [];
  readonly events: LineEvent[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async list(): Promise<LineRecord[]> {
    return this.lines.map((line) => ({ ...line, lastChange: this.#of(line.name)[0] ?? null }));
  }

  async one(name: string): Promise<LineRecord> {
    return { ...this.#find(name), lastChange: this.#of(name)[0] ?? null };
  }

  async change(
    name: string,
    { mode, forMs, overflowSeconds, fallback, reason }: LineChange,
    by: ChangedBy,
    version?: number,
  ) {
    const { setting, version: now } = this.#find(name);
    if (version !== undefined && version !== now)
      throw new ChangedSince({ by: 'person', at: 1, fields: { mode: { now: setting.mode } } });
    if (fallback != null && !/^[+\d\s()-]+$/.test(fallback))
      throw new PilotError('line.fallback', `${fallback} is not a telephone number.`, { fix: 'Write digits.' });
    return this.#set(
      name,
      { ...by, reason: reason ?? '' },
      {
        ...setting,
        overflowSeconds: overflowSeconds ?? setting.overflowSeconds,
        fallback: fallback === undefined ? setting.fallback : fallback,
        ...(mode === undefined ? {} : { mode, until: null, afterwards: null }),
        ...(mode === undefined || forMs === undefined ? {} : { until: this.#now() + forMs, afterwards: setting.mode }),
      },
    );
  }

  async undo(name: string, event: string, by: ChangedBy) {
    const [last] = this.#of(name);
    if (last?.id !== event) throw new PilotError('line.changed_since', 'It was changed again since.');
    return this.#set(name, { ...by, reason: 'taken back' }, last.before);
  }

  async history(name: string, page: PageRequest) {
    this.#find(name);
    return { items: this.#of(name).slice(0, page.limit), next: null };
  }

  #set(name: string, by: Pick<LineEvent, 'via' | 'who' | 'reason'>, after: LineSetting): LineRecord {
    const line = this.#find(name);
    const before = line.setting;
    const at = this.#now() + this.events.length;
    this.events.push({ id: `change-${this.events.length}`, at, line: name, ...by, before, after });
    const changed = { ...line, setting: settingAt(after, this.#now()), version: line.version + 1 };
    this.lines.splice(this.lines.indexOf(line), 1, changed);
    return { ...changed, lastChange: this.#of(name)[0] ?? null };
  }

  #of(name: string): LineEvent[] {
    return this.events.filter((event) => event.line === name).toReversed();
  }

  #find(name: string): LineRecord {
    const line = this.lines.find((one) => one.name === name);
    if (!line) throw new PilotError('line.unknown', `There is no line ${name}.`, { fix: 'Look at the list.' });
    return line;
  }
}
