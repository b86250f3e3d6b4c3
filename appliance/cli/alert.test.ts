import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryAlerts, sampleAlert } from '#fakes/memory-alerts.ts';
import { alertCommand } from './alert.ts';

const out = captureStdout();
let alerts: MemoryAlerts;
let api: CoreApi;

beforeEach(async () => {
  alerts = new MemoryAlerts();
  api = await openCoreApi({ alerts });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
});
const alert = (...argv: string[]): Promise<number> => alertCommand([...argv, '--data', api.folder]);

test('lists what is open, who was told, and takes one for a person', async () => {
  await alert();
  expect(out.text).toBe('No alerts.\n');
  alerts.alerts.push(sampleAlert());
  out.clear();
  await alert();
  expect(out.text).toContain('alert-1  gas  1970-01-01 00:00 UTC  OPEN, round 1');
  expect(out.text).toContain('+15551230000, no address: smells gas in the kitchen');
  expect(out.text).toMatch(/Dana Whitlock +sms +waiting for configuration/);
  out.clear();
  await alert('ack', 'alert-1', '--who', 'Dana');
  expect(out.text).toContain('taken by Dana');
  expect(alerts.alerts[0]).toMatchObject({ status: 'acknowledged', acknowledgedVia: 'terminal' });
});

test('names what is wrong', async () => {
  await expect(alert('ack')).rejects.toMatchObject({ code: 'usage' });
  await expect(alert('ack', 'none')).rejects.toMatchObject({ code: 'alert.unknown' });
  await expect(alert('ack', 'none', '--who', ' ')).rejects.toMatchObject({ code: 'api.bad_request' });
});
