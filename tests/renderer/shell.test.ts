import { expect, it } from 'vitest';
import type {
  CertificateVerdict,
  ContentsPort,
  ElectronPort,
  SeenCertificate,
  WindowOptions,
} from '../../desktop/main/electron-port.ts';
import { parsePairing, PairingFailure } from '../../desktop/main/pairing.ts';
import { runShell } from '../../desktop/main/shell-app.ts';

const PRINT = `sha256/${'A'.repeat(43)}=`;
const OTHER = `sha256/${'B'.repeat(43)}=`;
const ORIGIN = 'https://box.office.example:8443';

/** Electron as the shell sees it: keeps what it was told, and lets a test act as page, network and person. */
class Desk implements ElectronPort {
  first = true;
  /** Answers of the person to "try again?", in order. */
  retries: boolean[] = [];
  /** How many loads fail before one works. */
  failures = 0;
  readonly steps: string[] = [];
  readonly outside: string[] = [];
  options: WindowOptions | null = null;
  asksPermission: (permission: string, origin: string) => boolean = () => true;
  judges: (seen: SeenCertificate) => CertificateVerdict = () => 'standard';
  changes: (headers: Record<string, string[]>) => Record<string, string[]> = (headers) => headers;
  navigates: (url: string) => boolean = () => true;
  opens: (url: string) => void = () => undefined;
  #contents: ((contents: ContentsPort) => void) | null = null;
  closed: () => void = () => undefined;
  second: () => void = () => undefined;

  claimSingleInstance = (): boolean => this.first;
  onSecondInstance = (listener: () => void): void => {
    this.second = listener;
  };
  whenReady = async (): Promise<void> => {
    this.steps.push('ready');
  };
  onAllWindowsClosed = (listener: () => void): void => {
    this.closed = listener;
  };
  quit = (): void => {
    this.steps.push('quit');
  };
  openExternal = (url: string): void => {
    this.outside.push(url);
  };
  onContents = (listener: (contents: ContentsPort) => void): void => {
    this.#contents = listener;
  };
  readonly session = {
    decidePermissions: (decide: (permission: string, origin: string) => boolean): void => {
      this.steps.push('permissions');
      this.asksPermission = decide;
    },
    decideCertificates: (decide: (seen: SeenCertificate) => CertificateVerdict): void => {
      this.steps.push('certificates');
      this.judges = decide;
    },
    changeHeaders: (change: (headers: Record<string, string[]>) => Record<string, string[]>): void => {
      this.steps.push('headers');
      this.changes = change;
    },
  };
  askToRetry = async (): Promise<boolean> => this.retries.shift() ?? false;

  openWindow = (options: WindowOptions) => {
    this.steps.push('window');
    this.options = options;
    this.#contents?.({
      guardNavigation: (allow) => {
        this.navigates = allow;
      },
      denyWindows: (listener) => {
        this.opens = listener;
      },
      denyWebviews: () => void this.steps.push('no webviews'),
    });
    return {
      load: async (url: string): Promise<void> => {
        if (this.failures-- > 0) throw new Error('ERR_CONNECTION_REFUSED');
        this.steps.push(`load ${url}`);
      },
      show: () => void this.steps.push('show'),
    };
  };
}

const run = async (desk: Desk, fingerprint: string | null = PRINT): Promise<Desk> => {
  await runShell(desk, { origin: ORIGIN, fingerprint }, '/app/preload.cjs');
  return desk;
};

it('locks everything before the window exists, and shows the paired box', async () => {
  const { steps } = await run(new Desk());
  expect(steps).toEqual([
    'ready',
    'permissions',
    'certificates',
    'headers',
    'window',
    'no webviews',
    `load ${ORIGIN}/`,
    'show',
  ]);
});

it('isolates the page from Node and from the shell', async () => {
  const { options } = await run(new Desk());
  expect(options?.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

it.each([
  [`${ORIGIN}/#/jobs/1`, true],
  [`${ORIGIN}.evil.example/`, false],
  ['https://box.office.example/', false],
  ['http://box.office.example:8443/', false],
  ['https://user@evil.example/?box.office.example:8443', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['nonsense', false],
])('navigates to %s: %s', async (url, allowed) => {
  expect((await run(new Desk())).navigates(url)).toBe(allowed);
});

it('opens no window, and hands only harmless addresses to other programs', async () => {
  const desk = await run(new Desk());
  for (const url of [
    'tel:+15555550142',
    'mailto:office@example.com',
    'https://example.com/',
    'file:///bin/sh',
    'ms-msdt:x',
    'http://a.example/',
    `${ORIGIN}/x`,
  ]) {
    desk.opens(url);
  }
  expect(desk.outside).toEqual(['tel:+15555550142', 'mailto:office@example.com', 'https://example.com/']);
});

it('gives the page no permission', async () => {
  const desk = await run(new Desk());
  for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'usb']) {
    expect(desk.asksPermission(permission, ORIGIN)).toBe(false);
  }
});

it('trusts the certificate it was paired with, and no other', async () => {
  const pinned = await run(new Desk());
  expect(pinned.judges({ hostname: 'box.office.example', fingerprint: PRINT })).toBe('accept');
  expect(pinned.judges({ hostname: 'box.office.example', fingerprint: OTHER })).toBe('reject');
  expect(pinned.judges({ hostname: 'evil.example', fingerprint: PRINT })).toBe('reject');
  const byRoots = await run(new Desk(), null);
  expect(byRoots.judges({ hostname: 'box.office.example', fingerprint: OTHER })).toBe('standard');
});

it('gives a page without a policy one that allows nothing, and leaves the console its own', async () => {
  const desk = await run(new Desk());
  expect(desk.changes({ 'Content-Type': ['text/html'] })['content-security-policy']?.[0]).toContain(
    "default-src 'none'",
  );
  const own = { 'Content-Security-Policy': ["default-src 'self'"] };
  expect(desk.changes(own)).toEqual(own);
});

it('asks when the box does not answer, and goes on or ends as the person says', async () => {
  const patient = new Desk();
  patient.failures = 2;
  patient.retries = [true, true];
  expect((await run(patient)).steps.slice(-2)).toEqual([`load ${ORIGIN}/`, 'show']);
  const tired = new Desk();
  tired.failures = 2;
  tired.retries = [true, false];
  expect((await run(tired)).steps.at(-1)).toBe('quit');
});

it('runs once: a second start brings the first to the front', async () => {
  const second = new Desk();
  second.first = false;
  expect((await run(second)).steps).toEqual(['quit']);
  const first = await run(new Desk());
  first.second();
  expect(first.steps.slice(-2)).toEqual(['show', 'show']);
});

it('reads a pairing, and says what is wrong with a bad one', () => {
  expect(parsePairing(`{"origin":"${ORIGIN}/","fingerprint":"${PRINT}"}`)).toEqual({
    origin: ORIGIN,
    fingerprint: PRINT,
  });
  expect(parsePairing('{"origin":"http://127.0.0.1:8080"}')).toEqual({
    origin: 'http://127.0.0.1:8080',
    fingerprint: null,
  });
  for (const text of [
    '',
    '[]',
    'null',
    '{"origin":"box"}',
    '{"origin":"http://192.0.2.7:8080"}',
    '{"origin":"file:///tmp"}',
    '{"origin":"https://a:b@box.example"}',
    `{"origin":"${ORIGIN}","fingerprint":"sha1/x"}`,
  ]) {
    expect(() => parsePairing(text)).toThrow(PairingFailure);
  }
});
