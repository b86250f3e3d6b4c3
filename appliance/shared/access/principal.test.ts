import { expect, it } from 'vitest';
import { PERMISSIONS, PROOF_MS } from './permissions.ts';
import { boxPrincipal, wantsProof, type Principal } from './principal.ts';

const person = (provenAt: number | null): Principal => ({
  kind: 'user',
  id: 'u',
  name: '',
  businessId: 'b',
  role: 'owner',
  permissions: new Set(PERMISSIONS),
  credential: { id: 's', endsAt: null, seenAt: 0, provenAt },
});

it('wants a fresh proof of a person for what weighs much, and of nobody else', () => {
  const now = 1_000_000;
  const asked = (provenAt: number | null) => wantsProof(person(provenAt), 'export', now);
  expect([asked(now), asked(now - PROOF_MS + 1), asked(now - PROOF_MS), asked(null)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(wantsProof(person(null), 'calls.read', now)).toBe(false);
  expect(wantsProof(boxPrincipal('b'), 'backup', now)).toBe(false);
  expect(wantsProof({ ...person(null), kind: 'token' }, 'export', now)).toBe(false);
});
