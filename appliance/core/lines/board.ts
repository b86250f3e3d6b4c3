import type { Lines } from '#api/lines.ts';
import type { Log } from '#observe/log.ts';
import { isOpen } from '#schedule/opening.ts';
import { openings } from '#schedule/openings.ts';
import type { Clock } from '#shared/clock.ts';
import type { ConfiguredLine } from '#shared/config/lines.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { ChangedBy, LineChange, LineEvent, LineRecord } from '#shared/lines/change.ts';
import { settingAt, unsetLine, type LineMode, type LineSetting } from '#shared/lines/setting.ts';
import type { LineState, ModesMessage } from '#shared/link/messages.ts';
import { normalisePhone } from '#shop/phone.ts';
import { keepLines, restoreLine, returnLines, setLine } from '#store/lines/transactor.ts';
import type { BusinessStore } from '#store/store.ts';
import { nextCall } from './words.ts';

/** How far ahead voice knows the opening hours, days: so long it goes by them without core. */
const DAYS_AHEAD = 21;
/** How often hours and holidays are read again, ms. */
const AGAIN_MS = 60_000;

export interface LineBoardDeps {
  readonly store: BusinessStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly configured: readonly ConfiguredLine[];
  readonly zone: string;
  /** How the trunks stand; null while the phone side is away. */
  readonly states: () => readonly LineState[] | null;
  /** Calls that go on now, by the name of their line. */
  readonly calls: () => readonly { readonly line: string }[];
  /** Tells voice. */
  readonly push: (modes: ModesMessage) => void;
}

/** The lines as the office sees and sets them. The database holds the truth; voice is told of every change at once. */
export class LineBoard implements Lines {
  readonly #deps: LineBoardDeps;
  #timer: NodeJS.Timeout | null = null;
  #told = '';

  constructor(deps: LineBoardDeps) {
    this.#deps = deps;
  }

  /** Gives the configured lines their rows, and from now on brings back what was changed for a time. */
  async start(): Promise<void> {
    await this.#deps.store.transaction((tx) => keepLines(tx, this.#deps.configured));
    await this.changed();
    this.#timer = setInterval(() => {
      this.changed().catch((error: unknown) =>
        this.#deps.log.error({ cause: messageOf(error) }, 'the lines could not be looked after'),
      );
    }, AGAIN_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Something may have changed: voice is told when it has. */
  async changed(): Promise<void> {
    const { store } = this.#deps;
    await store.transaction((tx) => returnLines(tx));
    const modes = await this.modes();
    const told = JSON.stringify(modes);
    if (told === this.#told) return;
    this.#told = told;
    this.#deps.push(modes);
  }

  /** What voice must know. */
  async modes(): Promise<ModesMessage> {
    const { clock, store, zone } = this.#deps;
    const calendar = await store.calendar();
    const open = openings(calendar.hours, calendar.holidays, zone, clock.now(), DAYS_AHEAD);
    const lines = await this.#settings();
    return { type: 'modes', lines, open: open.map(([from, to]) => [from, to]) };
  }

  async list(): Promise<readonly LineRecord[]> {
    const { clock, configured, store, zone } = this.#deps;
    const now = clock.now();
    const calendar = await store.calendar();
    const open = isOpen(calendar.hours, calendar.holidays, zone, now);
    const settings = await this.#settings();
    const versions = await store.lines.versions();
    return Promise.all(
      configured.map(async (line): Promise<LineRecord> => {
        const setting = settingAt(settings.find((one) => one.line === line.name) ?? unsetLine(line.name), now);
        const { items } = await store.lines.history({ limit: 1 }, line.name);
        return {
          name: line.name,
          numbers: [...line.numbers],
          trunks: [...line.trunks],
          forked: line.forked,
          setting,
          open,
          next: nextCall({ ...line, setting, now, open }),
          state: this.#stateOf(line),
          callsNow: this.#deps.calls().filter((call) => call.line === line.name).length,
          lastChange: items[0] ?? null,
          version: versions.get(line.name) ?? 1,
        };
      }),
    );
  }

  async one(name: string): Promise<LineRecord> {
    const { name: known } = this.#find(name);
    const record = (await this.list()).find((one) => one.name === known);
    if (!record) throw unknown(known);
    return record;
  }

  async change(name: string, change: LineChange, by: ChangedBy, version?: number): Promise<LineRecord> {
    const line = this.#find(name);
    const { mode, forMs, overflowSeconds } = change;
    if (mode !== undefined) refuseMode(line, mode);
    const fallback = change.fallback == null ? change.fallback : numberOf(change.fallback, line);
    await this.#deps.store.transaction((tx) =>
      setLine(tx, {
        line: line.name,
        mode,
        forMs,
        overflowSeconds,
        fallback,
        ...by,
        reason: change.reason ?? '',
        expected: version ?? null,
      }),
    );
    return this.#after(line);
  }

