import type { DepositRule } from '../deposit.ts';

/** What a new shop starts with: nothing in advance on service, an installation's as the strictest states have it. */
export const STARTER_DEPOSIT: DepositRule = {
  percent: 25,
  onService: false,
  onInstall: true,
  installCap: { percent: 10, cents: 100_000 },
};
