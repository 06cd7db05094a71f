import type { MessageInspector } from '@gridseal/sdk/ocn/signature';
import { useMemo } from 'react';
import { QuorumName } from '../../../trust/index.ts';
import {
  Badge,
  Callout,
  Card,
  type Column,
  KeyValue,
  MachineText,
  SafeText,
  Table,
  type Tone,
} from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { PartyLink } from './useServiceColumns.tsx';

type Inspection = MessageInspector.Inspection;
type Field = MessageInspector.InspectedField;

const TONES: Readonly<Record<Inspection['outcome'], Tone>> = {
  verifies: 'ok',
  extended: 'warn',
  unchecked: 'info',
  broken: 'bad',
};
const FIELD_TONES: Readonly<Record<Field['state'], Tone>> = {
  same: 'ok',
  different: 'bad',
  missing: 'bad',
  unchecked: 'neutral',
  unknown: 'warn',
};

/** What was found out about a signature and its message; of a message between nodes, also about the one that it carries. */
export function InspectionView({
  inspection,
  isInner = false,
}: {
  readonly inspection: Inspection;
  readonly isInner?: boolean;
}) {
  const t = useText();
  const { form, outcome, problems, links, fields, unsigned, remarks, inner } = inspection;
  return (
    <>
      <Card title={t(isInner ? 'inspect.inner' : 'inspect.result')}>
        <div className="space-y-4">
          <Callout tone={TONES[outcome]} title={t(`inspect.outcome.${outcome}`)}>
            {t(`inspect.form.${form}`)}
          </Callout>
          {problems.length > 0 ? <Problems problems={problems} /> : null}
          {remarks.map((remark) => (
            <p key={remark} className="text-muted">
              <MachineText text={remark} />
            </p>
          ))}
        </div>
      </Card>
      {links.length > 0 ? <Links links={links} /> : null}
      {fields.length > 0 ? <Fields fields={fields} /> : null}
      {unsigned.length > 0 ? (
        <Card title={t('inspect.uncovered')} description={t('inspect.uncoveredBody')}>
          <ul className="flex flex-wrap gap-1.5">
            {unsigned.slice(0, MOST).map((field) => (
              <li key={field}>
                <Badge tone="warn">
                  <SafeText text={field} maxLength={80} />
                </Badge>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {inner ? <InspectionView inspection={inner} isInner /> : null}
    </>
  );
}

/** Of anything that a message has thousands of. */
const MOST = 200;

function Problems({ problems }: Pick<Inspection, 'problems'>) {
  const t = useText();
  return (
    <ul aria-label={t('inspect.problems')} className="space-y-2">
      {problems.slice(0, MOST).map(({ field, reason, certain }) => (
        <li key={`${field}${reason}`} className="flex flex-wrap items-baseline gap-x-2">
          <Badge tone="bad">
            <SafeText text={field} maxLength={80} />
          </Badge>
          <MachineText text={reason} />
          {certain ? null : <span className="text-sm text-muted">{t('inspect.uncertain')}</span>}
        </li>
      ))}
    </ul>
  );
}

function Links({ links }: Pick<Inspection, 'links'>) {
  const t = useText();
  return (
    <Card title={t('inspect.links')}>
      <ol className="space-y-5">
        {links.slice(0, MOST).map((link, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: their order is all that tells them apart
          <li key={i} className="space-y-2">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {t(i === 0 ? 'inspect.signed' : 'inspect.rewrote')}
              <Genuine link={link} />
            </p>
            <Link link={link} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

interface LinkProps {
  readonly link: MessageInspector.InspectedLink;
}

function Genuine({ link: { genuine } }: LinkProps) {
  const t = useText();
  if (genuine === null) return <Badge tone="info">{t('inspect.unproven')}</Badge>;
  return <Badge tone={genuine ? 'ok' : 'bad'}>{t(genuine ? 'inspect.genuine' : 'inspect.forged')}</Badge>;
}

function Link({ link: { signer, who, issued, expires, changes } }: LinkProps) {
  const t = useText();
  return (
    <KeyValue
      items={[
        { label: t('inspect.signer'), value: signer ? <QuorumName value={signer} /> : t('inspect.nobody') },
        {
          label: t('inspect.who'),
          value: who ? (
            <span className="inline-flex flex-wrap items-center gap-x-2">
              <Badge tone={who.is === 'stranger' ? 'bad' : 'neutral'}>{t(`inspect.is.${who.is}`)}</Badge>
              {who.party ? <PartyLink party={{ id: who.party }} /> : null}
              {who.url === null ? null : <SafeText text={who.url} maxLength={60} />}
            </span>
          ) : null,
        },
        { label: t('inspect.issued'), value: issued === null ? null : <SafeText text={issued} /> },
        { label: t('inspect.expires'), value: expires === null ? null : <SafeText text={expires} /> },
        {
          label: t('inspect.changes'),
          value:
            changes.length === 0 ? null : (
              <ul className="space-y-1">
                {changes.slice(0, MOST).map((change) => (
                  <li key={change.field}>
                    <SafeText text={change.field} className="font-mono text-sm" />: <Value text={change.old} /> →{' '}
                    <Value text={change.new} />
                  </li>
                ))}
              </ul>
            ),
        },
      ]}
    />
  );
}

function Value({ text }: { readonly text: string | null }) {
  const t = useText();
  if (text === null) return <span className="text-muted">{t('inspect.none')}</span>;
  return <SafeText text={text} maxLength={60} reveal className="font-mono text-sm" />;
}

function Fields({ fields }: Pick<Inspection, 'fields'>) {
  const t = useText();
  const columns = useMemo(
    (): readonly Column<Field>[] => [
      {
        id: 'field',
        header: t('inspect.field'),
        width: '12rem',
        rowHeader: true,
        cell: ({ field }) => <SafeText text={field} maxLength={80} className="font-mono text-sm" />,
      },
      {
        id: 'state',
        header: t('inspect.state'),
        width: '9rem',
        compare: (a, b) => (a.state < b.state ? -1 : 1),
        cell: ({ state }) => <Badge tone={FIELD_TONES[state]}>{t(`inspect.states.${state}`)}</Badge>,
      },
      {
        id: 'value',
        header: t('inspect.value'),
        cell: ({ signed, found }) =>
          signed === found || found === null ? (
            <Value text={signed} />
          ) : signed === null ? (
            <Value text={found} />
          ) : (
            <>
              <Value text={signed} /> → <Value text={found} />
            </>
          ),
      },
    ],
    [t],
  );
  return (
    <Card title={t('inspect.fields')} padded={false} footer={t('inspect.fieldCount', { count: fields.length })}>
      <Table label={t('inspect.fields')} columns={columns} rows={fields.slice(0, MOST)} rowKey={({ field }) => field} />
    </Card>
  );
}
