import { type Hex, isHex, utf8Decode } from '@gridseal/sdk/bytes';
import type { DeliveredFile } from '@gridseal/sdk/envelope';
import type { Taken } from './database.ts';
import type { SlotView } from './lookTypes.ts';

/** What a slot is about at the moment, in one word. */
export type SlotState =
  | 'waiting'
  | 'announced'
  | 'early'
  | 'later'
  | 'untrusted'
  | 'refused'
  | 'forOthers'
  | 'opened'
  | 'signed'
  | 'claimed'
  | 'expired'
  | 'withdrawn';

/** @param now Block time in seconds since 1970. @param announced The newest epoch that the index has, which may not be settled. */
export function stateOf({ arrival, taken, receipt, withdrawn }: SlotView, now: number, announced = 0): SlotState {
  if (arrival.state !== 'none') return arrival.state;
  if (announced > (taken?.epoch ?? 0) && announced > withdrawn) return 'announced';
  if (taken === null) return withdrawn > 0 ? 'withdrawn' : 'waiting';
  if (withdrawn >= taken.epoch) return 'withdrawn';
  if (now > taken.notAfter) return 'expired';
  return taken.isFinal && receipt === null ? 'claimed' : 'signed';
}

/** What is valid for less is a temporary access, whose rest is counted down. In seconds. */
export const temporary = 86_400;

/** Whether a validity is that of a temporary access. */
export function isTemporary({ notBefore, notAfter }: Pick<Taken, 'notBefore' | 'notAfter'>): boolean {
  return notAfter - notBefore <= temporary;
}

/** The last name of a file's path. Manifests allow letters, digits and `._-@+` alone; what is hidden by a dot gets a visible name. */
export function savedName({ path }: Pick<DeliveredFile, 'path'>): string {
  const name = path.split('/').at(-1) ?? '';
  const safe = name.replace(/[^A-Za-z0-9._@+-]/g, '_').slice(-100);
  return safe.startsWith('.') || safe === '' ? `file${safe}` : safe;
}

/** What a file is, as far as its first bytes tell: for an icon and a word beside its name. */
export function natureOf({ content, path }: Pick<DeliveredFile, 'content' | 'path'>): FileNature {
  const text = textOf(content.subarray(0, 120));
  if (/^-----BEGIN (OPENSSH |EC |RSA |ENCRYPTED )?PRIVATE KEY-----/.test(text)) return 'privateKey';
  if (/^(ssh|ecdsa)-[a-z0-9-]+-cert-v01@openssh\.com /.test(text)) return 'sshCertificate';
  if (text.startsWith('-----BEGIN CERTIFICATE-----')) return 'certificate';
  if (/^(ssh-[a-z0-9]+|ecdsa-[a-z0-9-]+) /.test(text)) return 'publicKey';
  return path.endsWith('.krl') || text.startsWith('SSHKRL') ? 'revocations' : 'file';
}

export type FileNature = 'privateKey' | 'sshCertificate' | 'certificate' | 'publicKey' | 'revocations' | 'file';

function textOf(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes);
  } catch {
    return '';
  }
}

/** An address under which the page opens with an authority to follow: what an administrator hands out. */
export function followPath(signer: Hex, channels: readonly string[] = []): string {
  return channels.length > 0 ? `/claim/follow/${signer}/${channels.join(',')}` : `/claim/follow/${signer}`;
}

/** What somebody pasted or scanned: a signer, or a link of {@link followPath}. Null if it is neither. */
export function readFollow(text: string): { readonly signer: Hex; readonly channels: readonly string[] } | null {
  const given = text.trim();
  if (given.length > 4_096) return null;
  const [, signer = given, channels = ''] =
    /#\/claim\/follow\/(0x[0-9a-fA-F]+)(?:\/([a-z0-9,-]+))?\/?$/.exec(given) ?? [];
  if (!isHex(signer) || signer.length < 42 || signer.length % 2 !== 0) return null;
  return { signer: signer.toLowerCase() as Hex, channels: channels === '' ? [] : channels.split(',') };
}
