import { randomUUID } from 'node:crypto';
import type { Signer } from '../../../crypto/index.ts';
import {
  type Bridge,
  type BridgeOptions,
  type BridgeStore,
  createBridge,
  memoryBridgeStore,
  type ReadyBackOffice,
  type VerifyPolicy,
} from '../../../ocn/index.ts';
import { type Party, partyKey, type Role, sameParty } from '../../../protocol/ocpi/index.ts';
import { type Listening, type SmallServer, serveFetch } from '../serving/serveFetch.ts';

/** Something that happened, for people and for programs. */
export interface MockEvent {
  /** One word: `session`, `cdr`, `command`. */
  readonly event: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MockOptions {
  readonly party: Party;
  readonly name: string;
  readonly listen: Listening;
  /** How others reach it, if not where it listens: the URL up to and with `/ocpi`. */
  readonly publicUrl?: string | undefined;
  /** Of the node, or of the other side. */
  readonly versionsUrl: string;
  readonly network?: string | undefined;
  readonly signatures?: 'none' | 'v1' | 'v2' | undefined;
  readonly signer?: Signer | undefined;
  readonly verify?: VerifyPolicy | undefined;
  /** The same number, the same charge points, cars and tokens. Default 1. */
  readonly seed?: number | undefined;
  readonly store?: BridgeStore | undefined;
  readonly say?: (event: MockEvent) => void;
  readonly now?: () => number;
  readonly fetch?: typeof fetch;
  /** Who is told everything from the beginning. Whoever asks for locations or tariffs is told of those from then on. */
  readonly partners?: readonly Party[] | undefined;
  readonly limits?: BridgeOptions['limits'];
}

/** What both mocks are made of. */
export interface MockBase {
  readonly bridge: Bridge;
  readonly url: string;
  readonly say: (event: string, text: string, data?: Readonly<Record<string, unknown>>) => void;
  /** Notes that a party takes an interest in us. */
  meet(party: Party): void;
  partners(): readonly Party[];
  /** Waits until all that waits has been sent, for a while. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** How long a mock that ends waits for what it has still to send. */
const DRAIN_MS = 5_000;

export const nameOf = ({ country_code, party_id }: Party): string => `${country_code} ${party_id}`;

/** Serves a bridge over a back office. */
export async function createMock(options: MockOptions, role: Role, office: ReadyBackOffice): Promise<MockBase> {
  const { party, listen, versionsUrl, network, signatures, signer, verify, limits } = options;
  const met = new Map((options.partners ?? []).map((one) => [partyKey(one), one]));
  const say: MockBase['say'] = (event, text, data = {}) => options.say?.({ event, text, data });
  let bridge: Bridge | null = null;
  const server: SmallServer = await serveFetch(
    async (request) => bridge?.fetch(request) ?? new Response(null, { status: 503 }),
    listen,
  );
  const url = options.publicUrl ?? `${server.origin}/ocpi`;
  try {
    bridge = createBridge({
      roles: [{ ...party, role, business_details: { name: options.name } }],
      url,
      node: { versionsUrl, ...(network && { network }), ...(signatures && { signatures }) },
      ...(signer && { signer }),
      ...(verify && { verify }),
      ...{ data: office.data, store: options.store ?? memoryBridgeStore() },
      ...{ now: options.now ?? Date.now, randomId: randomUUID, fetch: options.fetch ?? fetch },
      // A session is its driver's and of the party that has given the token: who asked for locations is told nothing of it.
      subscribers: { of: (module) => (module === 'sessions' ? (options.partners ?? []) : [...met.values()]) },
      ...(limits && { limits }),
      onFailed: ({ message, error }) => {
        const { method, module, path, to } = message;
        const text = `${method} ${module}${path} to ${nameOf(to)} was given up: ${error.shortMessage}`;
        say('failed', text, { method, module, path, to: nameOf(to) });
      },
    });
  } catch (error) {
    await server.close();
    throw error;
  }
  const made = bridge;
  let drained: Promise<void> | null = null;
  made.start();
  return {
    ...{ bridge: made, url, say, partners: () => [...met.values()] },
    meet(other) {
      if (sameParty(other, party) || met.has(partyKey(other))) return;
      met.set(partyKey(other), { country_code: other.country_code, party_id: other.party_id });
      say('met', `${nameOf(other)} is told of changes from now on`, { party: nameOf(other) });
    },
    drain() {
      // Once: what could not be sent by then cannot be sent at all, least of all after the end of the registration.
      drained ??= drain(made);
      return drained;
    },
    async close() {
      await server.close();
      await made.stop();
    },
  };
}

/** Waits for what is in the outbox, for a while. */
async function drain({ outbox }: Bridge): Promise<void> {
  const until = Date.now() + DRAIN_MS;
  while (Date.now() < until && (await outbox.status()).waiting > 0) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
