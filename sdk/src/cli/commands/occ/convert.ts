import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import { Certificate } from '../../../certificate/index.ts';
import { OccCertificate, OccQuorum } from '../../../certificate/occ/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { ConfigurationError, VerificationError } from '../../../errors/index.ts';
import { Quorum } from '../../../quorum/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { assertAbsent, writeWhole } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { toAddress } from '../../framework/values.ts';
import { keepCertificate } from '../shared/certificates.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { addressesOf } from '../shared/openChain.ts';
import { findOriginals, readAllKept } from './kept.ts';
import { quorumOf, timeOf, verifyAll } from './trust.ts';

/** An original's conversion, beside its id. */
interface Converted extends OccCertificate.OccConversion {
  readonly original: string;
}

async function optionsOf(input: Input, context: Context): Promise<OccCertificate.ConvertOptions> {
  const addresses = await addressesOf(input);
  const known = verifiersOf(addresses);
  const [given, role] = [input.optional('p521Verifier'), input.optional('role')];
  const p521 = given ? await toAddress(given) : known.p521;
  if (!p521) {
    throw new ConfigurationError('is not set', {
      field: '--p521-verifier',
      metaMessages: ['Give the address of P521Verifier with --p521-verifier or GRIDSEAL_P521_VERIFIER.'],
    });
  }
  const replaced = await Promise.all(input.many('replaced').map((file) => findOriginals(file, context)));
  return {
    verifiers: { p521, ...(known.p256 ? { p256: known.p256 } : {}) },
    ...(role ? { role: role.text } : {}),
    ...(input.flag('asQuorum') ? { asQuorumOf: addresses.quorumRegistry } : {}),
    replaced: [...replaced.flat(), ...(await readAllKept(context))],
  };
}

/** @throws {VerificationError} for the first that is not valid: nobody has to convert what nobody has signed. */
async function verified(input: Input, context: Context, quorum: OccQuorum.OccQuorum) {
  const originals = await findOriginals(input.argument('certificate'), context);
  for (const { verdict } of await verifyAll(originals, { quorum, at: timeOf(input, context) }, context)) {
    if (verdict.valid) continue;
    const metaMessages = verdict.problems.map(({ explanation }) => explanation);
    throw new VerificationError(`is not valid: ${verdict.id}`, { field: '<certificate>', metaMessages });
  }
  return originals;
}

export const convert: Action = async (input, context) => {
  const [out, members] = [input.optional('out'), input.optional('members')];
  for (const given of [out, members]) {
    if (given && given.text !== '-') await assertAbsent(path.resolve(given.text), given.field);
  }
  if (members?.text === '-') throw new UsageError('has to be a file', { field: members.field });
  const quorum = await quorumOf(input);
  const originals = await verified(input, context, quorum);
  const options = await optionsOf(input, context);
  const converted = originals.map((original) => ({
    original: OccCertificate.idOf(original),
    ...OccCertificate.convert(original, options),
  }));
  const certificates = converted.flatMap((one) => one.certificates);
  const [first] = certificates;
  if (out && (certificates.length > 1 || !first)) {
    throw new UsageError(`is for one certificate, and there are ${certificates.length}`, {
      field: out.field,
      metaMessages: ['Without it they are kept in this home, as they are with it.'],
    });
  }
  if (out?.text === '-' && first) {
    return { data: first.certificate, text: [{ kind: 'bytes', bytes: Certificate.encode(first.certificate) }] };
  }
  const definition = OccQuorum.definition(quorum, options.verifiers.p521);
  if (!input.flag('dryRun')) await write(certificates, definition, { out, members }, context);
  return resultOf(converted, definition, { out, members }, input.flag('dryRun'), context);
};

interface Files {
  readonly out: Given | undefined;
  readonly members: Given | undefined;
}

async function write(
  certificates: readonly OccCertificate.ConvertedCertificate[],
  definition: Quorum.Quorum,
  { out, members }: Files,
  context: Context,
): Promise<void> {
  for (const one of certificates) {
    await keepCertificate(context, one);
    if (out) await writeWhole(path.resolve(out.text), Certificate.encode(one.certificate), { field: out.field });
  }
  if (members) {
    const json = `${JSON.stringify(definition, null, 2)}\n`;
    await writeWhole(path.resolve(members.text), json, { field: members.field });
  }
}

function resultOf(
  converted: readonly Converted[],
  definition: Quorum.Quorum,
  { out, members }: Files,
  dryRun: boolean,
  context: Context,
): Result {
  const ids = converted.flatMap(({ certificates }) => certificates.map(({ id }) => id));
  const quorum = Quorum.id(definition);
  const file = (given: Given | undefined) => (given ? shortPath(path.resolve(given.text), context) : undefined);
  return {
    data: { dryRun, converted, quorum: { id: quorum, definition }, ids },
    text: [
      ...converted.flatMap(conversionPage),
      {
        kind: 'fields',
        rows: [
          ['File', file(out)],
          ['Members', file(members)],
          ['Quorum', members ? quorum : undefined],
        ],
      },
      { kind: 'next', commands: nextCommands(ids, members) },
    ],
    brief: ids,
  };
}

function nextCommands(ids: readonly Hex[], members: Given | undefined): string[] {
  return [
    ...(members ? [`gridseal quorum create --from ${members.text} --name NAME`] : []),
    ...ids.slice(0, 3).map((id) => `gridseal certificate propose ${id.slice(0, 10)} --quorum NAME`),
  ];
}

function conversionPage({ original, certificates, lost }: Converted): readonly Block[] {
  return [
    ...certificates.flatMap(({ id, certificate, quorum }): Block[] => {
      const { title, details } = Certificate.describe(certificate);
      return [
        { kind: 'heading', text: title },
        {
          kind: 'fields',
          rows: [
            ['id', id],
            ['original', original],
            ...details.map(({ label, value }) => [label, value] as const),
            ['quorum', quorum ? `${Quorum.id(quorum)}, of this key alone` : undefined],
          ],
        },
      ];
    }),
    ...(lost.length === 0 ? [] : [lostTable(lost)]),
  ];
}

function lostTable(lost: readonly OccCertificate.Loss[]): Block {
  const rows = lost.map(({ field, value, explanation }): Cell[] => [field, value, explanation]);
  return { kind: 'table', head: ['NOT IN IT', 'VALUE', 'WHY'], rows };
}
