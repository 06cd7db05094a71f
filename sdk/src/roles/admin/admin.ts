import path from 'node:path';
import type { Hex } from '../../bytes/index.ts';
import { chainTime, latestOf, type Outcome, withdraw, withdrawFor } from '../../chain/index.ts';
import { signerId, subjectOf } from '../../delivery/subject/index.ts';
import { NotFoundError } from '../../errors/index.ts';
import { FileSecretStore } from '../../identity/node/index.ts';
import type { AdminContext, AdminParts } from './adminContext.ts';
import { type Audience, audienceOf } from './audience.ts';
import { withLatestClaim } from './claimsOf.ts';
import { AdminHome } from './home.ts';
import { advanceIssue, beginIssue, type Issued, type IssueInput, messageLifetime, transactionOf } from './issueWork.ts';
import { type KnownDevice, KnownDevices } from './knownDevices.ts';
import { Ledger } from './ledger.ts';
import { PendingIssues } from './pending.ts';
import { Revocations } from './revocations.ts';
import { SshAuthorities } from './sshAuthorities.ts';

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
    const { chain, account, authority } = parts;
    return new Admin({
      ...parts,
      authorityId: signerId(authority.signer),
      domain: { chainId: chain.chainId, announcements: chain.addresses.keyAnnouncements },
      isSender: account.address.toLowerCase() === authority.signer.toLowerCase(),
      devices: new KnownDevices(home),
      sshAuthorities: new SshAuthorities(secrets),
      ledger: new Ledger(home),
      pending: new PendingIssues(home),
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

  get ledger(): Ledger {
    return this.#context.ledger;
  }

  get pending(): PendingIssues {
    return this.#context.pending;
  }

  /**
   * Makes, signs, seals, stores and announces a credential. What was begun survives a crash, and waits for co-signers: see
   * `resume`.
   *
   * @throws {ApprovalsNeededError} if the authority is a quorum whose members have to approve first.
   */
  async issue(input: IssueInput): Promise<Issued> {
    const pending = await beginIssue(this.#context, input, async (id) => this.refresh(await this.#known(id)));
    return advanceIssue(this.#context, pending);
  }

  /** Goes on with an issue that was begun. */
  async resume(id: Hex): Promise<Issued> {
    return advanceIssue(this.#context, await this.pending.get(id));
  }

  /**
   * Withdraws everything that was announced on a channel up to an epoch (the latest by default), for ever, and puts the serials
   * of SSH certificates among it on the next revocation list.
   *
   * @throws {NotFoundError} if nothing was announced there.
   */
  async revoke(input: { readonly to: Audience; readonly channel: string; readonly epoch?: number }): Promise<Outcome> {
    const { chain, ledger, authorityId } = this.#context;
    const { owner, device, group } = audienceOf(input.to);
    const { channel } = input;
    const subject = subjectOf(owner, channel);
    const { epoch: latest } = await latestOf(chain, { authority: authorityId, subject }, { depth: 'head' });
    if (latest === 0) throw new NotFoundError('nothing was announced on this channel', { field: 'channel' });
    const epoch = input.epoch ?? latest;
    const { timestamp } = await chainTime(chain);
    await this.#revokeSerials(subject, epoch);
    const outcome = await this.#withdraw(subject, epoch, timestamp + messageLifetime);
    await ledger.add({
      action: 'withdrawn',
      time: timestamp,
      authority: authorityId,
      ...{ subject, channel, device, group, epoch },
      transaction: transactionOf(outcome),
    });
    return outcome;
  }

  /**
   * Looks for claims, and keeps the keys that they name: what the next envelopes are sealed to.
   *
   * @throws {TransportError} if the record of the latest claim cannot be had.
   */
  async refresh(device: KnownDevice): Promise<KnownDevice> {
    const { chain, store, authorityId, ledger, devices } = this.#context;
    const subjects = await ledger.subjectsOf(device.id);
    const current = await withLatestClaim(device, { chain, store, authority: authorityId, subjects });
    if (current !== device) await devices.save(current);
    return current;
  }

  async #withdraw(subject: Hex, epoch: number, deadline: number): Promise<Outcome> {
    const { chain, account, authority, isSender, domain } = this.#context;
    if (isSender) return withdraw(chain, account, { subject, epoch });
    const message = { authority: authority.signer, subject, epoch, deadline };
    const signature = await authority.sign({ ...domain, action: 'withdraw', message });
    return withdrawFor(chain, account, { ...message, signature });
  }

  async #revokeSerials(subject: Hex, epoch: number): Promise<void> {
    for (const entry of await this.ledger.entries()) {
      if (entry.action !== 'issued' || entry.subject !== subject || entry.epoch > epoch) continue;
      if (entry.issuer !== null) await this.#context.revocations.revoke(entry.issuer, entry.serials);
    }
  }

  async #known(id: Hex): Promise<KnownDevice> {
    const device = await this.devices.find(id);
    if (device) return device;
    throw new NotFoundError('is not enrolled', { field: `device ${id}` });
  }
}
