import { z } from 'zod';
import type { Krl } from '../../credential/ssh/index.ts';
import type { AdminHome } from './home.ts';
import type { SshAuthorities } from './sshAuthorities.ts';

const schema = z.strictObject({
  type: z.literal('gridseal/revocations/v1'),
  /** Grows with each revocation. */
  version: z.int().min(0),
  ssh: z.array(z.strictObject({ issuer: z.string(), serial: z.string().regex(/^[1-9][0-9]{0,19}$/) })),
});

type State = z.output<typeof schema>;

/** SSH certificates that the administrator has revoked: what the next revocation list says. */
export class Revocations {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  /** Adds serials of certificates that an SSH authority has signed. */
  async revoke(issuer: string, serials: readonly string[]): Promise<void> {
    const state = await this.#read();
    const known = new Set(state.ssh.filter((entry) => entry.issuer === issuer).map(({ serial }) => serial));
    const added = serials.filter((serial) => !known.has(serial)).map((serial) => ({ issuer, serial }));
    if (added.length === 0) return;
    await this.#home.write('.', 'revocations', {
      ...state,
      version: state.version + 1,
      ssh: [...state.ssh, ...added],
    });
  }

  /** The revocation list as it is now. `generated`: seconds since 1970. */
  async krl(authorities: SshAuthorities, generated: number): Promise<Krl> {
    const { version, ssh } = await this.#read();
    const issuers = [...new Set(ssh.map(({ issuer }) => issuer))];
    const certificates = await Promise.all(
      issuers.map(async (issuer) => ({
        authority: (await authorities.get(issuer)).publicKey,
        serials: ssh
          .filter((entry) => entry.issuer === issuer)
          .map(({ serial }) => ({ from: BigInt(serial), to: BigInt(serial) })),
        keyIds: [],
      })),
    );
    return { version: BigInt(version), generated, comment: 'gridseal', certificates, keys: [], fingerprints: [] };
  }

  async #read(): Promise<State> {
    const value = await this.#home.read('.', 'revocations');
    return value === null ? { type: 'gridseal/revocations/v1', version: 0, ssh: [] } : schema.parse(value);
  }
}
