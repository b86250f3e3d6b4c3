import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, session, shell } from 'electron';
import type { ContentsPort, ElectronPort, SessionPort } from './main/electron-port.ts';
import { parsePairing, PairingFailure } from './main/pairing.ts';
import { runShell } from './main/shell-app.ts';

/** Chromium's verdicts of `setCertificateVerifyProc`: 0 trusts, -2 refuses, -3 leaves it to Chromium. */
const VERDICT = { accept: 0, reject: -2, standard: -3 } as const;

const sessionPort = (): SessionPort => ({
  decidePermissions(decide) {
    session.defaultSession.setPermissionRequestHandler((contents, permission, answer) =>
      answer(decide(permission, contents.getURL())),
    );
    session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => decide(permission, origin));
    session.defaultSession.setDevicePermissionHandler(() => false);
  },
  decideCertificates(decide) {
    session.defaultSession.setCertificateVerifyProc((request, answer) =>
      answer(VERDICT[decide({ hostname: request.hostname, fingerprint: request.certificate.fingerprint })]),
    );
  },
  changeHeaders(change) {
    session.defaultSession.webRequest.onHeadersReceived((details, answer) =>
      answer({ responseHeaders: change(details.responseHeaders ?? {}) }),
    );
  },
});

const contentsPort = (contents: Electron.WebContents): ContentsPort => ({
  guardNavigation(allow) {
    const guard = (event: { preventDefault(): void; url: string }): void => {
      if (!allow(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', guard);
    contents.on('will-frame-navigate', guard);
    contents.on('will-redirect', guard);
  },
  denyWindows(listener) {
    contents.setWindowOpenHandler(({ url }) => {
      listener(url);
      return { action: 'deny' };
    });
  },
  denyWebviews() {
    contents.on('will-attach-webview', (event) => event.preventDefault());
  },
});

const electronPort: ElectronPort = {
  claimSingleInstance: () => app.requestSingleInstanceLock(),
  onSecondInstance: (listener) => void app.on('second-instance', listener),
  whenReady: () => app.whenReady(),
  onAllWindowsClosed: (listener) => void app.on('window-all-closed', listener),
  quit: () => app.quit(),
  openExternal: (url) => void shell.openExternal(url).catch(() => undefined),
  onContents: (listener) => void app.on('web-contents-created', (_event, contents) => listener(contentsPort(contents))),
  get session() {
    return sessionPort();
  },
  openWindow(options) {
    const window = new BrowserWindow({ ...options, show: false });
    window.removeMenu();
    return {
      load: (url) => window.loadURL(url),
      show: () => (window.isMinimized() ? window.restore() : window.show()),
    };
  },
  async askToRetry({ message, detail }) {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message,
      detail,
      buttons: ['Try again', 'Quit'],
    });
    return response === 0;
  },
};

/** Tells what is wrong with the pairing, then ends: without a box there is nothing to show. */
const start = async (): Promise<void> => {
  try {
    const pairing = parsePairing(readFileSync(join(app.getPath('userData'), 'pairing.json'), 'utf8'));
    await runShell(electronPort, pairing, join(import.meta.dirname, 'preload', 'preload.cjs'));
  } catch (error) {
    const known = error instanceof PairingFailure;
    const fix = known ? error.fix : `Write pairing.json into ${app.getPath('userData')}.`;
    dialog.showErrorBox('Pilotlight', `${known ? error.message : 'This computer is not paired with a box.'}\n${fix}`);
    app.quit();
  }
};

void start();
