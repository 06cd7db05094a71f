import path from 'node:path';
import type { LocalAccount } from 'viem';
import { formatTimestamp, type Hex } from '../../bytes/index.ts';
import {
  type AnnounceInput,
  announce,
  announceFor,
  type Chain,
  chainTime,
  latestOf,
  type Outcome,
  withdraw,
  withdrawFor,
} from '../../chain/index.ts';
import { type RandomBytes, sha256Hex } from '../../crypto/index.ts';
import { defaultChannels, groupId, signerId, subjectOf } from '../../delivery/subject/index.ts';
import { type DeliveryDraft, deliveryKinds, Manifest, prepareDeliveries } from '../../envelope/index.ts';
import { ArgumentError, NotFoundError } from '../../errors/index.ts';
import { FileSecretStore } from '../../identity/node/index.ts';
import type { Action } from '../../quorum/action.ts';
import type { Store } from '../../store/index.ts';
import type { Authority } from './authority.ts';
import { withLatestClaim } from './claimsOf.ts';
import { type CredentialRequest, makeCredential } from './credentialRequest.ts';
import { AdminHome } from './home.ts';
import { type KnownDevice, KnownDevices } from './knownDevices.ts';
import { type IssuedEntry, Ledger } from './ledger.ts';
import { decodeDrafts, encodeDrafts, type Pending, PendingIssues } from './pending.ts';
import { Revocations } from './revocations.ts';
import { SshAuthorities } from './sshAuthorities.ts';

/** The parts of an administrator. */
export interface AdminParts {
  /** The folder with everything that has to be kept. */
  readonly home: string;
  readonly chain: Chain;
  readonly store: Store;
  /** Who announces. */
  readonly authority: Authority;
  /** Pays for the transactions; if it is the authority itself, no signature has to be sent. */
  readonly account: LocalAccount;
  readonly random: RandomBytes;
}

/** For whom something is issued: one device, or a group in one transaction. */
export type Audience = { readonly device: Hex } | { readonly group: string; readonly devices: readonly Hex[] };

/** What is to be issued. */
export interface IssueInput {
  readonly to: Audience;
  readonly credential: CredentialRequest;
  /** The kind's own by default. */
  readonly channel?: string;
  /** How long it is good, from block time on. */
  readonly ttlSeconds: number;
  /** Names of commands in the device's own configuration. */
  readonly postInstall?: readonly string[];
  /** Serials of credentials that this one takes out of use at once, without an overlap. */
  readonly revokes?: readonly string[];
}

/** What was announced. */
export interface Issued {
  readonly entry: IssuedEntry;
  readonly outcome: Outcome;
}

