/** Small drawings that stand beside words, never in place of them. */
const PATHS = {
  phone:
    'M5 2.500h2.600l1.300 3.300-1.700 1.200a9 9 0 0 0 4.300 4.300l1.200-1.700 3.300 1.300v2.600A1.500 1.500 0 0 1 14.500 15 12 12 0 0 1 3.500 4 1.500 1.500 0 0 1 5 2.500z',
  check: 'M4 9.500l3.200 3.200L14.500 5.500',
  ring: 'M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z',
  half: 'M9 3.500a5.500 5.500 0 1 0 0 11z M9 3.500a5.500 5.500 0 0 1 0 11',
  alert: 'M9 2.800L16 15H2L9 2.800z M9 7.500v3.600 M9 13.100v.1',
  lock: 'M5 8.500h8v6H5z M6.500 8.500V6.300a2.500 2.500 0 0 1 5 0v2.200',
  moon: 'M13.500 11.200A5.800 5.800 0 0 1 6.800 4.500a5.800 5.800 0 1 0 6.700 6.700z',
  close: 'M4.500 4.500l9 9 M13.500 4.500l-9 9',
  play: 'M6 4.200v9.600l8-4.800z',
  off: 'M3 3l12 12 M9 14.500v.1 M6.300 11.500a4 4 0 0 1 3.200-1.100 M3.600 8.600a7.600 7.600 0 0 1 3-1.800 M10 6.100a7.600 7.600 0 0 1 4.400 2.500',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className={`icon icon-${name}`} viewBox="0 0 18 18" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
