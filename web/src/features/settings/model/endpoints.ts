import { checkUrl } from '../../../data/index.ts';

/** As many as settings can keep. */
const most = 16;

/** URLs as they are kept, or what is wrong, and in which line (from 1 on). */
export type EndpointList =
  | { readonly urls: readonly string[] }
  | { readonly problem: 'notUrl' | 'credentials'; readonly line: number }
  | { readonly problem: 'tooMany' | 'none'; readonly line: null };

/**
 * Reads endpoints, one a line. Only http and https are taken, and nothing with a user name or password in it.
 *
 * @example `readEndpoints('https://rpc.example\nhttps://other.example', { mayBeEmpty: false })`
 */
export function readEndpoints(text: string, { mayBeEmpty }: { readonly mayBeEmpty: boolean }): EndpointList {
  const urls = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const given = line.trim();
    if (given === '') continue;
    try {
      urls.add(checkUrl(given, 'url'));
    } catch {
      return { problem: hasCredentials(given) ? 'credentials' : 'notUrl', line: i + 1 };
    }
  }
  if (urls.size > most) return { problem: 'tooMany', line: null };
  if (urls.size === 0 && !mayBeEmpty) return { problem: 'none', line: null };
  return { urls: [...urls] };
}

function hasCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && (username !== '' || password !== '');
}
