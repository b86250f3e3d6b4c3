import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const shared = new URL('../../appliance/shared/', import.meta.url).pathname;

export default defineConfig({
  plugins: [react()],
  resolve: { alias: [{ find: /^#shared\//, replacement: shared }] },
  build: {
    target: 'es2023',
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: 'http://127.0.0.1:8080', ws: true, changeOrigin: true, rewriteWsOrigin: true },
      '/healthz': 'http://127.0.0.1:8080',
    },
  },
});
