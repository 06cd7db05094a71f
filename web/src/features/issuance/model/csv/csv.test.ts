import { randomBytes, secp256k1Signer } from '@gridseal/sdk/crypto';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { Enrolment } from '@gridseal/sdk/identity';
import { describe, expect, test } from 'vitest';
import type { FleetDevice } from '../../../../fleet/index.ts';
import { emptyRecipe } from '../recipe.ts';
import { newRun } from '../run.ts';
import { checkRows } from './checkRows.ts';
import { CsvError, parseRows } from './parseRows.ts';
import { resultCsv } from './resultCsv.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const recipe = { ...emptyRecipe(), principals: 'technician', ttl: '30d' };

async function device(label: string, use: 'sshUser' | 'encrypt' = 'sshUser'): Promise<FleetDevice> {
  const signer = secp256k1Signer(randomBytes(32));
  const algorithm = use === 'encrypt' ? 'X25519' : 'Ed25519';
  const enrolment = await Enrolment.sign(signer, {
    name: label,
    keys: [{ use, algorithm, publicKey: randomBytes(32) }],
  });
  const common = {
    label,
    name: label,
    signer: signer.signer,
    groups: [],
    enrolledAt: 0,
    certificate: null,
    claim: null,
  };
  const key = { algorithm: 'X25519', publicKey: randomBytes(32) } as const;
  return { ...common, id: signerId(signer.signer), key, request: Enrolment.encode(enrolment) };
}

const fleet = [
  await device('station-1'),
  await device('station-2'),
  await device('bare', 'encrypt'),
  await device('twin'),
  await device('twin'),
];
const read = async (ids: readonly string[]) => fleet.filter(({ id }) => ids.includes(id));

async function check(text: string, change: Partial<typeof recipe> = {}) {
  const { rows } = await parseRows(bytes(text));
  return checkRows(rows, { recipe: { ...recipe, ...change }, fleet, read });
}

describe('parseRows', () => {
  test('behavior: commas, semicolons, tabs; quotation marks, line breaks within, a byte order mark', async () => {
    for (const [separator, mark] of [
      [',', ''],
      [';', '\uFEFF'],
      ['\t', ''],
    ]) {
      const text = `${mark}Device${separator}Key ID\r\n"a ""b"""${separator}"x\ny"\r\n\r\n`;
      const { rows, ignored } = await parseRows(bytes(text));
      expect(rows).toEqual([{ line: 2, cells: { device: 'a "b"', key_id: 'x\ny' } }]);
      expect(ignored).toEqual([]);
    }
  });

  test('behavior: columns that mean nothing are named, and left aside', async () => {
    expect(await parseRows(bytes('device,colour,__proto__\na,red,x\n'))).toMatchObject({
      ignored: ['colour', '__proto__'],
      rows: [{ cells: { device: 'a' } }],
    });
  });

  test('behavior: ten thousand rows', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `d${i},user${i}`);
    const { rows } = await parseRows(bytes(`device,principals\n${lines.join('\n')}`));
    expect(rows).toHaveLength(10_000);
    expect(rows.at(-1)).toMatchObject({ line: 10_001, cells: { device: 'd9999' } });
  });

  test.each([
    ['empty', ''],
    ['empty', 'device\n'],
    ['noDevice', 'name,principals\na,b\n'],
    ['twice', 'device,dns,dns\na,b,c\n'],
    ['quotes', 'device,dns\n"a,b\n'],
    ['width', 'device,dns\na,b,c\n'],
    ['tooMany', `device\n${'x\n'.repeat(10_001)}`],
  ])('error: %s', async (problem, text) => {
    const error = await parseRows(bytes(text)).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(CsvError);
    expect(error).toMatchObject({ problem });
  });

  test('error: another encoding', async () => {
    await expect(parseRows(Uint8Array.of(0x64, 0xff, 0xfe))).rejects.toMatchObject({ problem: 'encoding' });
  });
});

describe('checkRows', () => {
  test('behavior: by label, by id, by the start of an id; what a row does not say is as in the form', async () => {
    const [one, two] = fleet as [FleetDevice, FleetDevice];
    const rows = await check(`device,principals,validity\nstation-1,root,5m\n${two.id.slice(0, 12)},,\n`);
    expect(rows).toMatchObject([
      { device: { id: one.id }, row: { principals: 'root' }, ttlSeconds: 300, problem: null },
      { device: { id: two.id }, row: {}, ttlSeconds: 2_592_000, problem: null },
    ]);
  });

  test.each([
    ['unknown', 'device\nnobody'],
    ['unknown', `device\n0x${'00'.repeat(32)}`],
    ['unknown', 'device\n=HYPERLINK("x")'],
    ['ambiguous', 'device\ntwin'],
    ['noDevice', 'device,dns\n,x'],
    ['noKey', 'device\nbare'],
    ['validity', 'device,validity\nstation-1,soon'],
    ['form', 'device,principals\nstation-1,-x'],
    ['form', 'device,source_address\nstation-1,anywhere'],
  ])('error: %s in %j', async (code, text) => {
    expect((await check(text))[0]?.problem).toMatchObject({ code });
  });

  test('error: a device in two lines counts once', async () => {
    const rows = await check(`device\nstation-1\n${fleet[0]?.id}`);
    expect(rows.map(({ problem }) => problem)).toEqual([null, { code: 'twice', line: 2 }]);
  });

  test('error: a row without names, and a form without', async () => {
    expect((await check('device\nstation-1', { principals: '' }))[0]?.problem).toMatchObject({ code: 'form' });
  });
});

describe('resultCsv', () => {
  test('attack: a label that a spreadsheet would take for a formula is disarmed', async () => {
    const [one] = fleet as [FleetDevice];
    const manifest = { device: one.id, epoch: 3, notAfter: '2026-12-01T00:00:00Z' };
    const run = newRun('r', { begunAt: 0, recipe, issuer: 'users', isBatch: true });
    const state = {
      drafts: [{ manifest }],
      serials: ['17'],
      channel: 'visit',
      leftOut: [{ device: one.id, reason: '@cmd' }],
    };
    const text = await resultCsv({ ...run, isAnnounced: true, state: state as never }, new Map([[one.id, '=cmd|x']]));
    const lines = text.split('\r\n');
    expect(lines[1]).toBe(`${one.id},"'=cmd|x",issued,,visit,3,17,2026-12-01T00:00:00Z,`);
    expect(lines[2]).toContain("'@cmd");
  });
});
