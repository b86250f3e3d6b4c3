import type { ElectronPort, WindowOptions } from './electron-port.ts';
import type { Pairing } from './pairing.ts';
import { judgeCertificate, mayNavigate, mayOpenOutside, mayUse, withPolicy } from './policy.ts';

/** The window's options. Each of them stands on Electron's security list; none is left to its default. */
export const windowOptions = (preload: string): WindowOptions => ({
  title: 'Pilotlight',
  width: 1360,
  height: 900,
  webPreferences: {
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    preload,
  },
});

/**
 * Runs the shell: one window with the console of the paired box. Locks are in place before the window exists.
 * @param preload absolute path of the preload script
 */
export const runShell = async (electron: ElectronPort, pairing: Pairing, preload: string): Promise<void> => {
  if (!electron.claimSingleInstance()) {
    electron.quit();
    return;
  }
  electron.onContents((contents) => {
    contents.guardNavigation((url) => mayNavigate(pairing, url));
    contents.denyWebviews();
    contents.denyWindows((url) => {
      if (!mayNavigate(pairing, url) && mayOpenOutside(url)) electron.openExternal(url);
    });
  });
  electron.onAllWindowsClosed(() => electron.quit());
  await electron.whenReady();
  electron.session.decidePermissions(mayUse);
  electron.session.decideCertificates((seen) => judgeCertificate(pairing, seen));
  electron.session.changeHeaders(withPolicy);

  const window = electron.openWindow(windowOptions(preload));
  electron.onSecondInstance(() => window.show());
  for (;;) {
    try {
      await window.load(`${pairing.origin}/`);
      window.show();
      return;
    } catch {
      const again = await electron.askToRetry({
        message: 'The box does not answer.',
        detail: `Check that it is switched on, and that this computer reaches ${pairing.origin}.`,
      });
      if (!again) {
        electron.quit();
        return;
      }
    }
  }
};
