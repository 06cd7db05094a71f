import { z } from 'zod';
import type { Krl } from '../../credential/ssh/index.ts';
import { issueTlsRevocations } from '../../credential/tls/index.ts';
import { FileError } from '../../errors/index.ts';
import type { AdminHome } from './home.ts';
import type { IssuedEntry } from './ledger.ts';
import type { SshAuthorities } from './sshAuthorities.ts';
import type { TlsAuthorities } from './tlsAuthorities.ts';

const common = {
  issuer: z.string(),
  /** When the certificate ends by itself; unknown for what was revoked long ago. Seconds since 1970. */
  notAfter: z.exactOptional(z.int()),
};
const schema = z.strictObject({
  type: z.literal('gridseal/revocations/v1'),
  /** Grows with each revocation. */
  version: z.int().min(0),
  ssh: z.array(z.strictObject({ ...common, serial: z.string().regex(/^[1-9][0-9]{0,19}$/) })),
  tls: z
    .array(z.strictObject({ ...common, serial: z.string().regex(/^0x[0-9a-f]{2,40}$/), time: z.int().min(0) }))
    .default([]),
});

type State = z.output<typeof schema>;

/** Clocks differ: a certificate stays on the lists for a day after its end. */
const afterEnd = 86_400;

/** Certificates that the administrator has revoked: what the next revocation lists say. */
export class Revocations {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  /** Adds the certificates of an issue, if an SSH or TLS authority has signed them. `time`: seconds since 1970. */
  async revoke({ kind, issuer, serials, notAfter }: IssuedEntry, time: number): Promise<void> {
    if (issuer === null) return;
    const list = kind === 'tls' ? 'tls' : 'ssh';
    const state = await this.#read();
    const known = new Set(state[list].filter((entry) => entry.issuer === issuer).map(({ serial }) => serial));
    const added = serials.filter((serial) => !known.has(serial)).map((serial) => ({ issuer, serial, notAfter }));
    if (added.length === 0) return;
    const version = state.version + 1;
    const next: State =
      list === 'ssh'
        ? { ...state, version, ssh: [...state.ssh, ...added] }
        : { ...state, version, tls: [...state.tls, ...added.map((entry) => ({ ...entry, time }))] };
    await this.#home.write('.', 'revocations', next);
  }

  /** The SSH revocation list as it is now. `generated`: seconds since 1970. */
  async krl(authorities: SshAuthorities, generated: number): Promise<Krl> {
    const { version, ssh: all } = await this.#read();
    const ssh = all.filter((entry) => !hasEnded(entry, generated));
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

  /** The X.509 revocation list of one authority as it is now, in PEM. Times in seconds since 1970. */
  async crl(
    authorities: TlsAuthorities,
    issuer: string,
    validity: { readonly notBefore: number; readonly notAfter: number },
  ): Promise<string> {
    const { version, tls } = await this.#read();
    const revoked = tls
      .filter((entry) => entry.issuer === issuer && !hasEnded(entry, validity.notBefore))
      .map(({ serial, time }) => ({ serial, time }));
    return issueTlsRevocations({ authority: await authorities.get(issuer), number: version, ...validity, revoked });
  }

  async #read(): Promise<State> {
    const value = await this.#home.read('.', 'revocations');
    if (value === null) return { type: 'gridseal/revocations/v1', version: 0, ssh: [], tls: [] };
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new FileError(`is not a list of revocations (${result.error.issues[0]?.path.join('.')})`, {
      field: 'revocations.json',
    });
  }
}

/** Nobody accepts it any more, so that lists do not grow for ever. */
function hasEnded({ notAfter }: State['ssh'][number] | State['tls'][number], time: number): boolean {
  return notAfter !== undefined && notAfter + afterEnd < time;
}
