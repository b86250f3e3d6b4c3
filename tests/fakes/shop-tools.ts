import { Temporal } from 'temporal-polyfill';
import type {
  OfferedWindow,
  RunTool,
  StoredQuote,
  ToolCall,
  ToolOutcome,
  ToolName,
  Tools,
  VisitDetails,
} from '#conversation/tools.ts';
import type { AddOnOffer } from '#conversation/sales-tools.ts';
import type { ChangedVisit, FoundVisit, VisitProof } from '#conversation/visit-tools.ts';
import { holdUntil } from '#schedule/hold.ts';
import { usd } from '#shared/money.ts';
import { isHouseNumber, isLastName, isProven } from '#shop/proof.ts';

export interface ShopTools {
  readonly run: RunTool;
  /** Every call of a tool, in order, journalled ones included. */
  readonly calls: ToolCall[];
  readonly booked: { readonly key: string; readonly windowId: string; readonly visit: VisitDetails }[];
  readonly messages: Extract<ToolCall, { name: 'take_message' }>['args'][];
  readonly alerts: Extract<ToolCall, { name: 'alert_oncall' }>['args'][];
  readonly holds: Extract<ToolCall, { name: 'hold_window' }>['args'][];
  /** What was offered beside a visit, and how it was answered. */
  readonly offers: { readonly offer: AddOnOffer; answer: 'yes' | 'no' | null }[];
  readonly surveys: Extract<ToolCall, { name: 'record_survey' }>['args'][];
  /** What was told up the ladder: at most one alert for danger to people, one for property. */
  readonly escalations: { readonly kind: 'life_safety' | 'property'; readonly by: ToolName }[];
  /** Visits on file, as they stand now; one that was called off is gone. */
  readonly visits: FakeVisit[];
}

/** A visit on file with its customer. */
export interface FakeVisit extends FoundVisit {
  readonly name: string;
  /** Ten digits. */
  readonly phone: string;
  readonly houseNumber: string;
  readonly street: string;
  readonly zip: string;
}

export interface ShopRules {
  readonly now: number;
  readonly zone: string;
  /** Errors to answer with, by tool key (`book-1`) or tool name. */
  readonly errors?: Readonly<Record<string, string>>;
  readonly served?: boolean;
  readonly noWindows?: boolean;
  readonly visits?: readonly FakeVisit[];
  /** We rang the customer: whoever speaks answers the number on file. */
  readonly rang?: string;
  /** What the customer may be offered beside a visit, with its price. */
  readonly addOns?: readonly AddOnOffer[];
  /** Takes a quarter of the estimate in advance, as the demo shop does. */
  readonly deposits?: boolean;
}

/** The starter row of an AC repair. */
const pricesOf = ({ deposits }: ShopRules, late: boolean): Pick<StoredQuote, 'range' | 'estimate' | 'deposit'> => ({
  range: late ? { low: usd(45_000), high: usd(120_000) } : { low: usd(30_000), high: usd(80_000) },
  estimate: late ? usd(82_500) : usd(55_000),
  deposit: deposits ? (late ? usd(20_600) : usd(13_700)) : null,
});

/** Start hours of an ordinary day, and of an evening on call. */
const DAY = [8, 10, 13, 15];
const EVENING = [19, 21];

const windowsOf = ({ now, zone, noWindows }: ShopRules): OfferedWindow[] => {
  if (noWindows) return [];
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const windows: OfferedWindow[] = [];
  for (let days = 0; days < 8; days++) {
    const date = today.add({ days });
    for (const hour of date.dayOfWeek <= 5 ? [...DAY, ...EVENING] : EVENING) {
      const at = (h: number): number =>
        date.toZonedDateTime({ timeZone: zone, plainTime: { hour: h } }).epochMilliseconds;
      const startsAt = at(hour);
      if (startsAt < now + 45 * 60_000) continue;
      const id = `${date.toString()}T${String(hour).padStart(2, '0')}`;
      windows.push({ id, startsAt, endsAt: at(hour + 2), zone, afterHours: hour >= 17 });
    }
  }
  return windows;
};

const fits = (window: OfferedWindow, args: Extract<ToolCall, { name: 'offer_windows' }>['args']): boolean => {
  const start = Temporal.Instant.fromEpochMilliseconds(window.startsAt).toZonedDateTimeISO(window.zone);
  return (
    !args.exclude.includes(window.id) &&
    (args.date === null || start.toPlainDate().toString() === args.date) &&
    (args.fromHour === null || start.hour + 2 > args.fromHour) &&
    (args.toHour === null || start.hour < args.toHour)
  );
};

/** Windows that fit, and why a wished time has none: none at all is as good as full. */
const offerOf = (
  windows: readonly OfferedWindow[],
  args: Extract<ToolCall, { name: 'offer_windows' }>['args'],
): Tools['offer_windows']['result'] => {
  const fitting = windows.filter((window) => fits(window, args));
  const { date } = args;
  return {
    windows: fitting.slice(0, args.limit),
    refused: fitting.length > 0 || date === null ? null : { date, reason: 'full' },
  };
};

