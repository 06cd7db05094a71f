import { encodeFunctionData } from 'viem';
import {
  encodeCanonicalJson,
  formatTimestamp,
  type Hex,
  type Json,
  toBase64url,
  utf8Encode,
} from '../../sdk/src/bytes/index.ts';
import { packTerms } from '../../sdk/src/chain/announcementTerms.ts';
import { announce, chainTime } from '../../sdk/src/chain/index.ts';
import { secp256k1Signer, sha256, sha256Hex } from '../../sdk/src/crypto/index.ts';
import { signerId, subjectOf } from '../../sdk/src/delivery/subject/index.ts';
import { deliveryKinds, Envelope, manifestsDigest, type Recipient } from '../../sdk/src/envelope/index.ts';
import { keyAnnouncementsAbi } from '../../sdk/src/generated/index.ts';
import { testAccount } from './anvil.ts';
import { authorityAccount, type DeviceWorld, type TestDevice } from './deviceWorld.ts';

/** What is different from an honest delivery; everything is as the attacker wants it, whatever the specification says. */
export interface Forgery {
  readonly epoch: number;
  readonly text?: string;
  /** Fields of the manifest; of its first file with `file`. */
  readonly manifest?: Readonly<Record<string, Json>>;
  readonly file?: Readonly<Record<string, Json>>;
  /** Fields of the context that the envelope is sealed for. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** What is in the envelope instead of the content that the manifest names. */
  readonly contents?: readonly string[];
  /** Whose keys it is sealed to; the device's own by default. */
  readonly recipients?: readonly Recipient[];
  /** Whose wallet signs the manifest: anvil's account of this index, the authority's (4) by default. */
  readonly signedBy?: number;
  readonly channel?: string;
}

/** Somebody who has the authority's wallet, or another one, and uses no software of ours that would refuse. */
export function attackerIn(world: DeviceWorld) {
  const { chain, store, admin } = world;
  const announcements = chain.addresses.keyAnnouncements.toLowerCase() as Hex;

  async function forge(to: TestDevice, forgery: Forgery): Promise<Uint8Array> {
    const { epoch, text = 'forged', channel = 'files' } = forgery;
    const known = await admin.devices.find(to.id);
    if (!known) throw new Error('is not enrolled');
    const { key } = await admin.refresh(known);
    const { timestamp } = await chainTime(chain);
    const authority = signerId(authorityAccount.address.toLowerCase() as Hex);
    const subject = subjectOf(to.id, channel);
    const content = utf8Encode(text);
    const file = {
      digest: sha256Hex(content),
      group: null,
      mode: '0600',
      owner: null,
      path: 'secret',
      size: content.length,
    };
    const manifest: Record<string, Json> = {
      ...{ announcements, authority, chainId: chain.chainId, device: to.id, epoch, subject },
      files: [{ ...file, ...forgery.file }],
      kind: 'files',
      notAfter: formatTimestamp(timestamp + 3_600),
      notBefore: formatTimestamp(timestamp - 60),
      postInstall: [],
      revokes: [],
      type: 'gridseal/manifest/v1',
      ...forgery.manifest,
    };
    const leaf = encodeCanonicalJson(manifest);
    const root = sha256(Uint8Array.of(0, ...leaf));
    const wallet = secp256k1Signer(testAccount(forgery.signedBy ?? 4).getHdKey().privateKey as Uint8Array);
    const signer = authorityAccount.address.toLowerCase() as Hex;
    const digest = manifestsDigest({ chainId: chain.chainId, announcements, authority: signer, subject, epoch, root });
    const plaintext = encodeCanonicalJson({
      contents: (forgery.contents ?? [text]).map((one) => toBase64url(utf8Encode(one))),
      manifest,
      proof: [],
      signature: await wallet.sign(digest),
      type: 'gridseal/delivery/v1',
    });
    const context = {
      chainId: chain.chainId,
      announcements,
      authority,
      subject,
      device: to.id,
      epoch,
      kind: 'files' as const,
    };
    const recipients = forgery.recipients ?? [key];
    return Envelope.seal({ plaintext, recipients, context: { ...context, ...forgery.context } });
  }

  /** Stores an envelope and announces it, from the authority's wallet unless another is named. */
  async function publish(
    to: TestDevice,
    epoch: number,
    envelope: Uint8Array,
    change: {
      readonly from?: number;
      readonly digest?: Hex;
      readonly codec?: number;
      readonly kind?: number;
      readonly channel?: string;
    } = {},
  ): Promise<Hex> {
    const { digest } = await store.writeBlock(envelope);
    const { timestamp } = await chainTime(chain);
    const input = {
      subject: subjectOf(to.id, change.channel ?? 'files'),
      epoch,
      digest: change.digest ?? digest,
      kind: change.kind ?? deliveryKinds.files,
      codec: change.codec ?? 0,
      notBefore: timestamp - 60,
      notAfter: timestamp + 3_600,
    };
    await announce(chain, testAccount(change.from ?? 4), input);
    return digest;
  }

  /** Stores an envelope and sends its announcement, without waiting for a block. */
  async function send(to: TestDevice, epoch: number, envelope: Uint8Array): Promise<void> {
    const { digest } = await store.writeBlock(envelope);
    const { timestamp } = await chainTime(chain);
    const subject = subjectOf(to.id, 'files');
    const validity = { notBefore: timestamp - 60, notAfter: timestamp + 3_600 };
    const terms = packTerms({ epoch, kind: deliveryKinds.files, codec: 0, ...validity });
    const args = [{ subject, digest, terms }] as const;
    const data = encodeFunctionData({ abi: keyAnnouncementsAbi, functionName: 'announce', args });
    const transaction = { from: authorityAccount.address, to: chain.addresses.keyAnnouncements, data };
    await world.node.request('eth_sendTransaction', [{ ...transaction, gas: '0x30d40' }]);
  }

  return { forge, publish, send };
}
