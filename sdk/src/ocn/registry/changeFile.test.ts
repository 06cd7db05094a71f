import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, type Hex, type Json } from '../../bytes/index.ts';
import { Certificate } from '../../certificate/index.ts';
import { secp256k1Signer, verifySignature } from '../../crypto/index.ts';
import { BaseError, DecodeError, VerificationError } from '../../errors/index.ts';
import {
  ChangeFile,
  describeChange,
  OcpiId,
  ownerOf,
  permissions,
  type RegistryChange,
  RegistryMessage,
  registryModules,
  registryRoles,
} from './index.ts';

const owner = secp256k1Signer(new Uint8Array(32).fill(7));
const certificate = JSON.parse(
  new TextDecoder().decode(
    Certificate.encode(
      Certificate.from({
        kind: 'party',
        subject: { name: 'Träger', party: { countryCode: 'DE', partyId: 'ABC' }, signer: owner.signer },
        usages: ['signData'],
        notBefore: 0,
        notAfter: 2_000_000_000,
        serial: new Uint8Array(16),
      }),
    ),
  ),
) as Json;
const certificateId = Certificate.id(Certificate.fromJson(certificate));

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex);
const terms = fc.record({
  roles: fc.subarray([...registryRoles]),
  sender: fc.subarray([...registryModules]),
  receiver: fc.subarray([...registryModules]),
});
const text = fc.string({ maxLength: 100, unit: 'grapheme' });
const granted = fc.subarray([...permissions]);
const setParty = fc
  .tuple(terms, address)
  .map(([rest, operator]): RegistryChange => ({ action: 'setParty', id: OcpiId.parse('DE/ABC'), ...rest, operator }));
const change: fc.Arbitrary<RegistryChange> = fc.oneof(
  text.map((url): RegistryChange => ({ action: 'setNode', url })),
  fc.constant<RegistryChange>({ action: 'deleteNode' }),
  fc.constant<RegistryChange>({ action: 'setNode', url: 'https://one.example', key: `0x${'11'.repeat(84)}` }),
  setParty,
  terms.map((rest): RegistryChange => ({ action: 'updateParty', ...rest })),
  fc.option(address).map((operator): RegistryChange => ({ action: 'offerParty', operator })),
  address.map((party): RegistryChange => ({ action: 'acceptParty', party })),
  fc.constant<RegistryChange>({ action: 'deleteParty' }),
  fc
    .tuple(text, text, granted)
    .map(([name, url, some]): RegistryChange => ({ action: 'setService', name, url, permissions: some })),
  fc.constant<RegistryChange>({ action: 'deleteService' }),
  fc
    .tuple(address, granted)
    .map(([provider, some]): RegistryChange => ({ action: 'createAgreement', provider, permissions: some })),
  address.map((provider): RegistryChange => ({ action: 'revokeAgreement', provider })),
);

const on = { chainId: 31_337, nodeRegistry: `0x${'22'.repeat(20)}` as Hex, signer: owner.signer.toLowerCase() as Hex };
const fileOf = (what: RegistryChange, more: object = {}) =>
  ChangeFile.from({ ...on, change: what, sequence: 3, deadline: 1_900_000_000, ...more });
const party: RegistryChange = {
  ...{ action: 'setParty', id: OcpiId.parse('DE/ABC'), roles: ['CPO'], sender: ['locations'], receiver: ['tokens'] },
  ...{ operator: `0x${'33'.repeat(20)}`, certificate: certificateId },
};

