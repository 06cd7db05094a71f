import type { Hex } from '../../../bytes/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { PublicKeyPem } from '../../../identity/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { choiceOf, type KnownSigner, type SignerAddresses, signerBytes, signerKeyFile } from '../shared/signerBook.ts';

/** What can be told of a signer without its password. */
export interface SignerFacts {
  readonly name: string;
  readonly algorithm: string;
  readonly hash: string | null;
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKey: string;
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  readonly key: 'here' | 'elsewhere';
  readonly keyFile: string | null;
  /** The contract that checks its signatures; null for algorithms that no contract knows, and for wallets. */
  readonly verifier: { readonly contract: string; readonly address: Hex } | null;
  /** Whether its approvals count on chain. */
  readonly onChain: boolean;
}

const contracts = {
  p256: 'ERC7913P256Verifier',
  p521: 'P521Verifier',
  p521Sha256: 'P521Sha256Verifier',
  slhDsa: 'SlhDsaVerifier',
} as const;

function verifierOf(known: KnownSigner, addresses: SignerAddresses): SignerFacts['verifier'] {
  const choice = choiceOf(known, addresses);
  if (!('verifier' in choice)) return null;
  const verifiers = verifiersOf(addresses);
  const names = Object.keys(contracts) as (keyof typeof contracts)[];
  const name = names.find((one) => verifiers[one]?.toLowerCase() === choice.verifier.toLowerCase());
  return { contract: name ? contracts[name] : 'verifier', address: choice.verifier };
}

export function factsOf(known: KnownSigner, addresses: SignerAddresses, context: Context): SignerFacts {
  const { name, algorithm, hash, publicKey, key } = known;
  const verifier = verifierOf(known, addresses);
  return {
    name,
    algorithm,
    hash: hash ?? null,
    publicKey: PublicKeyPem.encode({ algorithm, publicKey }),
    signer: signerBytes(known, addresses),
    key,
    keyFile: key === 'here' ? signerKeyFile(context, name) : null,
    verifier,
    onChain: verifier !== null || algorithm === 'secp256k1',
  };
}

/** Long keys by both ends. */
export const shortSigner = (signer: Hex): string => {
  const bytes = (signer.length - 2) / 2;
  return bytes <= 52 ? signer : `${signer.slice(0, 50)}…${signer.slice(-4)} (${bytes} bytes)`;
};

/** How a signer's algorithm is called on a page. */
export const algorithmText = ({ algorithm, hash }: Pick<SignerFacts, 'algorithm' | 'hash'>): string =>
  hash ? `${algorithm} with ${hash}` : algorithm;

function countedBy({ verifier, onChain }: SignerFacts): Cell {
  if (verifier) return `${verifier.contract} ${verifier.address}`;
  return onChain ? 'every contract, as a wallet' : { text: 'no contract: off chain only', tone: 'warn' };
}

export function factsBlock(facts: SignerFacts, context: Context): Block {
  return {
    kind: 'fields',
    rows: [
      ['Signer', facts.name],
      ['Algorithm', algorithmText(facts)],
      ['Private key', facts.keyFile ? shortPath(facts.keyFile, context) : 'elsewhere'],
      ['Counted by', countedBy(facts)],
      ['ERC-7913', shortSigner(facts.signer)],
    ],
  };
}
