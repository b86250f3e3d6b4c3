import { SAFE_RESERVE, type ShopSettings } from '../settings.ts';
import { STARTER_DEPOSIT } from './deposit.ts';
import { starterLadder } from './ladder.ts';
import { STARTER_HOURS, STARTER_SERVICES, STARTER_WINDOWS, type StarterShop } from './shop.ts';

/** An invented shop, so that a new box can be tried. Names and numbers belong to nobody (555-01xx). */
export const DEMO_SHOP = { name: 'Lakeside Heating and Air', zone: 'America/New_York', phone: '+19375550100' } as const;

export const DEMO_SETTINGS: ShopSettings = {
  home: { city: 'Springfield', state: 'OH', zip: '45503' },
  servedStates: ['OH'],
  servedZipPrefixes: [],
  windows: STARTER_WINDOWS,
  leadMinutes: 45,
  horizonDays: 14,
  emergencyReserve: SAFE_RESERVE,
  mainTrade: 'hvac',
};

const DEMO_HOLIDAYS = [
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

/** Who is alerted after the technicians on call. */
const DEMO_LADDER = {
  owner: { name: 'Ellis Whitlock', phone: '+19375550120', email: 'owner@example.com' },
  partner: { name: 'Harbor Plumbing', phone: '+19375550121', email: '' },
} as const;

/** The rows of the demo shop. It takes deposits on service, so that they can be tried. */
export const DEMO_STARTER: StarterShop = {
  ...DEMO_SHOP,
  settings: DEMO_SETTINGS,
  hours: STARTER_HOURS,
  holidays: DEMO_HOLIDAYS,
  technicians: DEMO_TECHNICIANS,
  services: Object.entries(STARTER_SERVICES),
  deposit: { ...STARTER_DEPOSIT, onService: true },
  ladder: starterLadder(DEMO_LADDER),
};
