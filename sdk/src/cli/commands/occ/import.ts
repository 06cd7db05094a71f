import type { Action } from '../../framework/command.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import type { Cell } from '../../framework/page.ts';
import { findOriginals, keep, readAllKept } from './kept.ts';
import { verifiedPage } from './page.ts';
import { quorumOf, timeOf, verifyAll } from './trust.ts';

/** Keeps certificates that are valid, all or none. */
export const importCertificates: Action = async (input, context) => {
  const quorum = await quorumOf(input);
  const at = timeOf(input, context);
  const found = await verifyAll(await findOriginals(input.argument('certificate'), context), { quorum, at }, context);
  const refused = found.filter(({ verdict }) => !verdict.valid);
  const dryRun = input.flag('dryRun');
  const ids = found.map(({ verdict }) => verdict.id);
  if (refused.length > 0) {
    return {
      data: { imported: [], valid: false, at, certificates: found },
      text: [
        ...refused.flatMap((one) => verifiedPage(one, at)),
        { kind: 'lines', lines: [{ text: 'Nothing was imported.', tone: 'bad' }] },
      ],
      brief: [],
      exitCode: exitCodes.verification.code,
    };
  }
  if (!dryRun) for (const { certificate } of found) await keep(context, certificate);
  return {
    data: { dryRun, imported: dryRun ? [] : ids, valid: true, at, certificates: found },
    text: [
      {
        kind: 'table',
        head: ['SIGNED BY', 'OWNER', 'DESCRIPTION', 'ID'],
        rows: found.map(({ certificate, verdict }): Cell[] => [
          `${verdict.signed.length} of ${quorum.keys.length}`,
          certificate.owner.name,
          certificate.description ?? '',
          verdict.id,
        ]),
      },
      { kind: 'next', commands: [`gridseal occ convert ${(ids[0] ?? '').slice(0, 8)}`] },
    ],
    brief: ids,
  };
};

/** The certificates that were imported. */
export const list: Action = async (_input, context) => {
  const certificates = await readAllKept(context);
  return {
    data: { certificates },
    text:
      certificates.length === 0
        ? [
            { kind: 'lines', lines: ['This home has no certificate of the Open Charging Cloud.'] },
            { kind: 'next', commands: ['gridseal occ import --help'] },
          ]
        : [
            {
              kind: 'table',
              head: ['OWNER', 'DESCRIPTION', 'UNTIL', 'ID'],
              rows: certificates.map((one) => [one.owner.name, one.description ?? '', one.notAfter, one['@id']]),
            },
          ],
    brief: certificates.map((one) => one['@id']),
  };
};