  async undo(name: string, event: string, by: ChangedBy): Promise<LineRecord> {
    const line = this.#find(name);
    const { items } = await this.#deps.store.lines.history({ limit: 1 }, line.name);
    const last = items[0];
    if (last?.id !== event) {
      throw new PilotError('line.changed_since', `Line ${line.name} was changed again since.`, {
        fix: 'Look at its history, then set it as it should be.',
      });
    }
    await this.#deps.store.transaction((tx) => restoreLine(tx, last.before, { ...by, reason: 'taken back' }));
    return this.#after(line);
  }

  async history(
    name: string,
    page: Parameters<Lines['history']>[1],
  ): Promise<{ items: LineEvent[]; next: string | null }> {
    return this.#deps.store.lines.history(page, this.#find(name).name);
  }

  async #after(line: ConfiguredLine): Promise<LineRecord> {
    await this.changed();
    return this.one(line.name);
  }

  async #settings(): Promise<LineSetting[]> {
    const { configured, store } = this.#deps;
    const lines = new Map(configured.map((line) => [line.name, line]));
    const settings = (await store.lines.settings()).filter(({ line }) => lines.has(line));
    if ((await store.shop()).confirmedAt !== null) return settings;
    return settings.map((setting) => (lines.get(setting.line)?.forked === true ? setting : held(setting)));
  }

  #find(name: string): ConfiguredLine {
    const number = normalisePhone(name);
    const found = this.#deps.configured.find(
      (line) => line.name === name || (number !== null && line.numbers.some((one) => normalisePhone(one) === number)),
    );
    if (!found) throw unknown(name);
    return found;
  }

  #stateOf(line: ConfiguredLine): LineRecord['state'] {
    const states = this.#deps.states();
    if (states === null || line.trunks.length === 0) return null;
    const own = line.trunks.flatMap(
      (trunk) => states.find(({ name }) => name === `trunk ${trunk}` || name === `line ${trunk}`) ?? [],
    );
    if (own.length === 0) return null;
    return { ok: own.every(({ ok }) => ok), detail: own.map(({ detail }) => detail).join('; ') };
  }
}

/** A line of a shop whose rows nobody has confirmed: calls go where they go when the line is off. */
const held = (setting: LineSetting): LineSetting => ({ ...setting, mode: 'off', until: null, afterwards: null });

const unknown = (name: string): PilotError =>
  new PilotError('line.unknown', `There is no line ${name}.`, { fix: 'pilot lines and the console list the lines.' });

const numberOf = (text: string, line: ConfiguredLine): string => {
  const number = normalisePhone(text);
  if (number === null) {
    throw new PilotError('line.fallback', `${text} is not a telephone number.`, {
      fix: 'Write it with area code, like 937-555-0142, or with + and the country code.',
    });
  }
  if (line.numbers.some((one) => normalisePhone(one) === number)) {
    throw new PilotError('line.fallback', `${text} rings line ${line.name} itself.`, {
      fix: 'Name another number: this one would send each call round in a circle.',
    });
  }
  return number;
};

const refuseMode = (line: ConfiguredLine, mode: LineMode): void => {
  if (mode === 'shadow' && !line.forked) {
    throw new PilotError('line.mode', `Line ${line.name} carries calls of its own: the box cannot only listen there.`, {
      fix: 'Let the PBX fork its calls to a trunk of their own and mark that trunk shadow: true.',
    });
  }
  if (line.forked && mode !== 'shadow' && mode !== 'off') {
    throw new PilotError('line.mode', `Line ${line.name} carries copies of calls: nobody there hears the box.`, {
      fix: 'Set it to shadow or off; to let the box answer, send it the calls themselves over another trunk.',
    });
  }
};
