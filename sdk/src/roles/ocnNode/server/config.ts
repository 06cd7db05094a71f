import { z } from 'zod';
import { type Hex, isHex } from '../../../bytes/index.ts';
import { ConfigurationError } from '../../../errors/index.ts';
import { readNodeUrl } from '../../../ocn/registry/index.ts';
import { businessDetailsSchema } from '../../../protocol/ocpi/index.ts';

const address = z
  .custom<Hex>((value) => isHex(value, 20), { error: 'is not an address (0x and 40 hex digits)' })
  .transform((value) => value.toLowerCase() as Hex);
const url = z.url({ protocol: /^https?$/, error: 'is not an http or https URL' });
const nodeUrl = z.string().transform((text, ctx) => {
  const read = readNodeUrl(text);
  if (read !== null) return read;
  ctx.addIssue({ code: 'custom', message: 'is not a URL that a node can have in the registry' });
  return z.NEVER;
});
const origin = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text, {
    error: 'is not the origin of a page: https://host or http://host:port, with no slash at the end',
  });
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: 'is not a name of this home' });
const file = z.string().min(1).max(4_096);
const variable = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, { error: 'is not the name of an environment variable' });
const port = z.int().min(0).max(65_535);
const seconds = (least: number, most: number) => z.number().min(least).max(most);
const DAY = 86_400;

/** Where a secret is: in a file that only its owner may read, or in the environment. Never here. */
const secret = z.union([z.strictObject({ file }), z.strictObject({ variable })], {
  error: 'is neither { "file": … } nor { "variable": … }',
});
export type SecretPlace = z.output<typeof secret>;

const database = z.union([z.strictObject({ folder: file }), z.strictObject({ url: secret })], {
  error: 'is neither { "folder": … } nor { "url": { "file" or "variable": … } }',
});

const rate = (perSecond: number, burst: number) =>
  z
    .strictObject({ perSecond: z.number().min(0).max(1_000_000), burst: z.int().min(1).max(1_000_000) })
    .default({ perSecond, burst });

const chain = z.strictObject({
  chainId: z.int().positive(),
  rpcUrls: z.array(url).min(1).max(16),
  /** If it is not the one that is on every chain. */
  nodeRegistry: address.optional(),
  /** How many blocks have to follow one that counts; 0 on chain 31337, else 5. */
  finality: z.union([z.int().min(0).max(10_000), z.literal('finalized')]).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  refreshSeconds: seconds(0.05, 3_600).default(5),
  /** The node is not ready while what it knows of the registry is older than this. */
  staleSeconds: seconds(1, DAY).default(300),
  timeoutSeconds: seconds(0.1, 600).default(10),
});

const listen = z.strictObject({
  host: z.string().min(1).max(255).default('127.0.0.1'),
  port: port.default(8_080),
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  trustedProxies: z.array(z.string().max(64)).max(64).default([]),
  maxConnections: z.int().min(1).max(100_000).default(2_048),
  headersSeconds: seconds(0.1, 600).default(10),
  requestSeconds: seconds(0.1, 600).default(30),
  keepAliveSeconds: seconds(0.1, 600).default(15),
});

const policy = z.strictObject({
  legacyPeers: z.union([z.literal('all'), z.array(address).max(1_000)]).default([]),
  acceptUnsigned: z.boolean().default(true),
  timeoutSeconds: seconds(0.1, 300).default(15),
  maxBodyBytes: z
    .int()
    .min(1_024)
    .max(64 * 1_024 * 1_024)
    .default(4 * 1_024 * 1_024),
  rememberSeconds: seconds(60, 30 * DAY).default(DAY),
  linkSeconds: seconds(60, 30 * DAY).default(DAY),
  stillAliveSeconds: seconds(1, DAY).default(900),
  plannedPartySeconds: seconds(1, DAY).default(3_600),
  registrationSeconds: seconds(60, 90 * DAY).default(7 * DAY),
  /** For a platform that has lost the answer with its new token; 0: it asks the operator for another. */
  formerTokenSeconds: seconds(0, 3_600).default(300),
});

const outgoing = z.strictObject({
  allowHttp: z.boolean().default(false),
  allowPrivateNetworks: z.union([z.boolean(), z.array(z.string().max(64)).max(64)]).default(false),
  connectionsPerOrigin: z.int().min(1).max(1_024).default(32),
  /** PEM of authorities that are trusted beside the system's. */
  authoritiesFile: file.optional(),
});

const rates = z.strictObject({
  platform: rate(500, 1_000),
  address: rate(10, 100),
  peerAddress: rate(1_000, 2_000),
  peer: rate(500, 1_000),
});

const schema = z.strictObject({
  type: z.literal('gridseal/ocn-node/v1'),
  /** As in the registry. */
  url: nodeUrl,
  operator: z
    .strictObject({
      /** The wallet that operates the node; its key is needed here only if there is no message key. */
      wallet: name.optional(),
      /** Its address, where the wallet itself is kept elsewhere. */
      address: address.optional(),
      /** The signer of this home that signs messages, as the registry names it. */
      messageKey: name.optional(),
    })
    .refine((one) => one.wallet !== undefined || (one.address !== undefined && one.messageKey !== undefined), {
      error: 'needs a wallet, or an address and a message key',
    }),
  /** The party that the node itself is: HUB in its credentials. */
  hub: z.strictObject({
    countryCode: z.string().regex(/^[A-Z]{2}$/, { error: 'is not two capital letters' }),
    partyId: z.string().regex(/^[A-Z0-9]{3}$/, { error: 'is not three capital letters or digits' }),
    business: businessDetailsSchema,
  }),
  listen: listen.prefault({}),
  /** Health and metrics on a port of their own; else they are served beside the rest. */
  management: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port }).optional(),
  chain,
  database,
  /** Seals the tokens that platforms are called with. Its file is made at the first start. */
  sealingKey: secret,
  /** Without it there is no admin API. */
  adminKey: secret.optional(),
  /** Where pages come from that may ask the admin API in a browser, such as the network monitor: `https://pages.example`. */
  adminOrigins: z.array(origin).max(16).default([]),
  policy: policy.prefault({}),
  rates: rates.prefault({}),
  outgoing: outgoing.prefault({}),
  /** How long the node says that it is not ready before it takes no more connections. */
  drainSeconds: seconds(0, 600).default(5),
});

/** How one node is set up; lives in `node.json`. Durations are seconds, and files are found from where `node.json` is. */
export type OcnNodeConfig = z.output<typeof schema>;

/**
 * Checks a parsed `node.json`.
 *
 * @throws {ConfigurationError} naming the first field that is wrong.
 * @example `decodeOcnNodeConfig(JSON.parse(await readFile('node.json', 'utf8')))`
 */
export function decodeOcnNodeConfig(value: unknown): OcnNodeConfig {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new ConfigurationError(issue?.message ?? 'is not the configuration of a node', {
    field: path === '' ? 'node.json' : `node.json: ${path}`,
  });
}
