import { createECDH } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import { type ChargingRole, chargingRoles } from '../../sdk/src/certificate/chargingWorld/roleNames.ts';
import { OccCertificate, OccQuorum } from '../../sdk/src/certificate/occ/index.ts';

/** A key of the cloud, and the certificate that two of the root have signed. */
export interface CloudMember {
  readonly name: string;
  /** 66 bytes. */
  readonly privateKey: Uint8Array;
  /** 133 bytes. */
  readonly publicKey: Uint8Array;
  readonly certificate: OccCertificate.OccCertificate;
}

/** An Open Charging Cloud with keys that tests hold: three of the root, and one of each role authority. */
export interface Cloud {
  readonly quorum: OccQuorum.OccQuorum;
  readonly root: readonly CloudMember[];
  readonly authorities: readonly (CloudMember & { readonly role: ChargingRole })[];
}

/** The certificates that were published, as their files are. */
export function publishedCertificates(): Promise<Buffer[]> {
  const files = [1, 2, 3].map((i) => path.join(root, `test/vectors/occ-fundamental-quorum-${i}.json`));
  return Promise.all(files.map((file) => readFile(file)));
}

/**
 * The original's world anew: each certificate is in the original's format, signed by the first two keys of the root.
 *
 * @param notBefore Seconds since 1970; valid for five years.
 */
export async function freshCloud(notBefore: number): Promise<Cloud> {
  const rootKeys = ['A', 'B', 'C'].map((letter) => freshKey(`Fundamental quorum ${letter}`));
  const quorum = OccQuorum.from({ keys: rootKeys, threshold: 2 });
  const certify = async (key: ReturnType<typeof freshKey>, role?: ChargingRole): Promise<CloudMember> => {
    let certificate = OccCertificate.from({
      description: role ?? 'Fundamental quorum',
      publicKeys: [key.publicKey],
      usages: ['signCertificates', 'revokeCertificates'],
      owner: { name: key.name },
      notBefore,
      notAfter: notBefore + 5 * 365 * 86_400,
    });
    for (const signer of rootKeys.slice(0, 2)) {
      const { name, privateKey } = signer;
      certificate = await OccCertificate.sign(certificate, OccCertificate.p521Signer(privateKey, { name }));
    }
    return { ...key, certificate };
  };
  return {
    quorum,
    root: await Promise.all(rootKeys.map((key) => certify(key))),
    authorities: await Promise.all(
      chargingRoles.map(async (role) => ({ ...(await certify(freshKey(`${role} 1`), role)), role })),
    ),
  };
}

function freshKey(name: string) {
  const pair = createECDH('secp521r1');
  const publicKey = Uint8Array.from(pair.generateKeys());
  const digits = pair.getPrivateKey();
  const privateKey = Uint8Array.from([...new Uint8Array(66 - digits.length), ...digits]);
  return { name, privateKey, publicKey };
}
