import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate, TrustGraph, type TrustPolicy } from '../../sdk/src/certificate/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { bytes32, registry } from './quorums.ts';

export const [root, other, stranger] = [bytes32(1), bytes32(2), bytes32(0xbad)];
export const at = 1_000;
export const policy: TrustPolicy = { anchors: [root], at };
let serials = 0;

/** The last of several certificates that were planted. */
export const last = (...ids: readonly Hex[]): Hex => ids.at(-1) as Hex;

/** A device certificate, each with a serial of its own. */
export function certificate(change: Partial<Certificate.CertificateInput> = {}): Certificate.Certificate {
  const serial = new Uint8Array(16);
  new DataView(serial.buffer).setUint32(0, ++serials);
  return Certificate.from({
    kind: 'device',
    subject: { name: 'station-7' },
    usages: [],
    notBefore: 0,
    notAfter: 2_000,
    serial,
    ...change,
  });
}

/** A certificate that empowers a quorum to endorse others. */
export function authority(quorum: Hex, change: Partial<Certificate.CertificateInput> = {}): Certificate.Certificate {
  const subject = {
    name: `Authority ${Number.parseInt(quorum.slice(-4), 16)}`,
    signer: Quorum.signer(registry, quorum),
  };
  return certificate({ kind: 'authority', subject, usages: ['signCertificates'], ...change });
}

/** A graph to which certificates are added together with those who endorse them. */
export class Garden extends TrustGraph {
  constructor() {
    super({ registry });
  }
  plant(added: Certificate.Certificate, ...endorsers: readonly Hex[]): Hex {
    const id = this.addCertificate(added);
    for (const quorum of endorsers) this.add({ type: 'endorsed', certificate: id, quorum, version: 1 });
    return id;
  }
  revoke(id: Hex, quorum: Hex, reason = 1): void {
    this.add({ type: 'revoked', certificate: id, quorum, version: 1, reason });
  }
  /** Authorities one below the other, the last one endorsing a device. */
  chain(length: number, change: (i: number) => Partial<Certificate.CertificateInput> = () => ({})): Hex {
    let by = root;
    for (let i = 0; i < length; i++) {
      this.plant(authority(bytes32(100 + i), change(i)), by);
      by = bytes32(100 + i);
    }
    return this.plant(certificate(), by);
  }
}
