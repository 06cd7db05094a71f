import type { LocalAccount } from 'viem';
import type { Hex } from '../../bytes/index.ts';
import type { Chain, Outcome } from '../../chain/index.ts';
import type { RandomBytes } from '../../crypto/index.ts';
import type { Authority } from '../../delivery/issue/index.ts';
import type { Store } from '../../store/index.ts';
import type { BatchSerials } from './batchSerials.ts';
import type { KnownDevices } from './knownDevices.ts';
import type { Ledger } from './ledger.ts';
import type { PendingIssues } from './pending.ts';
import type { Publications } from './publications.ts';
import type { Revocations } from './revocations.ts';
import type { SshAuthorities } from './sshAuthorities.ts';
import type { TlsAuthorities } from './tlsAuthorities.ts';
import type { PendingWithdrawals } from './withdrawals.ts';

/** The parts of an administrator. */
export interface AdminParts {
  /** The folder with everything that has to be kept. */
  readonly home: string;
  readonly chain: Chain;
  readonly store: Store;
  /** Who announces. */
  readonly authority: Authority;
  /**
   * ERC-7913 signers of other authorities that issue to the same devices. A device has one key for all of them, and a claim of any
   * turns it: without theirs, the next envelope is sealed to a key that is gone.
   */
  readonly otherAuthorities?: readonly Hex[];
  /** Pays for the transactions; if it is the authority itself, no signature has to be sent. */
  readonly account: LocalAccount;
  readonly random: RandomBytes;
}

/** What an administrator's work is done with. */
export interface AdminContext extends AdminParts {
  /** keccak256 of the authority's signer. */
  readonly authorityId: Hex;
  readonly devices: KnownDevices;
  readonly sshAuthorities: SshAuthorities;
  readonly tlsAuthorities: TlsAuthorities;
  readonly ledger: Ledger;
  readonly batchSerials: BatchSerials;
  readonly pending: PendingIssues;
  readonly publications: Publications;
  readonly withdrawals: PendingWithdrawals;
  readonly revocations: Revocations;
}

/** The hash of the transaction that did it; null if it was done already. */
export function transactionOf(outcome: Outcome): Hex | null {
  return outcome.outcome === 'done' ? outcome.receipt.transaction : null;
}
