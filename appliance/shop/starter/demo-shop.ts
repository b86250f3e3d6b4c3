import type { ShopSettings } from '../settings.ts';

/** An invented shop, so that a new box can be tried. Names and numbers belong to nobody (555-01xx). */
export const DEMO_SHOP = { name: 'Lakeside Heating and Air', zone: 'America/New_York', phone: '+19375550100' } as const;

const WEEKDAYS = [1, 2, 3, 4, 5];
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

export const DEMO_SETTINGS: ShopSettings = {
  home: { city: 'Springfield', state: 'OH', zip: '45503' },
  servedStates: ['OH'],
  servedZipPrefixes: [],
  windows: [
    ...(
      [
        ['08:00', '10:00'],
        ['10:00', '12:00'],
        ['13:00', '15:00'],
        ['15:00', '17:00'],
      ] as const
    ).map(([starts, ends]) => ({ weekdays: WEEKDAYS, starts, ends, kind: 'open' as const })),
    { weekdays: [6], starts: '09:00', ends: '11:00', kind: 'open' },
    { weekdays: [6], starts: '11:00', ends: '13:00', kind: 'open' },
    { weekdays: ALL_DAYS, starts: '19:00', ends: '21:00', kind: 'on_call' },
    { weekdays: ALL_DAYS, starts: '21:00', ends: '23:00', kind: 'on_call' },
  ],
  leadMinutes: 45,
  horizonDays: 14,
  emergencyReserve: 0,
  mainTrade: 'hvac',
};

/** Opening hours: by day, and the evenings somebody is on call. */
export const DEMO_HOURS = [
  ...WEEKDAYS.map((weekday) => ({ weekday, kind: 'open', starts: '08:00', ends: '17:00' })),
  { weekday: 6, kind: 'open', starts: '09:00', ends: '13:00' },
  ...ALL_DAYS.map((weekday) => ({ weekday, kind: 'on_call', starts: '17:00', ends: '23:00' })),
] as const;

export const DEMO_HOLIDAYS = [
  { date: '2026-11-26', name: 'Thanksgiving', kind: 'on_call' },
  { date: '2026-12-25', name: 'Christmas Day', kind: 'on_call' },
  { date: '2027-01-01', name: "New Year's Day", kind: 'on_call' },
] as const;

/** The nights are shared in two pairs; each pair covers every trade. */
export const DEMO_TECHNICIANS = [
  {
    name: 'Dana Whitlock',
    phone: '+19375550111',
    skills: ['hvac', 'electrical'],
    nights: [1, 3, 5, 7],
    saturday: true,
  },
  { name: 'Marcus Bell', phone: '+19375550112', skills: ['hvac', 'plumbing'], nights: [1, 3, 5, 7], saturday: false },
  { name: 'Priya Nolan', phone: '+19375550113', skills: ['hvac', 'plumbing'], nights: [2, 4, 6], saturday: true },
  {
    name: 'Tom Aguilar',
    phone: '+19375550114',
    skills: ['electrical', 'plumbing'],
    nights: [2, 4, 6],
    saturday: false,
  },
] as const;
export const DEMO_WORKDAYS = WEEKDAYS;

/** Who is alerted after the technicians on call. */
export const DEMO_LADDER = {
  owner: { name: 'Ellis Whitlock', phone: '+19375550120', email: 'owner@example.com' },
  partner: { name: 'Harbor Plumbing', phone: '+19375550121', email: '' },
} as const;
