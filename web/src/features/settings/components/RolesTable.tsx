import type { CertificateKind, RolePolicy } from '@gridseal/sdk/certificate';
import { useMemo } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { useTrustText } from '../../../trust/index.ts';
import { Badge, type Column, SafeText, Table } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

type Row = { readonly word: string } & RolePolicy['roles'][string];

/** A role policy at a glance: what each role may endorse and create, and which kinds need whose word. */
export function RolesTable({ policy }: { readonly policy: RolePolicy }) {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  const rows = useMemo(() => Object.entries(policy.roles).map(([word, role]) => ({ word, ...role })), [policy]);
  const titleOf = (word: string) => policy.roles[word]?.title ?? word;
  const columns: readonly Column<Row>[] = [
    {
      id: 'role',
      header: t('roles.role'),
      rowHeader: true,
      width: '15rem',
      cell: ({ word, title }) => (
        <>
          <SafeText text={title} maxLength={60} className="font-medium" />{' '}
          {word === policy.anchorRole ? <Badge tone="info">{t('roles.ofAnchors')}</Badge> : null}
          <code className="block font-mono text-sm font-normal text-muted">{word}</code>
        </>
      ),
    },
    {
      id: 'certifies',
      header: t('roles.certifies'),
      cell: ({ certifies }) =>
        certifies.length > 0 ? format.list(certifies.map((kind) => words(`kinds.${kind}`))) : <Nothing />,
    },
    {
      id: 'creates',
      header: t('roles.creates'),
      cell: ({ word, creates }) =>
        creates.length > 0 ? (
          <SafeText
            text={format.list(creates.map((one) => (one === word ? t('roles.itself') : titleOf(one))))}
            maxLength={400}
          />
        ) : (
          <Nothing />
        ),
    },
  ];
  const needs = Object.entries(policy.requires) as [CertificateKind, readonly string[]][];
  return (
    <div className="space-y-3">
      <div className="overflow-hidden rounded-md border border-line">
        <Table label={t('roles.title')} columns={columns} rows={rows} rowKey={({ word }) => word} />
      </div>
      {needs.map(([kind, roles]) => (
        <p key={kind}>
          <SafeText
            text={t('roles.needs', { kind: words(`kinds.${kind}`), roles: format.list(roles.map(titleOf)) })}
            maxLength={600}
          />
        </p>
      ))}
    </div>
  );
}

function Nothing() {
  return <span className="text-muted">–</span>;
}
