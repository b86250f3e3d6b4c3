import { SHORT } from '../address.ts';

/** More street suffixes than an address key irons out (US Postal Service, Publication 28, appendix C1), and counted streets. */
const MORE: Readonly<Record<string, string>> = {
  alley: 'aly',
  bend: 'bnd',
  branch: 'br',
  bridge: 'brg',
  brook: 'brk',
  center: 'ctr',
  cove: 'cv',
  creek: 'crk',
  crescent: 'cres',
  crossing: 'xing',
  estates: 'ests',
  expressway: 'expy',
  forest: 'frst',
  freeway: 'fwy',
  garden: 'gdn',
  gardens: 'gdns',
  glen: 'gln',
  green: 'grn',
  grove: 'grv',
  harbor: 'hbr',
  heights: 'hts',
  hill: 'hl',
  hills: 'hls',
  hollow: 'holw',
  island: 'is',
  junction: 'jct',
  lake: 'lk',
  landing: 'lndg',
  meadow: 'mdw',
  meadows: 'mdws',
  mill: 'ml',
  mount: 'mt',
  mountain: 'mtn',
  orchard: 'orch',
  plaza: 'plz',
  point: 'pt',
  ridge: 'rdg',
  river: 'riv',
  route: 'rte',
  shore: 'shr',
  spring: 'spg',
  springs: 'spgs',
  station: 'sta',
  turnpike: 'tpke',
  valley: 'vly',
  view: 'vw',
  village: 'vlg',
  building: 'bldg',
  floor: 'fl',
  room: 'rm',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
};

const SHORT_OF: ReadonlyMap<string, string> = new Map([...Object.entries(SHORT), ...Object.entries(MORE)]);

/** A word of an address as it is kept: short where the Postal Service shortens it. */
export const shortOf = (word: string): string => SHORT_OF.get(word) ?? word;

/** Short forms of the long ones that begin like this: `stre` is a street by now. At least three letters. */
export const shortOfBeginning = (word: string): string[] =>
  word.length < 3 ? [] : [...SHORT_OF].filter(([long]) => long.startsWith(word)).map(([, short]) => short);
