import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect, createServer, type PeerCertificate, type Server, type TLSSocket } from 'node:tls';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import { chainTime, createQuorum, endorse, revoke } from '../../sdk/src/chain/index.ts';
import { randomBytes, type Signer, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { PackedApprovals, Quorum, TypedData } from '../../sdk/src/quorum/index.ts';
import { testAccount } from './anvil.ts';
import { authorityAccount, type DeviceWorld, type TestDevice } from './deviceWorld.ts';

const year = 365 * 86_400;

/** Two stakeholders who have endorsed an authority's certificate: from whom trust starts. */
export interface Endorsed {
  /** Id of the stakeholders' quorum. */
  readonly anchor: Hex;
  /** Id of the authority's certificate. */
  readonly certificate: Hex;
  /** The stakeholders take it back. */
  revoke(): Promise<void>;
}

/** Founds a quorum of two, which endorses a certificate that lets `signer` issue keys. */
export async function endorseAuthority(world: DeviceWorld, signer: Hex): Promise<Endorsed> {
  const { chain, store } = world;
  const stakeholders = [secp256k1Signer(randomBytes(32)), secp256k1Signer(randomBytes(32))];
  const rules = Quorum.from({ members: stakeholders.map((each) => ({ signer: each.signer })), threshold: 2 });
  const { quorum } = await createQuorum(chain, testAccount(0), rules);
  const { timestamp } = await chainTime(chain);
  const body = Certificate.from({
    kind: 'authority',
    subject: { name: 'Back office', signer },
    usages: ['issueKeys'],
    notBefore: timestamp - 60,
    notAfter: timestamp + year,
    serial: randomBytes(16),
  });
  const { digest: certificate } = await store.writeBlock(Certificate.encode(body));
  const registry = chain.addresses.quorumRegistry;
  const deadline = timestamp + year;
  const message = { certificate, quorum, version: 1, deadline };
  const approve = async (digest: Hex) => PackedApprovals.encode(await approvalsOf(rules.members, stakeholders, digest));
  const endorsement = TypedData.digest({ action: 'endorse', chainId: chain.chainId, registry, message });
  await endorse(chain, testAccount(0), { ...message, approvals: await approve(endorsement) });
  return {
    anchor: quorum,
    certificate,
    revoke: async () => {
      const taken = { ...message, reason: 1 };
      const digest = TypedData.digest({ action: 'revoke', chainId: chain.chainId, registry, message: taken });
      await revoke(chain, testAccount(0), { ...taken, approvals: await approve(digest) });
    },
  };
}

function approvalsOf(members: readonly { readonly signer: Hex }[], signers: readonly Signer[], digest: Hex) {
  return Promise.all(
    signers.map(async (signer) => ({
      index: members.findIndex((member) => member.signer === signer.signer.toLowerCase()),
      signature: await signer.sign(digest),
    })),
  );
}

/** The signer of the world's administrator. */
export const authoritySigner = authorityAccount.address.toLowerCase() as Hex;

/** What a service's TLS needs, in PEM. */
export interface TlsFiles {
  readonly key: string;
  /** Leaf first, without the root. */
  readonly cert: string;
  /** The root. */
  readonly ca: string;
}

/** What is installed for a service; the key is its own, or has come with the certificate. */
export function tlsFilesOf(service: TestDevice, keys: 'device' | 'server' = 'device'): TlsFiles {
  const read = (...names: string[]) => readFileSync(path.join(service.root, ...names), 'utf8');
  const key = keys === 'device' ? read('keys', 'tls_key.pem') : read('tls', 'current', 'tls.key');
  return { key, cert: read('tls', 'current', 'tls.crt'), ca: read('tls', 'current', 'tls-ca.crt') };
}

/** A TLS server that asks for a certificate, and says to whom it speaks. */
export interface TlsService {
  readonly port: number;
  /** Goes on with another key and certificate, as after a reload. */
  use(files: TlsFiles): void;
  stop(): Promise<void>;
}

export async function serveTls(files: TlsFiles): Promise<TlsService> {
  const server: Server = createServer({ ...files, requestCert: true, rejectUnauthorized: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.end(`hello ${socket.getPeerCertificate().subjectaltname}\n`);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    use: (next) => server.setSecureContext({ ...next }),
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** What a client has seen. */
export interface TlsAnswer {
  readonly text: string;
  readonly peer: PeerCertificate;
  /** The server's public key as an uncompressed point, or empty for another kind of key. */
  readonly publicKey: Uint8Array;
}

/**
 * Connects with a client certificate, verifies the server by the root alone, and reads what it says.
 *
 * @throws what node:tls says if the server, or the client for the server, is not to be trusted.
 */
export function connectTls(port: number, files: TlsFiles, servername: string, crl?: string[]): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    const { key, cert, ca } = files;
    const options = { host: '127.0.0.1', port, servername, key, cert, ca, ...(crl ? { crl } : {}) };
    const socket: TLSSocket = connect(options);
    let text = '';
    let seen: Omit<TlsAnswer, 'text'> | null = null;
    socket.once('secureConnect', () => {
      const peer = socket.getPeerCertificate();
      seen = { peer, publicKey: new Uint8Array(peer.pubkey ?? []) };
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => (seen && text !== '' ? resolve({ ...seen, text }) : reject(new Error('closed'))));
  });
}
