import { randomUUID } from 'node:crypto';
import type { Signer } from '../../../crypto/index.ts';
import {
  type BackOffice,
  type Bridge,
  type BridgeStore,
  createBridge,
  memoryBackOffice,
  type OfficeOptions,
} from '../../../ocn/index.ts';
import type { MessageInspector } from '../../../ocn/signature/index.ts';
import { serveFetch } from '../serving/serveFetch.ts';
import type { OfficeFile } from './officeFile.ts';

/** A message that went or came, whole: for showing it, and for inspecting its signature. */
export interface Exchange {
  readonly request: MessageInspector.InspectedMessage;
  readonly response: MessageInspector.InspectedMessage;
}

export interface OfficeStart {
  readonly office: OfficeFile;
  readonly store: BridgeStore;
  readonly signer?: Signer | null | undefined;
  readonly onCommand?: OfficeOptions['onCommand'];
  /** Called for every request that came, with what was answered. */
  readonly onIncoming?: (exchange: Exchange) => void | Promise<void>;
  /** Called for every request that was made. */
  readonly onOutgoing?: (exchange: Exchange) => void;
  readonly signal?: AbortSignal;
}

/** A back office that runs. */
export interface RunningOffice {
  readonly bridge: Bridge;
  /** Where it listens; null if it does not. */
  readonly origin: string | null;
  close(): Promise<void>;
}

/**
 * Starts the back office of a file.
 *
 * @param listens Without, it can ask, and nobody can ask it.
 * @throws {TransportError} if it cannot listen there.
 */
export async function startOffice(start: OfficeStart, listens: boolean): Promise<RunningOffice> {
  const { office, store, signer, onIncoming } = start;
  const bridge = createBridge({
    roles: [{ ...office.party, role: office.role, business_details: { name: office.business } }],
    url: office.url,
    node: {
      versionsUrl: office.versionsUrl,
      ...(office.network ? { network: office.network } : {}),
      ...(signer ? {} : { signatures: 'none' }),
    },
    ...(signer ? { signer } : {}),
    ...{ data: dataOf(start), store, now: Date.now, randomId: randomUUID },
    fetch: recordingFetch(start.onOutgoing),
  });
  if (!listens) return { bridge, origin: null, close: async () => undefined };
  const server = await serveFetch(
    async (request) => (onIncoming ? recorded(bridge, request, onIncoming) : bridge.fetch(request)),
    office.listen,
  );
  return { bridge, origin: server.origin, close: () => server.close() };
}

/** Everything that can be received is; commands are refused unless somebody carries them out. */
function dataOf({ office, onCommand }: OfficeStart): BackOffice {
  const refuse: NonNullable<OfficeOptions['onCommand']> = async () => ({
    response: { result: 'NOT_SUPPORTED', timeout: 0 },
  });
  // Both sides, whatever the role: it is for looking at what arrives.
  const roles = office.role === 'CPO' ? (['CPO'] as const) : ([office.role, 'EMSP'] as const);
  return memoryBackOffice({ roles, onCommand: onCommand ?? refuse }).data;
}

const headersOf = (headers: Headers): Record<string, string> => Object.fromEntries(headers);
const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
};

async function recorded(
  bridge: Bridge,
  request: Request,
  onIncoming: NonNullable<OfficeStart['onIncoming']>,
): Promise<Response> {
  // Read as a copy, within the bridge's own limit: what is longer is refused there and not kept here.
  const body = await copyOf(request.clone());
  const target = { method: request.method, path: pathOf(request.url) };
  const response = await bridge.fetch(request);
  const answer = new Uint8Array(await response.clone().arrayBuffer());
  await onIncoming({
    request: { ...target, headers: headersOf(request.headers), body },
    response: { ...target, status: response.status, headers: headersOf(response.headers), body: answer },
  });
  return response;
}

const MAX_COPY = 8 * 1024 * 1024;

/** The bytes of a body; none of one that is too long to be kept. */
async function copyOf(message: Request | Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = message.body?.getReader();
  if (!reader) return new Uint8Array();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MAX_COPY) {
      await reader.cancel().catch(() => undefined);
      return new Uint8Array();
    }
    parts.push(next.value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function recordingFetch(onOutgoing: OfficeStart['onOutgoing']): typeof fetch {
  if (!onOutgoing) return fetch;
  return async (input, init) => {
    const response = await fetch(input, init);
    const url = input instanceof Request ? input.url : String(input);
    const target = { method: init?.method ?? 'GET', path: pathOf(url) };
    const text = typeof init?.body === 'string' ? init.body : '';
    const body = await copyOf(response.clone());
    onOutgoing({
      request: { ...target, headers: headersOf(new Headers(init?.headers)), body: new TextEncoder().encode(text) },
      response: { ...target, status: response.status, headers: headersOf(response.headers), body },
    });
    return response;
  };
}
