/**
 * Writes test/vectors/certificate.json without the SDK: canonical bytes spelled out by hand, ids by OpenSSL's SHA-256.
 *
 * Run: `node scripts/vectors/certificate.ts`
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

/** The example of docs/spec/certificate.md, with a real key (the generator of secp256k1) and a real signer. */
const authority = [
  '{"certifies":["device"],"kind":"authority","notAfter":"2031-01-01T00:00:00Z","notBefore":"2026-01-01T00:00:00Z"',
  '"pathLength":1,"requiredEndorsements":1,"serial":"q83vASNFZ4mrze8BI0VniQ"',
  '"subject":{"keys":[{"algorithm":"secp256k1","publicKey":"Anm-Zn753LusVaBilc6HCwcCm_zbLc4o2VnygVsW-BeY","use":"sign"}]',
  '"name":"Fleet administration","role":"chargingStationOperator"',
  '"signer":"0x5fbdb2315678afecb367f032d93f642f64180aa31111111111111111111111111111111111111111111111111111111111111111"}',
  '"type":"gridseal/certificate/v1","usages":["issueKeys","signCertificates"]}',
].join(',');

const minimal =
  '{"kind":"meter","notAfter":"2024-02-29T23:59:59Z","notBefore":"2024-02-29T23:59:59Z","requiredEndorsements":16,' +
  '"serial":"AAAAAAAAAAAAAAAAAAAAAA","subject":{"keys":[],"name":"Name"},"type":"gridseal/certificate/v1","usages":[]}';
const valid = [
  { name: 'authority with everything', text: authority },
  { name: 'minimal, leap day, not ASCII', text: minimal.replace('Name', 'Zähler 東京 7') },
  {
    name: 'replaces another',
    text: minimal
      .replace('Name', 'Successor')
      .replace('{"kind"', `{"edges":[{"certificate":"0x${'ab'.repeat(32)}","type":"replaces"}],"kind"`),
  },
].map(({ name, text }) => ({ name, text, id: `0x${createHash('sha256').update(text).digest('hex')}` }));

/** One thing wrong each. `field` is where the decoder has to say so. */
const invalid: { name: string; text: string; field: string }[] = [];
function spoil(name: string, field: string, from: string | RegExp, to: string): void {
  const text = authority.replace(from, to);
  if (text === authority) throw new Error(`${name}: nothing was replaced`);
  invalid.push({ name, text, field });
}

