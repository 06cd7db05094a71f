import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { type BuildOptions, defineConfig } from 'vite';
import { sdkSources } from './sdkSources.ts';
import { zodWithoutEval } from './zodWithoutEval.ts';

/** All of our modules but the programs: loading them does nothing, so what is not used is left out. */
const pureModules = /[\\/](sdk|web)[\\/]src[\\/](?!.*[\\/]main\.tsx?$).*\.tsx?$/;

type Options = NonNullable<BuildOptions['rolldownOptions']>;

/** “use client” of React's packages is for servers, of which there is none. */
const rolldownOptions: Options = {
  treeshake: { moduleSideEffects: [{ test: pureModules, sideEffects: false }] },
  onLog: (level, log, handle) => {
    if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The page is served from any folder of any host, or from IPFS.
  base: './',
  plugins: [tailwindcss(), zodWithoutEval()],
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
  worker: { format: 'es', plugins: () => [zodWithoutEval()], rolldownOptions },
});
