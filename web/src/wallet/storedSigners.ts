import { fromHex, type Hex, isHex, toHex } from '@gridseal/sdk/bytes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type IDBPDatabase, openDB } from 'idb';
import { useMemo } from 'react';
import { useWalletContext } from './context.ts';
import type { SignerOption } from './signerOption.ts';
import { toWalletError, walletError } from './walletError.ts';
import type { WalletNetwork } from './walletNetwork.ts';

/** A passkey: what its registration told. The key itself is in the authenticator. */
interface StoredPasskey {
  readonly kind: 'passkey';
  readonly id: string;
  readonly name: string;
  readonly publicKey: Hex;
  readonly credentialId: Hex;
  readonly rpId: string;
}

/** A P-521 key that the browser keeps: handles alone, the private half cannot be exported. */
interface StoredP521 {
  readonly kind: 'p521';
  readonly id: string;
  readonly name: string;
  readonly pair: CryptoKeyPair;
}

type Stored = StoredPasskey | StoredP521;

const QUERY = ['stored-signers'];
const TABLE = 'signers';
const MOST_NAME = 60;

/** Making, naming and forgetting signers that are not wallets. */
export interface SignerStore {
  /** Registers a passkey for this page's domain; the authenticator verifies the user. @throws {WalletError} */
  readonly addPasskey: (name: string) => Promise<void>;
  /** Makes a P-521 key that cannot be exported, so it lives and dies with this browser. */
  readonly addP521: (name: string) => Promise<void>;
  /** Forgets it here. A passkey stays in its authenticator, a P-521 key is gone for good. */
  readonly remove: (id: string) => Promise<void>;
  /** What this browser and this network can do. */
  readonly can: { readonly passkey: boolean; readonly p521: boolean };
}

export function useSignerStore(): SignerStore {
  const { network } = useWalletContext();
  const queries = useQueryClient();
  return useMemo(() => {
    const save = async (entry: Stored) => {
      await (await database()).put(TABLE, entry);
      await queries.invalidateQueries({ queryKey: QUERY });
    };
    return {
      addPasskey: async (name) => save(await register(clean(name))),
      addP521: async (name) => save(await generate(clean(name))),
      remove: async (id) => {
        await (await database()).delete(TABLE, id);
        await queries.invalidateQueries({ queryKey: QUERY });
      },
      can: {
        passkey: Boolean(network.addresses.webAuthnVerifier) && 'PublicKeyCredential' in globalThis,
        p521: Boolean(network.addresses.p521Verifier) && Boolean(globalThis.crypto?.subtle),
      },
    };
  }, [network, queries]);
}

/** The signers that this browser keeps and that count on the network. */
export function useStoredSigners(network: WalletNetwork): readonly SignerOption[] {
  const { data } = useQuery({
    queryKey: [...QUERY, network.chainId, network.addresses],
    queryFn: async () => {
      const entries: Stored[] = await (await database()).getAll(TABLE);
      const options = await Promise.all(entries.map((entry) => toOption(entry, network).catch(() => null)));
      return options.filter((option) => option !== null);
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data ?? NONE;
}

const NONE: readonly SignerOption[] = [];
let opened: Promise<IDBPDatabase> | undefined;

function database(): Promise<IDBPDatabase> {
  opened ??= openDB('gridseal.signers', 1, { upgrade: (db) => void db.createObjectStore(TABLE, { keyPath: 'id' }) });
  return opened;
}

function clean(name: string): string {
  return name.trim().slice(0, MOST_NAME);
}

async function register(name: string): Promise<StoredPasskey> {
  const rpId = location.hostname;
  const credential = await navigator.credentials
    .create({
      publicKey: {
        rp: { id: rpId, name: 'Gridseal' },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        // ES256 alone: it is what contracts verify.
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        attestation: 'none',
      },
    })
    .catch((error: unknown) => {
      throw error instanceof DOMException && error.name === 'NotAllowedError'
        ? walletError('refused', error)
        : toWalletError(error);
    });
  if (!(credential instanceof PublicKeyCredential)) throw walletError('refused');
  const spki = (credential.response as AuthenticatorAttestationResponse).getPublicKey();
  if (!spki) throw walletError('unsupported');
  const credentialId = toHex(new Uint8Array(credential.rawId));
  const { spkiToP256Point } = await import('./keyKinds.ts');
  const publicKey = toHex(spkiToP256Point(new Uint8Array(spki)));
  return { kind: 'passkey', id: `passkey:${credentialId}`, name, publicKey, credentialId, rpId };
}

async function generate(name: string): Promise<StoredP521> {
  const curve = { name: 'ECDSA', namedCurve: 'P-521' };
  const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  return { kind: 'p521', id: `p521:${crypto.randomUUID()}`, name, pair };
}

/** Null if the network has no contract that verifies such signatures. What is stored is decoded, not believed. */
async function toOption(entry: Stored, { addresses }: WalletNetwork): Promise<SignerOption | null> {
  const { webAuthnSigner, webCryptoP521Signer } = await import('./keyKinds.ts');
  const common = { id: entry.id, name: String(entry.name), problem: null };
  if (entry.kind === 'p521') {
    const verifier = addresses.p521Verifier;
    return verifier ? { ...common, kind: 'p521', signer: await webCryptoP521Signer(entry.pair, verifier) } : null;
  }
  const verifier = addresses.webAuthnVerifier;
  if (!verifier || !isHex(entry.publicKey, 65) || !isHex(entry.credentialId)) return null;
  const passkey = {
    verifier,
    publicKey: fromHex(entry.publicKey),
    credentialId: fromHex(entry.credentialId),
    rpId: entry.rpId,
  };
  return { ...common, kind: 'passkey', signer: webAuthnSigner(navigator.credentials, passkey) };
}
