import type { MessageInspector } from '@gridseal/sdk/ocn/signature';

/** What was pasted: a signature alone, or a message, as it goes over HTTP. */
export type Pasted =
  | { readonly kind: 'signature'; readonly signature: string }
  | { readonly kind: 'message'; readonly message: MessageInspector.InspectedMessage }
  | { readonly kind: 'nothing' };

const requestLine = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\S+)(?: HTTP\/[\d.]+)?$/;
const statusLine = /^HTTP\/[\d.]+ (\d{3})\b/;
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/;

/**
 * Reads an HTTP message as logs and `curl -v` show them: a request or status line, if there is one, then headers, an empty line, and
 * the body. Marks before the lines (`> `, `< `) are left out. What is neither is taken for a signature.
 */
export function readMessage(text: string): Pasted {
  const lines = unmarked(text.replaceAll('\r\n', '\n').replace(/^\s+/, '').split('\n'));
  const [first = ''] = lines;
  if (first.trim() === '') return { kind: 'nothing' };
  const request = requestLine.exec(first.trim());
  const status = statusLine.exec(first.trim());
  const head = request || status ? 1 : 0;
  const headers: Record<string, string> = {};
  let at = head;
  for (; at < lines.length; at++) {
    const header = headerLine.exec(lines[at] ?? '');
    if (!header) break;
    headers[(header[1] as string).toLowerCase()] = (header[2] as string).trim();
  }
  if (at === 0) return readBare(text.trim());
  const body = lines.slice(lines[at]?.trim() === '' ? at + 1 : at).join('\n');
  return {
    kind: 'message',
    message: {
      ...(request ? { method: request[1], path: pathOf(request[2] as string) } : {}),
      ...(status ? { status: Number(status[1]) } : {}),
      headers,
      // Editors and logs end a text with a line break, which no JSON needs.
      body: new TextEncoder().encode(body.replace(/\n+$/, '')),
    },
  };
}

/** A body alone, which has its signature in it, or a signature alone. */
function readBare(text: string): Pasted {
  if (text.startsWith('{')) return { kind: 'message', message: { body: new TextEncoder().encode(text) } };
  return { kind: 'signature', signature: text.replace(/\s+/g, '') };
}

/** Without the marks of `curl -v`, if all lines up to the empty one have them. */
function unmarked(lines: readonly string[]): readonly string[] {
  return /^[<>] /.test(lines[0] ?? '') ? lines.map((line) => line.replace(/^[<>] ?/, '')) : lines;
}

/** Path and query, also of a whole URL. */
function pathOf(target: string): string {
  if (!URL.canParse(target)) return target;
  const { pathname, search } = new URL(target);
  return `${pathname}${search}`;
}