const plainVisit = (visit: FakeVisit): FoundVisit => {
  const { id, jobId, jobNumber, serviceType, urgency, startsAt, endsAt, zone, afterHours, status } = visit;
  return { id, jobId, jobNumber, serviceType, urgency, startsAt, endsAt, zone, afterHours, status };
};

/** The visits on file, by the rules of the store. */
const visitRecords = (visits: FakeVisit[], rules: ShopRules, windows: readonly OfferedWindow[]) => {
  const may = (visit: FakeVisit, wish: 'see' | 'change', { callerId, facts }: VisitProof): boolean => {
    const file = {
      names: [visit.name],
      houseNumber: visit.houseNumber,
      zip: visit.zip,
      phones: [`+1${visit.phone}`],
      jobNumber: visit.jobNumber.slice(2),
    };
    return isProven(wish, callerId, facts, file) || rules.rang === visit.phone;
  };
  const change = (
    args: VisitProof & { visitId: string },
    wish: 'see' | 'change',
    work: (index: number, visit: FakeVisit) => FakeVisit | string,
  ): ChangedVisit | string => {
    const index = visits.findIndex((one) => one.id === args.visitId);
    const visit = visits[index];
    if (!visit) return 'not_found';
    if (!may(visit, wish, args)) return 'not_proven';
    if (wish === 'change' && visit.status !== 'scheduled' && visit.status !== 'confirmed') return 'too_late';
    const after = work(index, visit);
    if (typeof after === 'string') return after;
    const { jobId, jobNumber, startsAt, endsAt, zone, afterHours } = after;
    return { jobId, jobNumber, startsAt, endsAt, zone, afterHours };
  };
  return {
    proven: (proof: VisitProof, wish: 'see' | 'change') => visits.filter((visit) => may(visit, wish, proof)),
    move: (args: VisitProof & { visitId: string; windowId: string }) =>
      change(args, 'change', (index, visit) => {
        const window = windows.find((one) => one.id === args.windowId);
        if (!window) return 'window_taken';
        const { startsAt, endsAt, zone, afterHours } = window;
        return (visits[index] = { ...visit, startsAt, endsAt, zone, afterHours, status: 'scheduled' });
      }),
    callOff: (args: VisitProof & { visitId: string }) =>
      change(args, 'change', (index, visit) => {
        visits.splice(index, 1);
        return visit;
      }),
    confirm: (args: VisitProof & { visitId: string }) =>
      change(args, 'see', (index, visit) => (visits[index] = { ...visit, status: 'confirmed' })),
    customer: ({
      phone,
      lastName,
      houseNumber,
    }: {
      phone: string;
      lastName: string | null;
      houseNumber: string | null;
    }) => {
      const fitting = visits.filter(
        (visit) =>
          visit.phone === phone &&
          ((lastName !== null && isLastName(lastName, [visit.name])) ||
            (houseNumber !== null && isHouseNumber(houseNumber, visit.houseNumber))),
      );
      const [one] = fitting;
      if (!one || fitting.length > 1) return null;
      const { houseNumber: number, street, zip } = one;
      return {
        id: one.name,
        place: { houseNumber: number, street, unit: null, city: 'Springfield', state: 'OH', zip },
      };
    },
  };
};

/** Tools that change nothing: as in the store, they run again when their arguments do. */
const READS: ReadonlySet<ToolName> = new Set([
  'offer_windows',
  'quote_visit',
  'find_customer',
  'find_visits',
  'check_area',
]);

