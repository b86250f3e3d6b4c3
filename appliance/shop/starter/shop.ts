import type { ShopConfig } from '#shared/config/shop.ts';
import type { DepositRule } from '../deposit.ts';
import type { LadderStep } from '../ladder.ts';
import { normalisePhone } from '../phone.ts';
import { SAFE_RESERVE, type ShopSettings } from '../settings.ts';
import { STARTER_DEPOSIT } from './deposit.ts';
import { electrical } from './electrical.ts';
import { hvac } from './hvac.ts';
import { starterLadder } from './ladder.ts';
import { plumbing } from './plumbing.ts';
import type { StarterService } from './service.ts';

export interface StarterTechnician {
  readonly name: string;
  readonly phone: string;
  readonly skills: readonly string[];
  /** Evenings on call, 1 Monday to 7 Sunday. */
  readonly nights: readonly number[];
  readonly saturday: boolean;
}

/** Every row a shop begins with. */
export interface StarterShop {
  readonly name: string;
  readonly zone: string;
  readonly phone: string;
  readonly settings: ShopSettings;
  readonly hours: readonly { weekday: number; kind: string; starts: string; ends: string }[];
  readonly holidays: readonly { date: string; name: string; kind: string }[];
  readonly technicians: readonly StarterTechnician[];
  readonly services: readonly (readonly [trade: string, rows: readonly StarterService[]])[];
  readonly deposit: DepositRule;
  readonly ladder: readonly LadderStep[];
}

export const STARTER_SERVICES: Readonly<Record<ShopConfig['trades'][number], readonly StarterService[]>> = {
  hvac,
  plumbing,
  electrical,
};

export const WEEKDAYS = [1, 2, 3, 4, 5];
const ALL_DAYS = [...WEEKDAYS, 6, 7];

const windows = (
  weekdays: readonly number[],
  kind: 'open' | 'on_call',
  spans: readonly (readonly [string, string])[],
): ShopSettings['windows'] => spans.map(([starts, ends]) => ({ weekdays: [...weekdays], starts, ends, kind }));

/** Two hours each (four-hour ones are the most some states allow), Saturday mornings, evenings on call. */
export const STARTER_WINDOWS: ShopSettings['windows'] = [
  ...windows(WEEKDAYS, 'open', [
    ['08:00', '10:00'],
    ['10:00', '12:00'],
    ['13:00', '15:00'],
    ['15:00', '17:00'],
  ]),
  ...windows([6], 'open', [
    ['09:00', '11:00'],
    ['11:00', '13:00'],
  ]),
  ...windows(ALL_DAYS, 'on_call', [
    ['19:00', '21:00'],
    ['21:00', '23:00'],
  ]),
];

/** Opening hours: by day, and the evenings somebody is on call. */
export const STARTER_HOURS = [
  ...WEEKDAYS.map((weekday) => ({ weekday, kind: 'open', starts: '08:00', ends: '17:00' })),
  { weekday: 6, kind: 'open', starts: '09:00', ends: '13:00' },
  ...ALL_DAYS.map((weekday) => ({ weekday, kind: 'on_call', starts: '17:00', ends: '23:00' })),
] as const;

const reachable = (person: ShopConfig['owner']) => ({
  name: person?.name ?? '',
  phone: normalisePhone(person?.phone ?? '') ?? '',
  email: person?.email ?? '',
});

/** The rows a shop of its own begins with: typical hours, durations and prices, for its owner to put right and confirm. */
export const starterShop = (config: ShopConfig): StarterShop => ({
  name: config.name,
  zone: config.zone,
  phone: normalisePhone(config.phone) ?? config.phone,
  settings: {
    home: config.home,
    servedStates: [config.home.state],
    servedZipPrefixes: [],
    windows: STARTER_WINDOWS,
    leadMinutes: 45,
    horizonDays: 14,
    emergencyReserve: SAFE_RESERVE,
    mainTrade: config.trades[0] ?? 'hvac',
  },
  hours: STARTER_HOURS,
  holidays: [],
  technicians: (config.technicians ?? []).map(({ name, phone, trades, on_call }) => ({
    name,
    phone: normalisePhone(phone) ?? phone,
    skills: trades ?? config.trades,
    nights: on_call ?? [],
    saturday: true,
  })),
  services: config.trades.map((trade) => [trade, STARTER_SERVICES[trade]] as const),
  deposit: STARTER_DEPOSIT,
  ladder: starterLadder({ owner: reachable(config.owner), partner: reachable(config.partner) }),
});
