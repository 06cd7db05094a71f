import type { CertificateKind, CertificateUsage } from '@gridseal/sdk/certificate';
import { ChargingWorld } from '@gridseal/sdk/certificate';
import type { KeyUse } from '@gridseal/sdk/crypto';

/** What makes sense for certificates of a kind. A proposal for the form: the format allows more, and so does the form, on demand. */
export interface KindShape {
  /** What such a subject may do; the usual ones are marked at first. */
  readonly usages: readonly CertificateUsage[];
  readonly usual: readonly CertificateUsage[];
  /** What its keys are for, the first for a new key; none where such certificates have no keys. */
  readonly keyUses: readonly KeyUse[];
  /** Whether it empowers or addresses a signer: `expected` ones mean little without. */
  readonly signer: 'expected' | 'possible' | 'none';
  /** Words that its subjects often have as their role. */
  readonly roles: readonly string[];
  readonly years: number;
}

const things = ['chargingStation', 'vehicle', 'gridEquipment'] as const;

/** By kind (docs/spec/certificate.md, docs/spec/charging-world.md, docs/spec/x509.md). */
export const kindShapes: Readonly<Record<CertificateKind, KindShape>> = {
  authority: {
    usages: ['signCertificates', 'issueKeys', 'revokeCertificates', 'signData'],
    usual: ['issueKeys', 'signCertificates'],
    keyUses: ['sign', 'encrypt'],
    signer: 'expected',
    roles: ChargingWorld.chargingRoles,
    years: 5,
  },
  sshAuthority: {
    usages: ['sshUserAuthority', 'sshHostAuthority', 'issueKeys'],
    usual: ['sshUserAuthority'],
    keyUses: ['sshUser', 'sshHost', 'sign'],
    signer: 'possible',
    roles: [],
    years: 2,
  },
  tlsAuthority: {
    usages: ['tlsAuthority', 'issueKeys'],
    usual: ['tlsAuthority'],
    keyUses: ['tls', 'sign'],
    signer: 'possible',
    roles: [],
    years: 5,
  },
  tlsLeaves: { usages: [], usual: [], keyUses: [], signer: 'none', roles: [], years: 1 },
  device: {
    usages: ['claimKeys', 'signData', 'encryptData', 'tlsClient', 'tlsServer'],
    usual: ['claimKeys'],
    keyUses: ['sign', 'encrypt', 'sshHost', 'sshUser', 'tls'],
    signer: 'expected',
    roles: things,
    years: 10,
  },
  node: {
    usages: ['signData', 'encryptData', 'tlsServer', 'tlsClient'],
    usual: ['signData'],
    keyUses: ['sign', 'encrypt', 'tls'],
    signer: 'expected',
    roles: [],
    years: 2,
  },
  party: {
    usages: ['signData', 'encryptData'],
    usual: ['signData'],
    keyUses: ['sign', 'encrypt', 'tls'],
    signer: 'possible',
    roles: [],
    years: 2,
  },
  contract: {
    usages: ['signData', 'encryptData', 'tlsClient'],
    usual: ['signData'],
    keyUses: ['sign', 'encrypt', 'tls'],
    signer: 'possible',
    roles: [],
    years: 2,
  },
  secc: {
    usages: ['tlsServer', 'signData'],
    usual: ['signData', 'tlsServer'],
    keyUses: ['tls', 'sign', 'encrypt'],
    signer: 'possible',
    roles: [],
    years: 2,
  },
  pseudonym: {
    usages: ['signData', 'encryptData'],
    usual: ['signData'],
    keyUses: ['sign', 'encrypt'],
    signer: 'possible',
    roles: [],
    years: 1,
  },
  meter: { usages: ['signData'], usual: ['signData'], keyUses: ['sign'], signer: 'possible', roles: [], years: 10 },
  binding: {
    usages: ['signData', 'encryptData', 'claimKeys'],
    usual: ['signData'],
    keyUses: ['sign', 'encrypt'],
    signer: 'possible',
    roles: [],
    years: 10,
  },
  pairing: {
    usages: ['signData', 'encryptData', 'claimKeys'],
    usual: ['signData'],
    keyUses: ['sign', 'encrypt'],
    signer: 'possible',
    roles: [],
    years: 10,
  },
};
