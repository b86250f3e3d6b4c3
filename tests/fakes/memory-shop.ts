import type { ShopBook } from '#api/shop-routes.ts';
import type { ShopRecord } from '#shared/api/shop.ts';
import type { WindowList, WindowQuery } from '#shared/api/windows.ts';

/** A shop's rows in memory, unconfirmed. */
export class MemoryShop implements ShopBook {
  confirmedBy: string | null = null;
  /** The last question for windows. */
  asked: WindowQuery | null = null;
  #confirmedAt: number | null = null;

  async read(): Promise<ShopRecord> {
    return {
      name: 'Harbor Plumbing',
      zone: 'America/Chicago',
      phone: '+19375550121',
      confirmedAt: this.#confirmedAt,
      home: { city: 'Springfield', state: 'OH', zip: '45503' },
      servedStates: ['OH'],
      hours: [{ weekday: 1, kind: 'open', starts: '08:00', ends: '17:00' }],
      holidays: [],
      technicians: [{ name: 'Jo Vance', phone: '+19375550122', skills: ['plumbing'] }],
      services: [
        {
          code: 'drain_clog',
          trade: 'plumbing',
          name: 'Clogged drain',
          minutes: 45,
          skill: 'plumbing',
          work: 'service',
          feeCents: 9900,
          afterHours: '3/2',
          feeRule: 'credited',
          rangeCents: [15_000, 35_000],
          afterHoursRangeCents: [22_500, 52_500],
        },
      ],
      addOns: [
        {
          code: 'maintenance_plan',
          name: 'Maintenance plan',
          priceCents: 17_500,
          from: false,
          per: 'year',
          membership: true,
        },
      ],
      deposit: { percent: 25, onService: false, onInstall: true, installCap: { percent: 10, cents: 100_000 } },
      ladder: [{ role: 'on_call_technician', name: '', phone: '', email: '', limitMinutes: 5 }],
    };
  }

  async windows(query: WindowQuery): Promise<WindowList> {
    this.asked = query;
    const startsAt = Date.parse('2026-11-24T14:00:00Z');
    const one = { id: '2026-11-24T08:00/10:00', startsAt, endsAt: startsAt + 7_200_000, technicians: ['Jo Vance'] };
    const next = {
      ...one,
      id: '2026-11-25T08:00/10:00',
      startsAt: startsAt + 86_400_000,
      endsAt: startsAt + 93_600_000,
    };
    return {
      zone: 'America/Chicago',
      windows: [{ ...one, afterHours: false, further: [next] }],
      refused: [{ id: '2026-11-24T10:00/12:00', reason: 'full', technicians: { full: 2, no_shift: 1 } }],
    };
  }

  async confirm(who: string): Promise<ShopRecord> {
    this.confirmedBy ??= who;
    this.#confirmedAt ??= 1;
    return this.read();
  }
}
