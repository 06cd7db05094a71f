import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { type BuildOptions, defineConfig } from 'vite';
import { sdkSources } from './sdkSources.ts';

const sdkModules = /[\\/]sdk[\\/]src[\\/]/;

type Options = NonNullable<BuildOptions['rolldownOptions']>;

/** The SDK's modules do nothing when they are loaded. “use client” of React's packages is for servers, of which there is none. */
const rolldownOptions: Options = {
  treeshake: { moduleSideEffects: [{ test: sdkModules, sideEffects: false }] },
  onLog: (level, log, handle) => {
    if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The page is served from any folder of any host, or from IPFS.
  base: './',
  plugins: [tailwindcss()],
  resolve: { alias: sdkSources() },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // For the checks: which files the landing page loads.
    manifest: 'manifest.json',
    rolldownOptions,
  },
  worker: { format: 'es', rolldownOptions },
});
