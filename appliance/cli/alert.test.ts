import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryAlerts, sampleAlert } from '#fakes/memory-alerts.ts';
import { alertCommand } from './alert.ts';

let alerts: MemoryAlerts;
let api: CoreApi;
let printed: string;

beforeEach(async () => {
  alerts = new MemoryAlerts();
  api = await openCoreApi({ alerts });
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await api[Symbol.asyncDispose]();
});
const alert = (...argv: string[]): Promise<number> => alertCommand([...argv, '--data', api.folder]);

test('lists what is open, who was told, and takes one for a person', async () => {
  await alert();
  expect(printed).toBe('No alerts.\n');
  alerts.alerts.push(sampleAlert());
  printed = '';
  await alert();
  expect(printed).toContain('alert-1  gas  1970-01-01 00:00 UTC  OPEN, round 1');
  expect(printed).toContain('+15551230000, no address: smells gas in the kitchen');
  expect(printed).toMatch(/Dana Whitlock +sms +waiting for configuration/);
  printed = '';
  await alert('ack', 'alert-1', '--who', 'Dana');
  expect(printed).toContain('taken by Dana');
  expect(alerts.alerts[0]).toMatchObject({ status: 'acknowledged', acknowledgedVia: 'terminal' });
});

test('names what is wrong', async () => {
  await expect(alert('ack')).rejects.toMatchObject({ code: 'usage' });
  await expect(alert('ack', 'none')).rejects.toMatchObject({ code: 'alert.unknown' });
  await expect(alert('ack', 'none', '--who', ' ')).rejects.toMatchObject({ code: 'api.bad_request' });
});
