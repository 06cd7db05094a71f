import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A door of the SDK, as packages name it, and the source behind it. */
export interface SourceAlias {
  readonly find: RegExp;
  readonly replacement: string;
}

/**
 * Leads imports of `@gridseal/sdk/…` to the SDK's sources, so that the page needs no built SDK. The doors are those that the SDK's
 * package.json exports.
 */
export function sdkSources(): SourceAlias[] {
  const folder = new URL('../sdk/', import.meta.url);
  const { exports } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  return Object.entries(exports).flatMap(([door, target]) => {
    if (typeof target === 'string') return [];
    const source = target.default.replace('./dist/', './src/').replace(/\.js$/, '.ts');
    const name = door.slice(1).replaceAll('/', '\\/');
    return [{ find: new RegExp(`^@gridseal/sdk${name}$`), replacement: fileURLToPath(new URL(source, folder)) }];
  });
}
