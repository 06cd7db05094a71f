import { z } from 'zod';
import { type Hex, isHex, type Json } from '../../bytes/index.ts';
import { type DeliveryKind, deliveryKinds } from '../../envelope/index.ts';
import type { AdminHome } from './home.ts';

const hex32 = z.custom<Hex>((value) => isHex(value, 32));
const common = {
  /** Seconds since 1970, by block time. */
  time: z.int().min(0),
  authority: hex32,
  subject: hex32,
  channel: z.string(),
  /** The device's id, or null for a group. */
  device: hex32.nullable(),
  group: z.string().nullable(),
  epoch: z.int().positive(),
  /** Null if the transaction was found done already. */
  transaction: hex32.nullable(),
};
const schema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('issued'),
    ...common,
    kind: z.custom<DeliveryKind>((value) => typeof value === 'string' && Object.hasOwn(deliveryKinds, value)),
    digest: hex32,
    notBefore: z.int().min(0),
    notAfter: z.int().min(0),
    /** How many devices the delivery has envelopes for; none if it is public. */
    devices: z.int().min(0),
    /** Serials of the credentials that it contains; of a batch, up to 1,024 of them. */
    serials: z.array(z.string()),
    /** The SSH or TLS authority that signed them, if one did. */
    issuer: z.string().nullable(),
  }),
  z.strictObject({ action: z.literal('withdrawn'), ...common }),
]);

/** One line of the history. */
export type LedgerEntry = z.output<typeof schema>;
export type IssuedEntry = Extract<LedgerEntry, { action: 'issued' }>;

/** Everything that the administrator has issued and withdrawn, oldest first. */
export class Ledger {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  async add(entry: LedgerEntry): Promise<void> {
    await this.#home.append('history', entry as Json);
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    return (await this.#home.lines('history')).flatMap((line) => {
      const result = schema.safeParse(line);
      return result.success ? [result.data] : [];
    });
  }

  /** For each device, the subjects that it was addressed by. Reads the history once. */
  async subjectsOf(devices: readonly Hex[]): Promise<ReadonlyMap<Hex, readonly Hex[]>> {
    const own = new Map<Hex, Set<Hex>>(devices.map((device) => [device, new Set()]));
    const groups = new Set<Hex>();
    for (const entry of await this.entries()) {
      if (entry.device !== null) own.get(entry.device)?.add(entry.subject);
      else if (entry.group !== null && !(entry.action === 'issued' && entry.devices === 0)) groups.add(entry.subject);
    }
    return new Map([...own].map(([device, subjects]) => [device, [...new Set([...subjects, ...groups])]]));
  }
}
