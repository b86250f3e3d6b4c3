/**
 * What the shell needs of Electron, and nothing more: everything in this folder is tested without the binary, and
 * `shell.ts` alone names Electron.
 */
export interface ElectronPort {
  /** False when another shell runs already: it is brought to the front instead. */
  claimSingleInstance(): boolean;
  onSecondInstance(listener: () => void): void;
  whenReady(): Promise<void>;
  onAllWindowsClosed(listener: () => void): void;
  quit(): void;
  /** Opens in the person's own browser, mail program or phone. */
  openExternal(url: string): void;
  /** Locks every web contents that will ever be made, those of frames and devtools too. */
  onContents(listener: (contents: ContentsPort) => void): void;
  readonly session: SessionPort;
  openWindow(options: WindowOptions): WindowPort;
  /** Asks the person; true to try again, false to give up. */
  askToRetry(question: RetryQuestion): Promise<boolean>;
}

export interface RetryQuestion {
  readonly message: string;
  readonly detail: string;
}

export interface SessionPort {
  /** Answers every question for a permission: camera, microphone, notifications, devices ... */
  decidePermissions(decide: (permission: string, origin: string) => boolean): void;
  /** Judges the certificate of every TLS connection. */
  decideCertificates(decide: (certificate: SeenCertificate) => CertificateVerdict): void;
  /** May replace the headers of every answer before the page sees it. */
  changeHeaders(change: (headers: Readonly<Record<string, readonly string[]>>) => Record<string, string[]>): void;
}

export interface SeenCertificate {
  readonly hostname: string;
  /** `sha256/` and base64, as Chromium writes it. */
  readonly fingerprint: string;
}

/** `standard`: as the system's roots say. */
export type CertificateVerdict = 'accept' | 'reject' | 'standard';

export interface ContentsPort {
  /** `allow` is asked before any navigation or redirect, of any frame. */
  guardNavigation(allow: (url: string) => boolean): void;
  /** Every wish for a new window is denied; the listener may do something else about it. */
  denyWindows(listener: (url: string) => void): void;
  denyWebviews(): void;
}

export interface WindowOptions {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly webPreferences: {
    readonly contextIsolation: true;
    readonly sandbox: true;
    readonly nodeIntegration: false;
    readonly nodeIntegrationInWorker: false;
    readonly nodeIntegrationInSubFrames: false;
    readonly webSecurity: true;
    readonly allowRunningInsecureContent: false;
    readonly experimentalFeatures: false;
    readonly webviewTag: false;
    readonly navigateOnDragDrop: false;
    readonly preload: string;
  };
}

export interface WindowPort {
  /** @throws when the address cannot be loaded */
  load(url: string): Promise<void>;
  show(): void;
}