describe('files of changes', () => {
  test('behavior: every change makes a file and the file the change, with the digest that is signed', () => {
    fc.assert(
      fc.property(change, (what) => {
        const file = fileOf(what);
        expect(ChangeFile.decode(ChangeFile.encode(file))).toEqual(file);
        expect(file.digest).toBe(RegistryMessage.digest(what, ownerOf(on.signer), file, file));
        expect(ChangeFile.partsOf(file).digest).toBe(file.digest);
      }),
    );
  });

  test('behavior: signed by its owner, and by nobody else', async () => {
    const file = fileOf(party, { certificate });
    expect(ChangeFile.authorisationOf(file)).toBeNull();
    const signed = await ChangeFile.sign(owner, file);
    const { signer, signature } = ChangeFile.decode(ChangeFile.encode(signed));
    expect(verifySignature({ signer, digest: file.digest, signature: signature as Hex })).toBe(true);
    expect(ChangeFile.authorisationOf(signed)).toMatchObject({ sequence: 3, deadline: 1_900_000_000, signature });
    expect(ChangeFile.certificateOf(signed)).toEqual(encodeCanonicalJson(certificate));
    await expect(ChangeFile.sign(secp256k1Signer(new Uint8Array(32).fill(8)), file)).rejects.toThrow(VerificationError);
  });

  test('error: truncated at every byte', () => {
    const bytes = ChangeFile.encode(fileOf(party, { certificate }));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => ChangeFile.decode(bytes.subarray(0, length)), String(length)).toThrow(DecodeError);
    }
  });

  test('error: what is shown is not what is signed (attack: a changed file)', () => {
    const file = fileOf(party, { certificate });
    const other = { ...(certificate as object), serial: 'AAAAAAAAAAAAAAAAAAAAAQ' };
    const changed: readonly (readonly [string, object])[] = [
      ['change.digest', { digest: `0x${'00'.repeat(32)}` }],
      ['change.digest', { sequence: 4 }],
      ['change.digest', { deadline: 5 }],
      ['change.digest', { chainId: 1 }],
      ['change.digest', { nodeRegistry: `0x${'44'.repeat(20)}` }],
      ['change.digest', { signer: `0x${'44'.repeat(20)}` }],
      ['change.digest', { change: { ...party, operator: `0x${'44'.repeat(20)}` } }],
      ['change.certificate', { certificate: other }],
    ];
    for (const [field, part] of changed) {
      const bytes = encodeCanonicalJson({ ...file, ...part } as Json);
      expect(() => ChangeFile.decode(bytes), field).toThrow(expect.objectContaining({ code: 'VERIFICATION', field }));
    }
    const { certificate: _, ...without } = file;
    expect(() => ChangeFile.decode(encodeCanonicalJson(without as Json))).toThrow(VerificationError);
    expect(() => fileOf({ action: 'deleteNode' }, { certificate })).toThrow(VerificationError);
  });

  test.each([
    ['type', 'gridseal/registry-change/v2'],
    ['chainId', 0],
    ['nodeRegistry', `0x${'AB'.repeat(20)}`],
    ['signer', '0x1234'],
    ['signer', `0x${'00'.repeat(20)}`],
    ['sequence', -1],
    ['sequence', 2 ** 32],
    ['deadline', 1.5],
    ['digest', '0x'],
    ['signature', '0x1'],
    ['signature', 5],
    ['more', 1],
    ['change', { action: 'deleteEverything' }],
    ['change', { action: 'deleteNode', url: 'x' }],
    ['change', { action: 'setNode', url: 'x'.repeat(256) }],
    ['change', { action: 'acceptParty', party: '0x12' }],
    ['change', { ...party, roles: ['CHIEF'] }],
    ['change', { ...party, id: { country_code: 'de', party_id: 'ABC' } }],
    ['change', { ...party, id: { country_code: 'DEA', party_id: 'BC' } }],
    ['change', { ...party, sender: ['credentials'] }],
    ['change', { action: 'setService', name: 'x', url: 'y', permissions: ['EVERYTHING'] }],
  ] as const)('error: %s %j', (name, value) => {
    const bytes = encodeCanonicalJson({ ...fileOf({ action: 'deleteNode' }), [name]: value } as Json);
    expect(() => ChangeFile.decode(bytes)).toThrow(DecodeError);
  });

  test('error: files that are too long, or no canonical JSON', () => {
    const bytes = ChangeFile.encode(fileOf({ action: 'deleteNode' }));
    expect(() => ChangeFile.decode(new Uint8Array(ChangeFile.MAX_CHANGE_BYTES + 1))).toThrow(DecodeError);
    for (const more of [' ', '\n', '{}']) {
      const longer = new TextEncoder().encode(new TextDecoder().decode(bytes) + more);
      expect(() => ChangeFile.decode(longer)).toThrow(DecodeError);
    }
  });

  test('behavior: any bytes whatever are decoded or refused by an error of ours', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        try {
          ChangeFile.decode(new TextEncoder().encode(json));
        } catch (error) {
          expect(error).toBeInstanceOf(BaseError);
        }
      }),
    );
  });
});

describe('changes in words', () => {
  test('behavior: every change has a title, its owner, and nothing that acts on a terminal', () => {
    fc.assert(
      fc.property(change, (what) => {
        const { title, details } = describeChange(what, ownerOf(on.signer));
        expect(details[0]).toEqual({ label: 'owner', value: ownerOf(on.signer) });
        for (const shown of [title, ...details.flatMap(({ label, value }) => [label, value])]) {
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
    );
  });

  test('error: a name that would act is shown by its numbers', () => {
    const what: RegistryChange = {
      action: 'setService',
      name: 'a\u202eb\u001b[2J',
      url: 'x',
      permissions: ['FORWARD_ALL'],
    };
    const { details } = describeChange(what, ownerOf(on.signer));
    expect(details).toContainEqual({ label: 'name', value: 'a\\u{202e}b\\u{1b}[2J' });
  });
});
