import { expect, it } from 'vitest';
import { isPermission, PERMISSIONS, ROLE_PERMISSIONS, ROLES, type Permission, type Role } from './permissions.ts';
import { actorOf, boxPrincipal } from './principal.ts';

const mayNot = (role: Role, ...permissions: Permission[]): void =>
  expect(permissions.filter((permission) => ROLE_PERMISSIONS[role].has(permission))).toEqual([]);

it('names each permission once, and knows no other', () => {
  expect(new Set(PERMISSIONS).size).toBe(PERMISSIONS.length);
  expect([isPermission('calls.read'), isPermission('calls.forget'), isPermission('toString')]).toEqual([
    true,
    false,
    false,
  ]);
});

it('leaves people, tokens, backups and what is beyond recall to the owner', () => {
  for (const role of ROLES.filter((one) => one !== 'owner')) {
    mayNot(role, 'users.manage', 'tokens.manage', 'devices.manage', 'backup', 'customers.erase', 'audit.read');
    mayNot(role, 'shop.change', 'traces.read_unmasked');
  }
  expect(ROLE_PERMISSIONS.owner.size).toBe(PERMISSIONS.length);
});

it('shows a technician and an installer no customers, and lets who only reads change nothing', () => {
  for (const role of ['technician', 'installer'] as const)
    mayNot(
      role,
      'customers.read',
      'search',
      'calls.read',
      'recordings.listen',
      'jobs.read',
      'secrets.reveal',
      'export',
    );
  const changes = /\.(?:change|merge|erase|make|take|decide|manage|reveal|listen)$|^(?:import|export|backup)$/;
  expect([...ROLE_PERMISSIONS['read-only']].filter((permission) => changes.test(permission))).toEqual([]);
});

it('names who acted', () => {
  expect(actorOf(boxPrincipal('b1'))).toBe('box');
  expect(actorOf({ kind: 'token', id: 't1' })).toBe('token:t1');
  expect(boxPrincipal('b1').permissions.size).toBe(PERMISSIONS.length);
});
