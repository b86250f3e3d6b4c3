import type { LineEvent, LineRecord } from '#shared/lines/change.ts';
import type { LineMode, LineSetting } from '#shared/lines/setting.ts';
import { formatMoment } from '../format/instants.ts';

export const MODES: Readonly<Record<LineMode, { readonly name: string; readonly what: string }>> = {
  always: { name: 'Always', what: 'The box answers every call.' },
  after_hours: { name: 'After hours', what: 'The box answers while the shop is closed.' },
  overflow: { name: 'Overflow', what: 'Your phones ring first; the box answers when nobody does.' },
  off: { name: 'Off', what: 'The box does not answer. Calls go to the fallback number.' },
  shadow: { name: 'Shadow', what: 'The box listens, and neither speaks nor books.' },
};

/** The modes a line can have. */
export const modesOf = (line: LineRecord): readonly LineMode[] =>
  line.forked ? ['shadow', 'off'] : ['always', 'after_hours', 'overflow', 'off'];

/** `Off until Today, 9:10 PM, then Always`. */
export const formatSetting = (setting: LineSetting, now: number, zone: string): string => {
  const { mode, until, afterwards } = setting;
  const name = MODES[mode].name;
  if (until === null || afterwards === null) return name;
  return `${name} until ${formatMoment(until, now, zone)}, then ${MODES[afterwards].name}`;
};

const VIA = { console: 'on this page', cli: 'on the box', phone: 'by phone', box: 'by itself' } as const;

/** `on the box by dana`. */
export const formatBy = ({ via, who }: Pick<LineEvent, 'via' | 'who'>): string =>
  who === '' ? VIA[via] : `${VIA[via]} by ${who}`;

/** What a change changed, in words. */
export const formatChange = ({ before, after }: LineEvent, now: number, zone: string): string => {
  const parts = [
    before.mode === after.mode && before.until === after.until
      ? ''
      : `${MODES[before.mode].name} to ${formatSetting(after, now, zone)}`,
    before.fallback === after.fallback ? '' : `fallback number ${after.fallback ?? 'taken away'}`,
    before.overflowSeconds === after.overflowSeconds ? '' : `${after.overflowSeconds} seconds of ringing`,
  ];
  return parts.filter((part) => part !== '').join('; ') || 'Nothing changed';
};
