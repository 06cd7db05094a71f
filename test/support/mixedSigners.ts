import { fromHex, type Hex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import {
  type KnownVerifiers,
  type RandomBytes,
  type Signer,
  sha256,
  softwareAuthenticator,
  webAuthnSigner,
} from '../../sdk/src/crypto/index.ts';
import { SigningKey } from '../../sdk/src/identity/index.ts';

/** One signer of each kind that a chain accepts. */
export interface MixedSigners {
  /** secp256k1, an account of a chain. */
  readonly wallet: Signer;
  /** P-256 as security chips have it. */
  readonly chip: Signer;
  /** P-256 behind an authenticator. */
  readonly passkey: Signer;
  /** The Open Charging Cloud's kind of key. */
  readonly p521: Signer;
  /** Post-quantum. */
  readonly slhDsa: Signer;
}

export type SignerKind = keyof MixedSigners;

/** Bytes that follow from a label alone: fixed keys for tests. */
export function bytesFrom(label: string): RandomBytes {
  let drawn = 0;
  return (size) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 32)
      bytes.set(sha256(utf8Encode(`${label} ${drawn++}`)).subarray(0, size - at), at);
    return bytes;
  };
}

/** Signers with fixed keys, others for each label. */
export async function mixedSigners(verifiers: Required<KnownVerifiers>, label: string): Promise<MixedSigners> {
  const draw = (kind: SignerKind) => bytesFrom(`${label} ${kind}`);
  const make = async (kind: SignerKind, choice: Parameters<typeof SigningKey.generate>[0]) =>
    SigningKey.toSigner(await SigningKey.generate(choice, draw(kind)));
  const authenticator = softwareAuthenticator({ privateKey: draw('passkey')(32), rpId: 'charging.example' });
  const [wallet, chip, p521, slhDsa] = await Promise.all([
    make('wallet', { algorithm: 'secp256k1' }),
    make('chip', { algorithm: 'P-256', verifier: verifiers.p256 }),
    make('p521', { algorithm: 'P-521', verifier: verifiers.p521 }),
    make('slhDsa', { algorithm: 'SLH-DSA-SHA2-128s', verifier: verifiers.slhDsa }),
  ]);
  const passkey = webAuthnSigner(authenticator, { ...authenticator, verifier: verifiers.webAuthn });
  return { wallet, chip, passkey, p521, slhDsa: remembering(slhDsa) };
}

/** SLH-DSA takes long to sign; whoever asks for the same again gets the same. */
function remembering(signer: Signer): Signer {
  const known = new Map<Hex, Promise<Hex>>();
  const sign = (digest: Hex) => {
    const signature = known.get(digest) ?? signer.sign(digest);
    known.set(digest, signature);
    return signature;
  };
  return { ...signer, sign };
}

/** Ways in which a signature can be wrong; none of them is accepted by any verifier. */
export const spoils = {
  'one bit': (signature: Hex) => flipped(signature, 40),
  'cut short': (signature: Hex): Hex => `0x${signature.slice(2, 2 + 2 * 63)}`,
  empty: (): Hex => '0x',
  zeros: (signature: Hex): Hex => `0x${'00'.repeat((signature.length - 2) / 2)}`,
  ones: (signature: Hex): Hex => `0x${'ff'.repeat((signature.length - 2) / 2)}`,
} as const;

function flipped(signature: Hex, at: number): Hex {
  const bytes = fromHex(signature);
  bytes[at] = (bytes[at] as number) ^ 1;
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
