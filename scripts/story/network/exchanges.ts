import type { NodeDirectory } from '../../../sdk/src/chain/index.ts';
import { MessageInspector } from '../../../sdk/src/ocn/signature/index.ts';

/** A request that was made, and its answer. Bodies are text, byte for byte. */
export interface Exchange {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly request: Message;
  /** Null for a request of which only the receiver's side is known. */
  readonly response: (Message & { readonly status: number }) | null;
}

export interface Answered extends Exchange {
  readonly response: NonNullable<Exchange['response']>;
}

interface Message {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A `fetch` that notes the newest exchange. */
export function recorder() {
  let last: Answered | null = null;
  const record: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { pathname, search } = new URL(input instanceof Request ? input.url : String(input));
    const target = { method: init?.method ?? 'GET', path: `${pathname}${search}` };
    const sent = typeof init?.body === 'string' ? init.body : await new Response(init?.body ?? null).text();
    const body = await response.clone().text();
    last = {
      time: Date.now(),
      request: { ...target, headers: Object.fromEntries(new Headers(init?.headers)), body: sent },
      response: { ...target, status: response.status, headers: Object.fromEntries(response.headers), body },
    };
    return response;
  };
  return {
    fetch: record,
    /** @throws {Error} if there was none. */
    last(): Answered {
      if (last === null) throw new Error('nothing was asked');
      return last;
    },
  };
}

/** Who has signed an answer, and what nodes have put in the place of what on its way. @throws {Error} if it does not verify. */
export async function signaturesOf(
  { response }: Answered,
  network: string,
  directory: NodeDirectory,
): Promise<{ readonly signer: string; readonly nodes: number; readonly replaced: readonly string[] }> {
  const header = MessageInspector.signatureIn({ ...response, body: bytes(response.body) });
  if (header === null) throw new Error('an answer has no signature');
  const message = { ...response, body: bytes(response.body), network };
  const rules = { lookup: directory, now: Math.floor(Date.now() / 1_000) };
  const { outcome, links, problems } = await MessageInspector.inspect(header, message, rules);
  if (outcome !== 'verifies') throw new Error(`a signature is ${outcome}: ${JSON.stringify(problems)}`);
  const [origin, ...nodes] = links;
  const fields = nodes.flatMap(({ changes }) => changes.map(({ field }) => field.replace(/^headers\./, '')));
  return { signer: origin?.signer ?? '', nodes: nodes.length, replaced: [...new Set(fields)] };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const headersOf = ({ headers }: Message) => Object.entries(headers).map(([name, value]) => ({ name, value }));

/**
 * An archive as browsers and proxies write them (HAR 1.2), which knows when the messages were seen: their signatures are good for minutes.
 * The token that a request was made with is left out.
 */
export function archiveOf({ time, request, response }: Exchange): object {
  const entry = {
    startedDateTime: new Date(time).toISOString(),
    request: {
      ...{ method: request.method, url: `http://127.0.0.1${request.path}` },
      headers: headersOf(request).filter(({ name }) => name !== 'authorization'),
      ...(request.body === '' ? {} : { postData: { mimeType: 'application/json', text: request.body } }),
    },
    response: response && {
      ...{ status: response.status, headers: headersOf(response) },
      content: { mimeType: 'application/json', text: response.body },
    },
  };
  return { log: { version: '1.2', creator: { name: 'gridseal', version: '1' }, entries: [entry] } };
}