/** Signed messages that nobody has sent within this time are void, in seconds. */
const messageLifetime = 3_600;
/** Clocks of blocks and machines differ: credentials are good from a little before now, in seconds. */
const backdating = 60;

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
  readonly #parts: AdminParts;
  readonly devices: KnownDevices;
  readonly sshAuthorities: SshAuthorities;
  readonly ledger: Ledger;
  readonly pending: PendingIssues;
  readonly revocations: Revocations;
  /** keccak256 of the authority's signer. */
  readonly authority: Hex;

  private constructor(parts: AdminParts, home: AdminHome, sshAuthorities: SshAuthorities) {
    this.#parts = parts;
    this.devices = new KnownDevices(home);
    this.sshAuthorities = sshAuthorities;
    this.ledger = new Ledger(home);
    this.pending = new PendingIssues(home);
    this.revocations = new Revocations(home);
    this.authority = signerId(parts.authority.signer);
  }

  /** @throws {FileError} if the folder is not the administrator's alone. */
  static async open(parts: AdminParts): Promise<Admin> {
    const home = new AdminHome(parts.home);
    await home.folder('.');
    const secrets = await FileSecretStore.at(path.join(parts.home, 'authorities'));
    return new Admin(parts, home, new SshAuthorities(secrets));
  }

  /**
   * Makes, signs, seals, stores and announces a credential. What was begun survives a crash, and waits for co-signers: see
   * `resume`.
   *
   * @throws {ApprovalsNeededError} if the authority is a quorum whose members have to approve first.
   */
  async issue(input: IssueInput): Promise<Issued> {
    return this.#advance(await this.#begin(input));
  }

  /** Goes on with an issue that was begun. */
  async resume(id: Hex): Promise<Issued> {
    return this.#advance(await this.pending.get(id));
  }

  /**
   * Withdraws everything that was announced on a channel up to an epoch (the latest by default), for ever, and puts the serials
   * of SSH certificates among it on the next revocation list.
   */
  async revoke(input: { readonly to: Audience; readonly channel: string; readonly epoch?: number }): Promise<Outcome> {
    const { chain, account, authority } = this.#parts;
    const { owner, device, group } = audienceOf(input.to);
    const subject = subjectOf(owner, input.channel);
    const { epoch: latest } = await latestOf(chain, { authority: this.authority, subject }, { depth: 'head' });
    const epoch = input.epoch ?? latest;
    if (latest === 0) throw new NotFoundError('nothing was announced on this channel', { field: 'channel' });
    const { timestamp } = await chainTime(chain);
    await this.#revokeSerials(subject, epoch);
    let outcome: Outcome;
    if (this.#isSender()) {
      outcome = await withdraw(chain, account, { subject, epoch });
    } else {
      const message = { authority: authority.signer, subject, epoch, deadline: timestamp + messageLifetime };
      const action: Action = { ...this.#domain(), action: 'withdraw', message };
      outcome = await withdrawFor(chain, account, { ...message, signature: await authority.sign(action) });
    }
    await this.ledger.add({
      action: 'withdrawn',
      time: timestamp,
      authority: this.authority,
      subject,
      channel: input.channel,
      device,
      group,
      epoch,
      transaction: transactionOf(outcome),
    });
    return outcome;
  }

  /** Looks for claims, and keeps the keys that they name: what the next envelopes are sealed to. */
  async refresh(device: KnownDevice): Promise<KnownDevice> {
    const { chain, store } = this.#parts;
    const subjects = await this.ledger.subjectsOf(device.id);
    const current = await withLatestClaim(device, { chain, store, authority: this.authority, subjects });
    if (current !== device) await this.devices.save(current);
    return current;
  }

  async #begin(input: IssueInput): Promise<Pending> {
    const { chain, random, authority } = this.#parts;
    const { kind } = input.credential;
    const channel = input.channel ?? defaultChannels[kind];
    const { owner, group, devices } = audienceOf(input.to);
    const subject = subjectOf(owner, channel);
    const { timestamp } = await chainTime(chain);
    if (!Number.isSafeInteger(input.ttlSeconds) || input.ttlSeconds < 1) {
      throw new ArgumentError('is not a positive number of seconds', { field: 'ttl' });
    }
    const validity = { notBefore: timestamp - backdating, notAfter: timestamp + input.ttlSeconds };
    const slot = await latestOf(chain, { authority: this.authority, subject }, { depth: 'head' });
    const serials: string[] = [];
    const drafts: DeliveryDraft[] = [];
    for (const id of devices) {
      const device = await this.refresh(await this.#known(id));
      const credential = await makeCredential(input.credential, device, { ...this, random, ...validity });
      serials.push(...credential.serials);
      const files = credential.files.map(({ content, ...file }) => {
        return { ...file, size: content.length, digest: sha256Hex(content) };
      });
      const manifest = Manifest.from({
        ...this.#domain(),
        announcements: chain.addresses.keyAnnouncements.toLowerCase() as Hex,
        authority: this.authority,
        device: id,
        subject,
        epoch: slot.epoch + 1,
        kind,
        files,
        notBefore: formatTimestamp(validity.notBefore),
        notAfter: formatTimestamp(validity.notAfter),
        postInstall: [...(input.postInstall ?? [])],
        revokes: [...(input.revokes ?? [])],
      });
      drafts.push({ manifest, contents: credential.files.map(({ content }) => content), recipients: [device.key] });
    }
    const issuer = 'issuer' in input.credential ? input.credential.issuer : null;
    const pending: Pending = {
      type: 'gridseal/pending/v1',
      id: prepareDeliveries(authority.signer, drafts).digest,
      channel,
      group,
      kind,
      issuer,
      serials: serials.slice(0, 1_024),
      ...validity,
      drafts: encodeDrafts(drafts),
      signature: null,
      content: null,
    };
    await this.pending.save(pending);
    return pending;
  }

  async #advance(begun: Pending): Promise<Issued> {
    const signed = begun.signature === null ? await this.#sign(begun) : begun;
    const sealed = signed.content === null ? await this.#seal(signed) : signed;
    return this.#announce(sealed);
  }

  async #sign(pending: Pending): Promise<Pending> {
    const { authority } = this.#parts;
    const batch = prepareDeliveries(authority.signer, decodeDrafts(pending.drafts));
    const { message } = batch.typedData as unknown as { message: Extract<Action, { action: 'manifests' }>['message'] };
    const signature = await authority.sign({ ...this.#domain(), action: 'manifests', message });
    const signed = { ...pending, signature };
    await this.pending.save(signed);
    return signed;
  }

  async #seal(pending: Pending): Promise<Pending> {
    const { store, chain, authority } = this.#parts;
    const batch = prepareDeliveries(authority.signer, decodeDrafts(pending.drafts));
    const files = [];
    for await (const { device, envelope } of batch.seal(pending.signature as Hex)) {
      files.push({ name: device.slice(2), content: envelope });
    }
    const [first] = files as [(typeof files)[number]];
    const written = pending.group === null ? await store.writeBlock(first.content) : await store.writeDirectory(files);
    const { timestamp } = await chainTime(chain);
    const codec = pending.group === null ? 0 : 2;
    const content = { digest: written.digest, codec, deadline: timestamp + messageLifetime };
    const sealed = { ...pending, content };
    await this.pending.save(sealed);
    return sealed;
  }

  async #announce(pending: Pending): Promise<Issued> {
    const { chain, account, authority } = this.#parts;
    const { digest, codec, deadline } = pending.content as NonNullable<Pending['content']>;
    const [{ manifest }] = decodeDrafts(pending.drafts) as [DeliveryDraft];
    const { notBefore, notAfter, serials, issuer, kind, channel, group } = pending;
    const { subject, epoch } = manifest;
    const input: AnnounceInput = { subject, epoch, digest, kind: deliveryKinds[kind], codec, notBefore, notAfter };
    let outcome: Outcome;
    if (this.#isSender()) {
      outcome = await announce(chain, account, input);
    } else {
      const message = { ...input, authority: authority.signer, deadline };
      const signature = await authority.sign({ ...this.#domain(), action: 'announce', message });
      outcome = await announceFor(chain, account, { ...message, signature });
    }
    const { timestamp } = await chainTime(chain);
    const entry: IssuedEntry = {
      action: 'issued',
      time: timestamp,
      authority: this.authority,
      subject,
      channel,
      device: group === null ? manifest.device : null,
      group,
      epoch,
      transaction: transactionOf(outcome),
      kind,
      digest,
      notBefore,
      notAfter,
      devices: pending.drafts.length,
      serials,
      issuer,
    };
    await this.ledger.add(entry);
    await this.pending.remove(pending);
    return { entry, outcome };
  }

  async #revokeSerials(subject: Hex, epoch: number): Promise<void> {
    for (const entry of await this.ledger.entries()) {
      if (entry.action !== 'issued' || entry.subject !== subject || entry.epoch > epoch || entry.issuer === null)
        continue;
      await this.revocations.revoke(entry.issuer, entry.serials);
    }
  }

  async #known(id: Hex): Promise<KnownDevice> {
    const device = await this.devices.find(id);
    if (device) return device;
    throw new NotFoundError('is not enrolled', { field: `device ${id}` });
  }

  #isSender(): boolean {
    return this.#parts.account.address.toLowerCase() === this.#parts.authority.signer.toLowerCase();
  }

  #domain() {
    const { chainId, addresses } = this.#parts.chain;
    return { chainId, announcements: addresses.keyAnnouncements };
  }
}

function audienceOf(to: Audience) {
  if ('device' in to) return { owner: to.device, device: to.device, group: null, devices: [to.device] };
  if (to.devices.length === 0) throw new ArgumentError('has no devices', { field: 'group' });
  return { owner: groupId(to.group), device: null, group: to.group, devices: to.devices };
}

function transactionOf(outcome: Outcome): Hex | null {
  return outcome.outcome === 'done' ? outcome.receipt.transaction : null;
}
