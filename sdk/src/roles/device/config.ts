import { z } from 'zod';
import { type Hex, isHex } from '../../bytes/index.ts';
import { isChannel } from '../../delivery/subject/index.ts';
import { ConfigurationError } from '../../errors/index.ts';

const hex = (size?: number) =>
  z.custom<Hex>((value) => isHex(value, size), {
    error: size === undefined ? 'is not 0x hex' : `is not the 0x hex of ${size} bytes`,
  });
const signer = hex().refine((value) => value.length >= 42, { error: 'has fewer than the 20 bytes of a signer' });
const url = z.url({ protocol: /^https?$/, error: 'is not an http or https URL' });
const channel = z.string().refine(isChannel, { error: 'is not a channel name ([a-z][a-z0-9-]{0,31})' });
const headers = z.record(z.string(), z.string());
const argv = z.strictObject({ argv: z.tuple([z.string().min(1)], z.string()) });
const command = argv.extend({
  timeoutMs: z.int().min(1).max(600_000).default(30_000),
  check: argv.optional(),
  probe: argv.optional(),
});
const folder = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: 'is not one folder name' });

const schema = z.strictObject({
  type: z.literal('gridseal/device/v1'),
  name: z.string().min(1).max(200),
  chain: z.strictObject({
    chainId: z.int().positive(),
    rpcUrls: z.array(url).min(1).max(16),
    quorumRegistry: hex(20),
    keyAnnouncements: hex(20),
    p256Verifier: hex(20).optional(),
    finality: z.union([z.int().min(0).max(10_000), z.literal('finalized')]),
    headers: headers.optional(),
  }),
  ipfs: z.strictObject({
    endpoints: z
      .array(z.strictObject({ rpc: url.optional(), gateway: url.optional(), headers: headers.optional() }))
      .min(1)
      .max(16),
  }),
  /** Ids of the quorums that this device trusts by itself. */
  anchors: z.array(hex(32)).max(16),
  /** Who may announce: signers that are trusted as such, or that the trust bundle leads to from the anchors. */
  authorities: z
    .array(
      z.strictObject({
        signer,
        trust: z.enum(['anchored', 'pinned']).default('anchored'),
        /** Its channels live in this folder of `install.root`; needed where there are several authorities. */
        folder: folder.optional(),
      }),
    )
    .max(16),
  /** Ids of certificates that lead from the anchors to the authorities. */
  certificates: z.array(hex(32)).max(64).default([]),
  /** Groups that the device belongs to; their channels live in `groups/<name>`. */
  groups: z.array(folder).max(16).default([]),
  channels: z.array(channel).min(1).max(32).default(['ssh-user', 'ssh-host', 'ssh-authority', 'tls', 'files']),
  install: z.strictObject({
    /** Each channel gets a folder of its own in here. */
    root: z.string().startsWith('/', { error: 'is not an absolute path' }),
    /** How long the epoch before stays beside the new one. */
    overlapSeconds: z.int().min(0).max(31_536_000).default(300),
    commands: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), command).default({}),
  }),
  /** How often trust is looked at when nothing new is announced; before an installation it always is. */
  trustSeconds: z.int().min(1).max(86_400).default(60),
  pollSeconds: z.number().min(0.05).max(86_400).default(5),
  /** A newest block older than this raises the alarm `stale-head`: the endpoints may be freezing us out. */
  staleHeadSeconds: z.int().min(1).default(600),
  health: z.strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) }).optional(),
  claims: z.strictObject({
    /** `send`: the device's own wallet pays; `outbox`: receipts are left in the state folder for somebody to relay. */
    mode: z.enum(['send', 'outbox']).default('outbox'),
    /**
     * Name a fresh HPKE key with each claim. A device that cannot write to IPFS sets this to false, with `outbox`: whoever relays its
     * receipts publishes the records. It is not forward secret then.
     */
    ratchet: z.boolean().default(true),
  }),
});

/** How one device is set up; lives in `device.json` of its state folder. */
export type DeviceConfig = z.output<typeof schema>;

/**
 * Checks a parsed `device.json`.
 *
 * @throws {ConfigurationError} naming the first field that is wrong.
 */
export function decodeDeviceConfig(value: unknown): DeviceConfig {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new ConfigurationError(issue?.message ?? 'is not a device configuration', {
    field: path === '' ? 'device.json' : `device.json: ${path}`,
  });
}
