import { Certificate } from '../../../certificate/index.ts';
import { type CertificateStatus, statusOf } from '../../../chain/index.ts';
import { BaseError } from '../../../errors/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Cell } from '../../framework/page.ts';
import { formatTime } from '../../framework/values.ts';
import { certificateIds, findCertificate, readCertificate } from '../shared/certificates.ts';
import { openChain } from '../shared/openChain.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';

function statusCell({ status, endorsedAt, revokedAt }: CertificateStatus): Cell {
  if (status === 'revoked') return { text: `revoked ${formatTime(revokedAt)}`, tone: 'bad' };
  if (status === 'endorsed') return { text: `endorsed ${formatTime(endorsedAt)}`, tone: 'good' };
  return { text: 'nothing said', tone: 'dim' };
}

export const show: Action = async (input, context) => {
  const { id, certificate } = await findCertificate(input.argument('certificate'), input, context);
  const asked = input.many('quorum');
  const quorums = await Promise.all(asked.map((given) => resolveQuorum(given, context)));
  const chain = quorums.length > 0 ? await openChain(input) : null;
  const statuses = chain
    ? await Promise.all(
        quorums.map(async (quorum) => ({
          quorum,
          ...(await statusOf(chain, { certificate: id, quorum }, { depth: 'head', signal: context.signal })),
        })),
      )
    : [];
  const { title, details } = Certificate.describe(certificate);
  return {
    data: { id, certificate, statuses },
    text: [
      { kind: 'heading', text: title },
      { kind: 'fields', rows: [['id', id], ...details.map(({ label, value }) => [label, value] as const)] },
      ...(statuses.length > 0
        ? [
            {
              kind: 'table' as const,
              head: ['QUORUM', 'ID', 'SAYS'],
              rows: statuses.map((status, i) => [asked[i]?.text ?? '', status.quorum, statusCell(status)]),
            },
          ]
        : []),
    ],
    brief: id,
  };
};

export const list: Action = async (_input, context) => {
  const found: { id: string; certificate?: Certificate.Certificate; problem?: string }[] = [];
  for (const id of await certificateIds(context)) {
    try {
      found.push({ id, certificate: (await readCertificate(context, id)).certificate });
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      found.push({ id, problem: error.shortMessage });
    }
  }
  const rows = found.map(({ id, certificate, problem }): Cell[] =>
    certificate
      ? [certificate.subject.name, certificate.kind, certificate.notAfter, id]
      : [{ text: problem ?? '', tone: 'bad' }, '', '', id],
  );
  return {
    data: { certificates: found.map(({ certificate, ...rest }) => ({ ...rest, certificate: certificate ?? null })) },
    text:
      rows.length === 0
        ? [
            { kind: 'lines', lines: ['This home has no certificate yet.'] },
            { kind: 'next', commands: ['gridseal certificate draft --help'] },
          ]
        : [{ kind: 'table', head: ['NAME', 'KIND', 'UNTIL', 'ID'], rows }],
    brief: found.map(({ id }) => id),
  };
};
