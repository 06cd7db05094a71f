/**
 * Writes test/vectors/public-keys.json: a directory by hand, from docs/spec/public-keys.md, and bytes that have to be refused.
 * Nothing of the SDK is used.
 *
 * Run: `node scripts/vectors/public-keys.ts`
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const context = `"announcements":"0x${'a1'.repeat(20)}","authority":"0x${'a2'.repeat(32)}","chainId":31337,"epoch":3`;
const key = (byte: number, to: string) =>
  `{"algorithm":"Ed25519","notAfter":"${to}","notBefore":"2026-11-20T00:00:00Z","publicKey":"${Buffer.alloc(32, byte).toString('base64url')}","use":"sign"}`;
const service = (name: string, ...keys: readonly string[]) => `{"epoch":2,"keys":[${keys.join()}],"name":"${name}"}`;
const directory = (services: readonly string[], subject = 'a3', before = '') =>
  `{${before}${context},"services":[${services.join()}],"subject":"0x${subject.repeat(32)}","type":"gridseal/public-keys/v1"}`;

const billing = service('billing', key(1, '2026-12-01T00:00:00Z'), key(2, '2026-12-08T00:00:00Z'));
const roaming = service('eu/roaming', key(3, '2026-12-01T00:00:00Z'));
const valid = directory([billing, roaming]);

const vectors = {
  valid: { bytes: valid, digest: `0x${createHash('sha256').update(valid).digest('hex')}` },
  invalid: {
    'services out of order': directory([roaming, billing]),
    'a service twice': directory([billing, billing]),
    'no keys': directory([service('billing')]),
    'nine keys': directory([
      service('billing', ...Array.from({ length: 9 }, (_, i) => key(i, '2026-12-01T00:00:00Z'))),
    ]),
    'a key of 31 bytes': valid.replace('AQEB', ''),
    'a use that the algorithm is not good for': valid.replace('"use":"sign"', '"use":"encrypt"'),
    'a validity that ends before it begins': valid.replace('2026-12-01', '2026-11-01'),
    'a day that does not exist': valid.replace('2026-12-01', '2026-11-31'),
    'an upper-case name': valid.replace('billing', 'Billing'),
    'a name that ends with a slash': valid.replace('eu/roaming', 'eu/'),
    'an unknown field': directory([billing], 'a3', '"a":1,'),
    'a missing field': valid.replace('"chainId":31337,', ''),
    'another type': valid.replace('public-keys', 'manifest'),
    'epoch 0': valid.replace('"epoch":3', '"epoch":0'),
    'a space': valid.replace('{', '{ '),
    'a subject of 31 bytes': valid.replace('a3a3"', 'a3"'),
  },
};

const file = new URL('../../test/vectors/public-keys.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(vectors, null, 2)}\n`);