/** A shop in memory that keeps the journal's promise: the same key again gives the stored outcome and does nothing. */
export const createShopTools = (rules: ShopRules): ShopTools => {
  const windows = windowsOf(rules);
  const journal = new Map<string, { args: string; outcome: ToolOutcome }>();
  const shop = {
    calls: [] as ToolCall[],
    booked: [] as { key: string; windowId: string; visit: VisitDetails }[],
    messages: [] as ShopTools['messages'],
    alerts: [] as ShopTools['alerts'],
    holds: [] as ShopTools['holds'],
    offers: [] as ShopTools['offers'],
    surveys: [] as ShopTools['surveys'],
    visits: [...(rules.visits ?? [])],
    escalations: [] as { kind: 'life_safety' | 'property'; by: ToolName }[],
  };
  const escalate = (urgency: string, by: ToolName): { alertId?: string } => {
    if (urgency !== 'emergency' && urgency !== 'life_safety') return {};
    const kind = urgency === 'life_safety' ? 'life_safety' : 'property';
    const known = shop.escalations.some((one) => one.kind === 'life_safety' || one.kind === kind);
    if (!known) shop.escalations.push({ kind, by });
    return { alertId: `alert-${shop.escalations.length}` };
  };
  const records = visitRecords(shop.visits, rules, windows);
  const act = (call: ToolCall): ToolOutcome => {
    const error = rules.errors?.[call.key] ?? rules.errors?.[call.name satisfies ToolName];
    if (error !== undefined) return { name: call.name, key: call.key, ok: false, error };
    const ok = { key: call.key, ok: true as const };
    switch (call.name) {
      case 'offer_windows':
        return {
          ...ok,
          name: call.name,
          result: offerOf(windows, call.args),
        };
      case 'quote_visit': {
        const fee = call.args.afterHours ? usd(24_750) : usd(16_500);
        const spokenFee = usd(Math.ceil(fee.cents / 100) * 100);
        const id = `quote-${call.args.afterHours ? 'late' : 'day'}`;
        const quote = {
          id,
          serviceType: call.args.serviceType,
          afterHours: call.args.afterHours,
          fee,
          spokenFee,
          feeRule: 'credited' as const,
          ...pricesOf(rules, call.args.afterHours),
          ...(call.args.rules === null ? { deposit: null } : {}),
          state: call.args.rules?.state ?? null,
        };
        return { ...ok, name: call.name, result: { quote } };
      }
      case 'offer_add_on': {
        const offer = rules.addOns?.find(({ code }) => call.args.codes.includes(code)) ?? null;
        if (offer !== null) shop.offers.push({ offer, answer: null });
        return { ...ok, name: call.name, result: { offer } };
      }
      case 'answer_add_on': {
        const made = shop.offers.find((one) => one.offer.id === call.args.offerId);
        if (!made || made.answer !== null) return { name: call.name, key: call.key, ok: false, error: 'not_found' };
        made.answer = call.args.answer;
        return { ...ok, name: call.name, result: { lineId: made.answer === 'yes' ? 'line-1' : null } };
      }
      case 'record_survey': {
        shop.surveys.push(call.args);
        const { attention, reviewLink, visitId } = call.args;
        const result = {
          surveyId: visitId,
          taskId: attention ? 'task-1' : null,
          reviewId: reviewLink === null || attention ? null : 'text-1',
        };
        return { ...ok, name: call.name, result };
      }
      case 'opt_out':
        return { ...ok, name: call.name, result: { cancelled: 0 } };
      case 'resume_call':
        return { ...ok, name: call.name, result: { closed: 1 } };
      case 'find_customer':
        return { ...ok, name: call.name, result: { customer: records.customer(call.args) } };
      case 'find_visits':
        return {
          ...ok,
          name: call.name,
          result: { visits: records.proven(call.args, call.args.wish).map(plainVisit) },
        };
      case 'reschedule_visit': {
        const changed = records.move(call.args);
        return typeof changed === 'string'
          ? { name: call.name, key: call.key, ok: false, error: changed }
          : { ...ok, name: call.name, result: { ...changed, quote: null } };
      }
      case 'cancel_visit':
      case 'confirm_visit': {
        const changed = call.name === 'cancel_visit' ? records.callOff(call.args) : records.confirm(call.args);
        return typeof changed === 'string'
          ? { name: call.name, key: call.key, ok: false, error: changed }
          : { ...ok, name: call.name, result: changed };
      }
      case 'book_visit': {
        const window = windows.find((one) => one.id === call.args.windowId);
        if (!window) return { name: call.name, key: call.key, ok: false, error: 'window_taken' };
        shop.booked.push({ key: call.key, windowId: window.id, visit: call.args.visit });
        const { startsAt, endsAt, zone, afterHours } = window;
        const { deposit } = pricesOf(rules, afterHours);
        const depositLink = call.args.quoteId === null || deposit === null ? null : { id: 'text-1', deposit };
        return {
          ...ok,
          name: call.name,
          result: {
            jobId: 'job-1',
            jobNumber: 'J-1042',
            startsAt,
            endsAt,
            zone,
            afterHours,
            depositLink,
            ...escalate(call.args.visit.urgency, call.name),
          },
        };
      }
      case 'hold_window': {
        const window = windows.find((one) => one.id === call.args.windowId);
        if (!window) return { name: call.name, key: call.key, ok: false, error: 'window_taken' };
        shop.holds.push(call.args);
        const { startsAt, endsAt, zone, afterHours } = window;
        const expiresAt = holdUntil(rules.now, startsAt);
        return { ...ok, name: call.name, result: { holdId: 'hold-1', startsAt, endsAt, zone, afterHours, expiresAt } };
      }
      case 'take_message':
        shop.messages.push(call.args);
        return {
          ...ok,
          name: call.name,
          result: { taskId: `task-${shop.messages.length}`, ...escalate(call.args.urgency, call.name) },
        };
      case 'alert_oncall':
        shop.alerts.push(call.args);
        return { ...ok, name: call.name, result: { alertId: escalate('life_safety', call.name).alertId ?? '' } };
      case 'check_area':
        return { ...ok, name: call.name, result: { served: rules.served ?? true, zip: null } };
    }
  };
  const run: RunTool = async (call) => {
    shop.calls.push(call);
    const before = journal.get(call.key);
    const args = JSON.stringify(call.args);
    if (before && (before.args === args || !READS.has(call.name))) return before.outcome;
    const outcome = act(call);
    journal.set(call.key, { args, outcome });
    return outcome;
  };
  return { run, ...shop };
};
