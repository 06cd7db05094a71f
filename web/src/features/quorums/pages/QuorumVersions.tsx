import { ArrowLeftRight, GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { type QuorumRecord, type QuorumVersion, useBlockTimes, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Card, Digest, EmptyState, Field, Page, Select, TextLink, Timestamp } from '../../../ui/index.ts';
import { ComparisonTables } from '../components/ComparisonTables.tsx';
import { QuorumOfPath } from '../components/QuorumOfPath.tsx';
import { useNameText } from '../model/useNameText.ts';
import { useText } from '../useText.ts';

/** Any two versions of a quorum beside each other. */
export default function QuorumVersions() {
  const t = useText();
  return <QuorumOfPath title={t('versions.title')}>{(record) => <Versions record={record} />}</QuorumOfPath>;
}

function Versions({ record: { id, versions } }: { readonly record: QuorumRecord }) {
  const t = useText();
  const name = useNameText(id);
  const last = versions.length;
  const [pair, setPair] = useState<readonly [from: number, to: number] | null>(null);
  const [from, to] = pair ?? [Math.max(1, last - 1), last];
  const before = versions.find(({ state }) => state.version === from);
  const after = versions.find(({ state }) => state.version === to);
  return (
    <Page
      title={t('versions.titleOf', { name })}
      description={t('versions.lead')}
      back={{ to: `/quorums/${id}`, label: name }}
    >
      {last < 2 ? (
        <Card>
          <EmptyState icon={GitCompareArrows} title={t('versions.only')} />
        </Card>
      ) : (
        <>
          <Card>
            <div className="grid items-end gap-3 sm:grid-cols-[1fr_auto_1fr]">
              <Choice
                label={t('versions.from')}
                value={from}
                versions={versions}
                onChange={(next) => setPair([next, to])}
              />
              <Button icon={ArrowLeftRight} onClick={() => setPair([to, from])}>
                {t('versions.swap')}
              </Button>
              <Choice
                label={t('versions.to')}
                value={to}
                versions={versions}
                onChange={(next) => setPair([from, next])}
              />
              {before ? <Made version={before} /> : null}
              <span aria-hidden className="max-sm:hidden" />
              {after ? <Made version={after} /> : null}
            </div>
          </Card>
          {before && after ? <ComparisonTables before={before.state} after={after.state} /> : null}
        </>
      )}
    </Page>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: number;
  readonly versions: readonly QuorumVersion[];
  readonly onChange: (version: number) => void;
}

function Choice({ label, value, versions, onChange }: ChoiceProps) {
  const t = useText();
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          onChange={(next) => onChange(Number(next))}
          options={versions.toReversed().map(({ state: { version } }) => ({
            value: String(version),
            label:
              version === versions.length
                ? `${t('versions.version', { version })} · ${t('versions.current')}`
                : t('versions.version', { version }),
          }))}
        />
      )}
    </Field>
  );
}

/** When a version was made, and by which transaction. */
function Made({ version: { at } }: { readonly version: QuorumVersion }) {
  const t = useText();
  const format = useFormat();
  const { explorer } = useNetwork();
  const [time] = useBlockTimes([at.block]).data ?? [];
  return (
    <p className="flex flex-wrap gap-x-2 text-sm text-muted">
      {time ? <Timestamp at={new Date(time * 1_000)} /> : null}
      <span>{t('history.block', { block: format.number(at.block) })}</span>
      {explorer ? (
        <TextLink href={`${explorer}/tx/${at.transaction}`}>
          <Digest value={at.transaction} copy={false} />
        </TextLink>
      ) : (
        <Digest value={at.transaction} label={t('history.transaction')} />
      )}
    </p>
  );
}
