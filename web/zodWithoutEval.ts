import type { Plugin } from 'vite';

const before = '__zod_globalConfig = {}';

/**
 * Sets zod's `jitless` before any schema is made. The page's Content-Security-Policy forbids eval; zod would try it, do without, and leave
 * a report of a violation. (Its `config` function would run after the chunks with the SDK's schemas.)
 */
export function zodWithoutEval(): Plugin {
  return {
    name: 'zod-without-eval',
    transform(code, id) {
      if (!/[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/.test(id)) return null;
      if (!code.includes(before)) throw new Error('zod keeps its settings elsewhere now: see web/zodWithoutEval.ts');
      return { code: code.replace(before, '__zod_globalConfig = { jitless: true }'), map: null };
    },
  };
}
