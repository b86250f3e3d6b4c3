/** Something a new shop may sell beside its visits, and is no kind of visit. */
export interface StarterAddOn {
  readonly code: string;
  readonly name: string;
  /** Whole dollars. */
  readonly price: number;
  readonly per: 'once' | 'month' | 'year';
  readonly membership: boolean;
}

/** Starter rows: amounts are typical ones of 2026. The owner sets his own; nothing is offered before a playbook says so. */
export const STARTER_ADD_ONS: readonly StarterAddOn[] = [
  { code: 'maintenance_plan', name: 'Maintenance plan', price: 175, per: 'year', membership: true },
];
