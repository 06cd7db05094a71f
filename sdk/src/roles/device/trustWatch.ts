import { DisagreementError, ReorganisationError, RpcResponseError, UnreachableError } from '../../chain/index.ts';
import { type AuthorityTrust, type CertificateSource, trustOfAuthorities } from '../../delivery/trust/index.ts';
import { TransportError } from '../../errors/index.ts';
import type { DeviceContext } from './context.ts';
import type { Alarm } from './report.ts';
import { alarmOf, troubleOf } from './trouble.ts';

const unreachable = [TransportError, UnreachableError, DisagreementError, RpcResponseError, ReorganisationError];

/** What the chain says of a device's authorities, as of the last look. */
export class TrustWatch {
  readonly #certificates: CertificateSource;
  #last: { readonly at: number; readonly verdicts: readonly AuthorityTrust[] } | null = null;

  constructor(certificates: CertificateSource) {
    this.#certificates = certificates;
  }

  verdicts(): readonly AuthorityTrust[] {
    return this.#last?.verdicts ?? [];
  }

  /**
   * Looks before anything is installed, and once in a while.
   *
   * @param news Whether something may be installed in this round.
   * @returns null if it cannot be told now: then nothing is installed.
   */
  async look(context: DeviceContext, news: boolean, alarms: Alarm[]): Promise<readonly AuthorityTrust[] | null> {
    const now = context.clock.now();
    const recent = this.#last !== null && now - this.#last.at < context.config.trustSeconds;
    if (news || !recent) {
      try {
        const settings = { settings: context.config, certificates: this.#certificates, at: Math.floor(now) };
        this.#last = { at: now, verdicts: await trustOfAuthorities({ ...context, ...settings }) };
      } catch (error) {
        context.signal?.throwIfAborted();
        const trouble = troubleOf(error);
        if (trouble === null) throw error;
        const alarm = unreachable.some((type) => trouble instanceof type) ? 'unreachable' : 'untrusted-authority';
        alarms.push(alarmOf(alarm, trouble, 'trust cannot be told'));
        return null;
      }
    }
    for (const { signer, trusted, reason } of this.verdicts()) {
      if (!trusted) alarms.push({ alarm: 'untrusted-authority', message: `${signer}: ${reason}`, details: [] });
    }
    return this.verdicts();
  }
}
