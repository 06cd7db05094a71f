import { type KemAlgorithm, kemAlgorithms } from '../kemAlgorithms.ts';
import type { CryptoProvider, KemProvider } from './cryptoProvider.ts';
import { nodeAead } from './nodeAead.ts';
import { createDh, createDhKem, type DhCurve } from './nodeDhKem.ts';
import { hkdfSha256, hkdfSha512, nodeKdf } from './nodeHkdf.ts';
import { createMlKem768, createMlKem768X25519 } from './nodeMlKem.ts';
import { primitives } from './nodePrimitives.ts';
import { signatures } from './nodeSignatures.ts';
import { type RawKem, toKemFactory } from './rawKem.ts';

const p256: DhCurve = {
  ...kemAlgorithms['P-256'],
  name: 'P-256',
  secretSize: 32,
  spki: '0x3059301306072a8648ce3d020106082a8648ce3d030107034200',
  pkcs8: '0x3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
  order: '0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  hkdf: hkdfSha256,
};
const p521: DhCurve = {
  ...kemAlgorithms['P-521'],
  name: 'P-521',
  secretSize: 64,
  spki: '0x30819b301006072a8648ce3d020106052b8104002303818600',
  pkcs8: '0x3060020100301006072a8648ce3d020106052b81040023044930470201010442',
  order: `0x01${'ff'.repeat(32)}fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`,
  hkdf: hkdfSha512,
};
const x25519: DhCurve = {
  ...kemAlgorithms.X25519,
  name: 'X25519',
  secretSize: 32,
  spki: '0x302a300506032b656e032100',
  pkcs8: '0x302e020100300506032b656e04220420',
  hkdf: hkdfSha256,
};

/** Deriving from key material is for test vectors, so noble's version is loaded only then. */
const derive = (algorithm: KemAlgorithm) => async (ikm: Uint8Array) => {
  const { provider: noble } = await import('./noble.ts');
  const kem = noble.kems[algorithm].factory();
  return kem.SerializePrivateKey((await kem.DeriveKeyPair(ikm, true)).privateKey);
};

function kem<Public, Private>(algorithm: KemAlgorithm, raw: RawKem<Public, Private>, secretSize = 32): KemProvider {
  return {
    factory: toKemFactory(algorithm, kemAlgorithms[algorithm], secretSize, raw),
    generatePrivateKey: raw.generatePrivateKey,
    publicKeyOf: (privateKey) => raw.publicKeyOf(raw.loadPrivateKey(privateKey)),
  };
}

/** The primitives of `node:crypto` (OpenSSL 3.5). */
export const provider: CryptoProvider = {
  ...primitives,
  signatures,
  kdf: nodeKdf,
  aead: nodeAead,
  kems: {
    'MLKEM768-X25519': kem('MLKEM768-X25519', createMlKem768X25519(createDh(x25519), derive('MLKEM768-X25519'))),
    'ML-KEM-768': kem('ML-KEM-768', createMlKem768(derive('ML-KEM-768'))),
    X25519: kem('X25519', createDhKem(x25519, derive('X25519'))),
    'P-256': kem('P-256', createDhKem(p256, derive('P-256'))),
    'P-521': kem('P-521', createDhKem(p521, derive('P-521')), p521.secretSize),
  },
};
