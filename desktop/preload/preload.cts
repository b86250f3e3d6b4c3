import electron = require('electron');

/** The page learns that it runs in the shell, and nothing else: no channel leads from it to this computer. */
electron.contextBridge.exposeInMainWorld('pilotlightShell', Object.freeze({ version: 1 }));
