import type { LineMode, LineSetting } from '#shared/lines/setting.ts';

const WHAT: Readonly<Record<LineMode, string>> = {
  always: 'the box answers every call',
  after_hours: 'the box answers after hours',
  overflow: 'your phones ring first, and the box answers when nobody does',
  off: 'the box is off',
  shadow: 'the box only listens',
};

/** `Line main: the box is off. Calls go to the number that ends in 0 1 4 2.` */
export const describeSetting = ({ line, mode, fallback }: LineSetting): string => {
  const said = `Line ${line.replaceAll(/[_-]/g, ' ')}: ${WHAT[mode]}.`;
  if (mode !== 'off') return said;
  return fallback === null
    ? `${said} No fallback number is set.`
    : `${said} The fallback number ends in ${Array.from(fallback.slice(-4)).join(' ')}.`;
};

export const OWNER_MENU = 'Press 1 to answer always, 2 to switch off, 3 for after hours, 4 for overflow.';
export const OWNER_WRONG = 'That is not right.';
export const OWNER_LOCKED = 'Changes by phone are locked for a quarter of an hour.';
export const OWNER_LATER = 'The booking system is away. The change holds as soon as it is back.';
export const OWNER_BYE = 'Goodbye.';
