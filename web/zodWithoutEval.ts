import type { Plugin } from 'vite';

/** How the versions of zod that may be there make their settings. */
const beginnings = ['__zod_globalConfig = {}', 'globalConfig = {}'];

/**
 * Sets zod's `jitless` before any schema is made. The page's Content-Security-Policy forbids eval; zod would try it, do without, and leave
 * a report of a violation. (Its `config` function would run after the chunks with the SDK's schemas.)
 */
export function zodWithoutEval(): Plugin {
  return {
    name: 'zod-without-eval',
    transform(code, id) {
      if (!/[\\/]zod[\\/]v4[\\/]core[\\/]core\.js/.test(id)) return null;
      const beginning = beginnings.find((text) => code.includes(text));
      if (beginning === undefined)
        throw new Error(`${id} keeps its settings in another way: see web/zodWithoutEval.ts`);
      return { code: code.replace(beginning, beginning.replace('{}', '{ jitless: true }')), map: null };
    },
  };
}
