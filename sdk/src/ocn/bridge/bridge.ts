import type { Party } from '../../protocol/ocpi/index.ts';
import { chargingProfilesClient, commandsClient, customClient } from './client/asking.ts';
import { createClient } from './client/client.ts';
import {
  cdrsClient,
  clientInfoClient,
  locationsClient,
  sessionsClient,
  tariffsClient,
  tokensClient,
} from './client/dataModules.ts';
import { callPeer, dataOf, moduleUrl, registeredConnection } from './client/peer.ts';
import { createContext } from './context.ts';
import type { BridgeOptions } from './options.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { createResults } from './outbox/results.ts';
import { createPublisher, type Publisher } from './publish.ts';
import { change, digestOf, exchange, newToken } from './registration/handshake.ts';
import { createRestHandler, type RestOptions } from './rest/restHandler.ts';
import { createServer } from './server/server.ts';
import type { CdrProof } from './signing/cdrProof.ts';
import { forgetSignatures } from './signing/noDowngrade.ts';
import type { Connection } from './store/bridgeStore.ts';

/** A back office's place in the network: what others ask of it, and what it asks of others. */
export interface Bridge {
  /** Answers every request below the bridge's URL: mount it in any server. */
  fetch(request: Request): Promise<Response>;
  /**
   * Registers with the node, by the token that its operator has given us.
   *
   * The bridge has to be reachable: the node calls back before it answers.
   */
  register(tokenA: string, signal?: AbortSignal): Promise<void>;
  /** Changes the tokens of both directions. */
  rotate(signal?: AbortSignal): Promise<void>;
  unregister(signal?: AbortSignal): Promise<void>;
  /** A token by which the other may register with us, where there is no node between: give it to them, and nobody else. */
  invite(): Promise<string>;
  /** How things are with the node; null before anything was. Without tokens. */
  connection(): Promise<Omit<Connection, 'callToken' | 'tokenDigests'> | null>;
  /** Sends what waits in the outbox, until {@link stop}. */
  start(): void;
  /** Waits for what is under way. What waits is sent after the next start, in whatever process. */
  stop(): Promise<void>;
  readonly outbox: Omit<Outbox, 'start' | 'stop'>;
  readonly locations: ReturnType<typeof locationsClient>;
  readonly sessions: ReturnType<typeof sessionsClient>;
  readonly cdrs: ReturnType<typeof cdrsClient>;
  readonly tariffs: ReturnType<typeof tariffsClient>;
  readonly tokens: ReturnType<typeof tokensClient>;
  readonly commands: ReturnType<typeof commandsClient>;
  readonly chargingProfiles: ReturnType<typeof chargingProfilesClient>;
  readonly clientInfo: ReturnType<typeof clientInfoClient>;
  custom(module: string): ReturnType<typeof customClient>;
  /** A door for programs in other languages, as {@link createRestHandler} describes it. Not below the bridge's URL. */
  restHandler(options: RestOptions): (request: Request) => Promise<Response>;
  /** Tells all who have to know. */
  readonly publish: Publisher;
  /** Sends the result of a command or charging profile that was accepted, by the `messageId` of its call. @throws {NotFoundError} */
  sendResult(messageId: string, result: unknown): Promise<void>;
  /** Lets a party sign with a lesser version than it did before, as when it has moved to a node that knows no better. */
  forgetSignatures(party: Party): Promise<void>;
  /** Who sent a CDR, and that it is as it was sent; null for one that never came. */
  cdrProof(owner: Party, id: string): Promise<CdrProof | null>;
}

/**
 * Connects a back office with the network.
 *
 * @throws {ArgumentError} naming the option that cannot be.
 * @example
 * ```ts
 * const store = memoryBridgeStore();
 * const office = memoryBackOffice();
 * const bridge = createBridge({
 *   roles: [{ role: 'CPO', country_code: 'DE', party_id: 'GSL', business_details: { name: 'Gridseal Charging' } }],
 *   url: 'https://office.example/ocpi',
 *   node: { versionsUrl: 'https://node.example/ocpi/versions' },
 *   data: office.data, store, now: Date.now, randomId: () => crypto.randomUUID(), fetch,
 * });
 * app.all('/ocpi/*', (c) => bridge.fetch(c.req.raw)); // Hono; Deno.serve and Bun.serve take bridge.fetch itself
 * await bridge.register(tokenA);
 * bridge.start();
 * await bridge.publish.location(location);
 * ```
 */
export function createBridge(options: BridgeOptions): Bridge {
  const context = createContext(options);
  const outbox = createOutbox(context);
  const pending = createResults(context, outbox);
  const client = createClient(context, outbox);
  const modules = {
    locations: locationsClient(client),
    sessions: sessionsClient(client),
    cdrs: cdrsClient(client),
    tariffs: tariffsClient(client),
    tokens: tokensClient(client),
  };
  const bridge: Omit<Bridge, 'restHandler'> = {
    fetch: createServer({ ...context, pending }),
    ...registration(context),
    start: outbox.start,
    stop: outbox.stop,
    outbox,
    ...modules,
    commands: commandsClient(client, pending),
    chargingProfiles: chargingProfilesClient(client, pending),
    clientInfo: clientInfoClient(client),
    custom: (module) => customClient(client, outbox, module),
    publish: createPublisher(context, modules),
    sendResult: pending.send,
    forgetSignatures: (party) => forgetSignatures(context.store.highWater, party),
    cdrProof: (owner, id) => context.store.proofs.find(owner, id),
  };
  return { ...bridge, restHandler: (rest) => createRestHandler(bridge, rest) };
}

type Registration = Pick<Bridge, 'register' | 'rotate' | 'unregister' | 'invite' | 'connection'>;

function registration(context: ReturnType<typeof createContext>): Registration {
  const { store } = context;
  return {
    async register(tokenA, signal) {
      await exchange(context, 'POST', tokenA, signal);
    },
    async rotate(signal) {
      const { callToken } = await registeredConnection(context);
      await exchange(context, 'PUT', callToken, signal);
    },
    async unregister(signal) {
      const connection = await registeredConnection(context);
      const url = moduleUrl(connection, 'credentials', 'RECEIVER');
      dataOf(await callPeer(context, connection.callToken, { method: 'DELETE', url }, signal), null);
      await store.connection.clear();
    },
    async invite() {
      const token = newToken(context);
      await change(context, (now) => ({ ...now, tokenDigests: [digestOf(token)] }));
      return token;
    },
    async connection() {
      const connection = await store.connection.load();
      if (!connection) return null;
      const { callToken: _, tokenDigests: __, ...rest } = connection;
      return rest;
    },
  };
}
