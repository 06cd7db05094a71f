import type { Hex } from '@gridseal/sdk/bytes';
import type { Certificate } from '@gridseal/sdk/certificate';
import { useCertificate } from '../../../data/index.ts';
import { useTrustText } from '../../../trust/index.ts';
import { Callout, Card, type Column, SafeText, Skeleton, Table } from '../../../ui/index.ts';
import { type Change, difference } from '../model/difference.ts';
import type { WhatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';

/** What a new certificate changes compared with the one that it replaces. */
export function DifferenceCard({ what: { certificate, matter } }: { readonly what: WhatIsSigned }) {
  const replaced = certificate?.edges?.find(({ type }) => type === 'replaces')?.certificate;
  if (!certificate || !replaced || matter.action !== 'endorse') return null;
  return <Compared certificate={certificate} replaced={replaced} />;
}

function Compared({
  certificate,
  replaced,
}: {
  readonly certificate: Certificate.Certificate;
  readonly replaced: Hex;
}) {
  const t = useText();
  const { data, isPending } = useCertificate(replaced);
  const before = data?.certificate;
  const columns: readonly Column<Change>[] = [
    {
      id: 'field',
      header: t('difference.field'),
      width: '12rem',
      rowHeader: true,
      cell: ({ path }) => <FieldName path={path} />,
    },
    { id: 'before', header: t('difference.before'), cell: (row) => <Side text={row.before} tone="before" /> },
    { id: 'after', header: t('difference.after'), cell: (row) => <Side text={row.after} tone="after" /> },
  ];
  const changes = before ? difference(withoutSerial(before), withoutSerial(certificate)) : [];
  return (
    <Card title={t('difference.title')} padded={!before}>
      {before ? (
        <Table
          label={t('difference.title')}
          columns={columns}
          rows={changes}
          rowKey={({ path, before: was, after: is }) => `${path} ${was} ${is}`}
          empty={<p className="p-4 text-muted">{t('difference.none')}</p>}
        />
      ) : isPending || data?.content === 'loading' ? (
        <Skeleton lines={3} />
      ) : (
        <Callout tone="warn">{t('difference.missing')}</Callout>
      )}
    </Card>
  );
}

/** What the fields are called where a certificate is shown in words. */
const WORDS = {
  kind: 'says.kind',
  'subject.name': 'says.name',
  'subject.role': 'says.role',
  'subject.signer': 'says.signer',
  'subject.keys': 'says.keys',
  usages: 'says.may',
  certifies: 'says.mayEndorse',
  pathLength: 'says.pathLength',
  requiredEndorsements: 'says.needs',
  notBefore: 'says.from',
  notAfter: 'says.until',
} as const;

function FieldName({ path }: { readonly path: string }) {
  const words = useTrustText();
  const known = Object.hasOwn(WORDS, path) ? WORDS[path as keyof typeof WORDS] : null;
  return (
    <>
      {known ? <span className="block font-medium">{words(known)}</span> : null}
      <code className="font-mono text-sm font-normal wrap-anywhere text-muted">{path}</code>
    </>
  );
}

/** Two certificates never have the same one; that edges differ is what makes it a replacement. */
function withoutSerial({ serial: _serial, edges: _edges, ...rest }: Certificate.Certificate) {
  return rest;
}

function Side({ text, tone }: { readonly text: string | null; readonly tone: 'before' | 'after' }) {
  const t = useText();
  if (text === null) return <span className="text-muted">{t('difference.nothing')}</span>;
  const look = tone === 'before' ? 'text-bad line-through decoration-bad/50' : 'text-ok';
  return <SafeText text={text} maxLength={160} reveal className={look} />;
}
