import { defineConfig } from 'vite';

/**
 * `npm run build:web` → web/dist, served by the node. Relative base: the page works under any path. No inline scripts
 * or styles, so the server can send a strict Content-Security-Policy.
 */
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
