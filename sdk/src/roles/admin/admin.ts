import path from 'node:path';
import type { Hex } from '../../bytes/index.ts';
import { chainTime, latestOf, type Outcome, type Pair, sendOnce } from '../../chain/index.ts';
import {
  type Audience,
  audienceOf,
  messageLifetime,
  type PublishInput,
  type Refreshed,
  withdrawalBy,
  withLatestClaims,
} from '../../delivery/issue/index.ts';
import { defaultChannels, signerId, subjectOf } from '../../delivery/subject/index.ts';
import { NotFoundError } from '../../errors/index.ts';
import { FileSecretStore } from '../../identity/node/index.ts';
import { type AdminContext, type AdminParts, transactionOf } from './adminContext.ts';
import { BatchSerials } from './batchSerials.ts';
import { AdminHome } from './home.ts';
import { finishIssue, type Issued, type IssueInput, startIssue } from './issueWork.ts';
import { type KnownDevice, KnownDevices } from './knownDevices.ts';
import { Ledger } from './ledger.ts';
import { PendingIssues } from './pending.ts';
import { Publications } from './publications.ts';
import { finishPublication, startPublication } from './publishWork.ts';
import { Revocations } from './revocations.ts';
import { SshAuthorities } from './sshAuthorities.ts';
import { TlsAuthorities } from './tlsAuthorities.ts';
import { PendingWithdrawals } from './withdrawals.ts';

/** What is to be taken back: a channel up to an epoch, by default the latest. */
export interface RevokeInput {
  readonly to: Audience;
  readonly channel: string;
  readonly epoch?: number;
}

/**
 * An administrator: enrols devices, issues credentials to them, and takes them back.
 *
 * @example
 * ```ts
 * const admin = await Admin.open(parts);
 * const device = await admin.devices.enrol(request, {});
 * await admin.sshAuthorities.create('users', randomBytes);
 * const credential = { kind: 'sshUser', issuer: 'users', principals: ['technician'] } as const;
 * await admin.issue({ to: { device: device.id }, credential, ttlSeconds: 86_400 });
 * ```
 */
export class Admin {
  readonly #context: AdminContext;

  private constructor(context: AdminContext) {
    this.#context = context;
  }

  /** @throws {FileError} if the folder is not the administrator's alone. */
  static async open(parts: AdminParts): Promise<Admin> {
    const home = new AdminHome(parts.home);
    await home.folder('.');
    const secrets = await FileSecretStore.at(path.join(parts.home, 'authorities'));
    return new Admin({
      ...parts,
      authorityId: signerId(parts.authority.signer),
      devices: new KnownDevices(home),
      sshAuthorities: new SshAuthorities(secrets),
      tlsAuthorities: new TlsAuthorities(secrets),
      ledger: new Ledger(home),
      batchSerials: new BatchSerials(home),
      pending: new PendingIssues(home),
      publications: new Publications(home),
      withdrawals: new PendingWithdrawals(home),
      revocations: new Revocations(home),
    });
  }

  /** keccak256 of the authority's signer. */
  get authority(): Hex {
    return this.#context.authorityId;
  }

  get devices(): KnownDevices {
    return this.#context.devices;
  }

  get sshAuthorities(): SshAuthorities {
    return this.#context.sshAuthorities;
  }

  get tlsAuthorities(): TlsAuthorities {
    return this.#context.tlsAuthorities;
  }

  get ledger(): Ledger {
    return this.#context.ledger;
  }

  get pending(): PendingIssues {
    return this.#context.pending;
  }

  /** Public-key directories that wait to be announced. */
  get publications(): Publications {
    return this.#context.publications;
  }

