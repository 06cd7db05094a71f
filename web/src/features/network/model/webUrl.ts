import { readNodeUrl } from '@gridseal/sdk/ocn/registry';

/** What a URL of the registry is good for. Anybody can write any text there. */
export type WebUrl =
  | { readonly kind: 'web'; readonly url: URL }
  /** Browsers let a page that came by https ask nothing by http, unless it is on this machine. */
  | { readonly kind: 'mixed'; readonly url: URL }
  /** No URL that a node can have: another scheme, a user name, a query. */
  | { readonly kind: 'none' };

const onThisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @param pageProtocol Of the page: `https:`. */
export function readWebUrl(text: string, pageProtocol: string): WebUrl {
  const read = readNodeUrl(text);
  if (read === null) return { kind: 'none' };
  const url = new URL(read);
  const isMixed = pageProtocol === 'https:' && url.protocol === 'http:' && !onThisMachine.has(url.hostname);
  return { kind: isMixed ? 'mixed' : 'web', url };
}

/** What stands for a node where there is little room: its host, else the text as it is. */
export function hostOf(text: string): string {
  const read = readWebUrl(text, 'http:');
  return read.kind === 'none' ? text : read.url.host;
}