spoil('white space', 'certificate', '"kind":', '"kind": ');
spoil(
  'keys out of order',
  'certificate',
  '{"certifies":["device"],"kind":"authority",',
  '{"kind":"authority","certifies":["device"],',
);
spoil('key twice', 'certificate', '"kind":"authority",', '"kind":"authority","kind":"authority",');
spoil('unknown field', 'certificate', '"type"', '"trusted":true,"type"');
spoil('__proto__', 'certificate', '{"certifies"', '{"__proto__":{},"certifies"');
spoil('missing serial', 'certificate.serial', '"serial":"q83vASNFZ4mrze8BI0VniQ",', '');
spoil('other type', 'certificate.type', 'certificate/v1', 'certificate/v2');
spoil('unknown kind', 'certificate.kind', '"kind":"authority"', '"kind":"root"');
spoil(
  'usages not sorted',
  'certificate.usages',
  '["issueKeys","signCertificates"]',
  '["signCertificates","issueKeys"]',
);
spoil('usage twice', 'certificate.usages', '["issueKeys",', '["issueKeys","issueKeys",');
spoil('unknown usage', 'certificate.usages[0]', '"issueKeys"', '"everything"');
spoil('certifies without signCertificates', 'certificate.certifies', '"issueKeys","signCertificates"', '"issueKeys"');
spoil('pathLength above 16', 'certificate.pathLength', '"pathLength":1', '"pathLength":17');
spoil('pathLength below 0', 'certificate.pathLength', '"pathLength":1', '"pathLength":-1');
spoil('pathLength as text', 'certificate.pathLength', '"pathLength":1', '"pathLength":"1"');
spoil(
  'no endorsement required',
  'certificate.requiredEndorsements',
  '"requiredEndorsements":1',
  '"requiredEndorsements":0',
);
spoil(
  '17 endorsements required',
  'certificate.requiredEndorsements',
  '"requiredEndorsements":1',
  '"requiredEndorsements":17',
);
spoil('30 February', 'certificate.notAfter', '2031-01-01', '2031-02-30');
spoil('29 February of a common year', 'certificate.notAfter', '2031-01-01', '2031-02-29');
spoil('29 February 2100', 'certificate.notAfter', '2031-01-01', '2100-02-29');
spoil('24 o’clock', 'certificate.notAfter', '2031-01-01T00', '2031-01-01T24');
spoil('leap second', 'certificate.notAfter', '2031-01-01T00:00:00Z', '2030-12-31T23:59:60Z');
spoil('fraction of a second', 'certificate.notAfter', '00:00:00Z', '00:00:00.0Z');
spoil('offset', 'certificate.notAfter', '00:00:00Z', '00:00:00+00:00');
spoil('notAfter before notBefore', 'certificate.notAfter', '2031-01-01', '2025-12-31');
spoil('serial of 15 bytes', 'certificate.serial', 'q83vASNFZ4mrze8BI0VniQ', 'q83vASNFZ4mrze8BI0Vn');
spoil('serial with loose bits', 'certificate.serial', 'q83vASNFZ4mrze8BI0VniQ', 'q83vASNFZ4mrze8BI0VniR');
spoil('empty name', 'certificate.subject.name', 'Fleet administration', '');
spoil('name too long', 'certificate.subject.name', 'Fleet administration', 'a'.repeat(201));
spoil('name with a bidirectional override', 'certificate.subject.name', 'Fleet', 'Fle\u202eet');
spoil('name with a zero-width space', 'certificate.subject.name', 'Fleet', 'Fle\u200bet');
spoil('name with a control character', 'certificate.subject.name', 'Fleet', 'Fle\\u0007et');
spoil('name not in NFC', 'certificate.subject.name', 'Fleet', 'Fle\u0301et');
spoil('name with a Cyrillic look-alike', 'certificate.subject.name', 'Fleet', 'Fl\u0435et');
spoil('name in full-width letters', 'certificate.subject.name', 'Fleet', '\uff26leet');
spoil('name with a space at the end', 'certificate.subject.name', 'administration"', 'administration "');
spoil('role that is no word', 'certificate.subject.role', '"chargingStationOperator"', '"charging station"');
spoil('signer of 19 bytes', 'certificate.subject.signer', /"signer":"0x[0-9a-f]+"/, `"signer":"0x${'11'.repeat(19)}"`);
spoil(
  'signer at the zero address',
  'certificate.subject.signer',
  /"signer":"0x[0-9a-f]+"/,
  `"signer":"0x${'00'.repeat(20)}"`,
);
spoil(
  'signer in upper case',
  'certificate.subject.signer',
  '0x5fbdb2315678afecb367f032d93f642f64180aa3',
  '0x5FbDB2315678afecb367f032d93F642f64180aa3',
);
spoil('key with a wrong size', 'certificate.subject.keys[0].publicKey', 'Anm-Zn', 'Anm-ZnZn');
spoil('key with a wrong prefix', 'certificate.subject.keys[0].publicKey', '"Anm', '"Bnm');
spoil('key with padding', 'certificate.subject.keys[0].publicKey', '-BeY"', '-BeY="');
spoil('unknown algorithm', 'certificate.subject.keys[0].algorithm', '"secp256k1"', '"RSA"');
spoil('unknown use of a key', 'certificate.subject.keys[0].use', '"use":"sign"', '"use":"any"');
spoil('number as text', 'certificate.requiredEndorsements', '"requiredEndorsements":1', '"requiredEndorsements":null');

const vectors = { source: 'written by hand; ids by node:crypto (OpenSSL) SHA-256', valid, invalid };
writeFileSync(new URL('../../test/vectors/certificate.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