  /**
   * Makes, signs, seals, stores and announces a credential. What was begun survives a crash, and waits for co-signers: see
   * `resume`. Devices of a group that nothing can be sealed to are left out, and named in the result.
   *
   * @throws {ApprovalsNeededError} if the authority is a quorum whose members have to approve first.
   */
  async issue(input: IssueInput): Promise<Issued> {
    const state = await startIssue(this.#context, input, async (ids) => this.#refreshAll(await this.#known(ids)));
    return finishIssue(this.#context, state);
  }

  /**
   * Announces which public keys services have now, to everybody who knows the group's name; a service reads them with
   * `readPublicKeys`. Nothing of it is secret or sealed.
   *
   * @throws {ApprovalsNeededError} if the authority is a quorum whose members have to approve first.
   */
  async publishKeys(input: PublishInput): Promise<Issued> {
    return finishPublication(this.#context, await startPublication(this.#context, input));
  }

  /** Goes on with an issue or a publication that was begun. */
  async resume(id: Hex): Promise<Issued> {
    const publication = await this.publications.find(id);
    if (publication !== null) return finishPublication(this.#context, publication);
    return finishIssue(this.#context, await this.pending.get(id));
  }

  /**
   * Withdraws everything that was announced on a channel up to an epoch (the latest by default), for ever, and marks the
   * certificates among it as revoked. Servers learn of it by the next `sshAuthority` credential, which carries the list, or by
   * `tlsRevocations`.
   *
   * @throws {NotFoundError} if nothing was announced there. @throws {ApprovalsNeededError} if others have to approve first; the
   * certificates are marked already, as that only takes trust away.
   */
  async revoke({ to, channel, epoch: wanted }: RevokeInput): Promise<Outcome> {
    const { chain, account, ledger, authorityId, withdrawals } = this.#context;
    const { owner, device, group } = audienceOf(to);
    const subject = subjectOf(owner, channel);
    const { epoch: latest } = await latestOf(chain, { authority: authorityId, subject }, { depth: 'head' });
    if (latest === 0) throw new NotFoundError('nothing was announced on this channel', { field: 'channel' });
    const epoch = wanted ?? latest;
    const { timestamp } = await chainTime(chain);
    await this.#revokeSerials(subject, epoch, timestamp);
    const deadline = await withdrawals.deadlineFor(subject, epoch, timestamp, messageLifetime);
    const announcer = { ...this.#context, sender: account.address };
    const { transaction, isDone } = await withdrawalBy(announcer, { subject, epoch, deadline });
    const outcome = await sendOnce(chain, account, transaction, isDone);
    await ledger.add({
      action: 'withdrawn',
      time: timestamp,
      authority: authorityId,
      ...{ subject, channel, device, group, epoch },
      transaction: transactionOf(outcome),
    });
    await withdrawals.remove(subject);
    return outcome;
  }

  /**
   * The list of revoked certificates of a TLS authority (X.509 CRL in PEM), good for some seconds from block time on. It reaches
   * servers as a file like any other.
   */
  async tlsRevocations(issuer: string, ttlSeconds: number): Promise<string> {
    const { chain, revocations, tlsAuthorities } = this.#context;
    const { timestamp } = await chainTime(chain);
    return revocations.crl(tlsAuthorities, issuer, { notBefore: timestamp, notAfter: timestamp + ttlSeconds });
  }

  /**
   * Looks for claims, and keeps the keys that they name: what the next envelopes are sealed to.
   *
   * @throws {TransportError} if the record of the latest claim cannot be had.
   */
  async refresh(device: KnownDevice): Promise<KnownDevice> {
    const [current] = (await this.#refreshAll([device])) as readonly [Refreshed<KnownDevice>];
    if (current.problem !== null) throw current.problem;
    return current.device;
  }

  async #refreshAll(known: readonly KnownDevice[]): Promise<readonly Refreshed<KnownDevice>[]> {
    const { chain, store, devices } = this.#context;
    const pairs = await this.#claimedPairs(known);
    const current: Refreshed<KnownDevice>[] = [];
    for await (const refreshed of withLatestClaims(known, { chain, store, pairs })) {
      if (refreshed.device !== known[current.length]) await devices.save(refreshed.device);
      current.push(refreshed);
    }
    return current;
  }

  /** Where a device may have claimed: what this authority has announced to it, and the usual channels of the others. */
  async #claimedPairs(known: readonly KnownDevice[]): Promise<ReadonlyMap<Hex, readonly Pair[]>> {
    const { authorityId, otherAuthorities = [], ledger } = this.#context;
    const own = await ledger.subjectsOf(known.map(({ id }) => id));
    const usual = Object.values(defaultChannels);
    return new Map(
      known.map(({ id }) => {
        const subjects = own.get(id) ?? [];
        const theirs = [...new Set([...subjects, ...usual.map((channel) => subjectOf(id, channel))])];
        const others = otherAuthorities.flatMap((signer) => {
          return theirs.map((subject) => ({ authority: signerId(signer), subject }));
        });
        return [id, [...subjects.map((subject) => ({ authority: authorityId, subject })), ...others]];
      }),
    );
  }

  async #revokeSerials(subject: Hex, epoch: number, time: number): Promise<void> {
    for (const entry of await this.ledger.entries()) {
      if (entry.action !== 'issued' || entry.subject !== subject || entry.epoch > epoch) continue;
      const serials = await this.#context.batchSerials.of(entry);
      await this.#context.revocations.revoke({ ...entry, serials: [...serials] }, time);
    }
  }

  async #known(ids: readonly Hex[]): Promise<readonly KnownDevice[]> {
    const found: KnownDevice[] = [];
    for (const id of ids) {
      const device = await this.devices.find(id);
      if (!device) throw new NotFoundError('is not enrolled', { field: `device ${id}` });
      found.push(device);
    }
    return found;
  }
}
