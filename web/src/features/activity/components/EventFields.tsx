import { type Hex, isHex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName, reasonWords, useTrustText } from '../../../trust/index.ts';
import { Digest, IconButton, KeyValue, Timestamp } from '../../../ui/index.ts';
import type { ActivityFilter } from '../model/filter.ts';
import { useText } from '../useText.ts';
import { kindWords } from './EventWords.tsx';

type FieldName = Exclude<
  ChainEvent extends infer Event ? (Event extends ChainEvent ? keyof Event : never) : never,
  'type' | 'block' | 'blockHash' | 'transaction' | 'logIndex'
>;

export interface EventFieldsProps {
  readonly event: ChainEvent;
  readonly onOnly: (fields: Partial<ActivityFilter>) => void;
}

/** In the order in which people ask: who, what, the rest. */
const order: readonly FieldName[] = [
  'quorum',
  'certificate',
  'reason',
  'draft',
  'proposer',
  'digest',
  'signer',
  'authority',
  'device',
  'subject',
  'kind',
  'epoch',
  'version',
  'threshold',
  'revocationThreshold',
  'members',
  'deadline',
  'notBefore',
  'notAfter',
  'codec',
  'previousBlock',
  'record',
];

const filters: Readonly<Partial<Record<FieldName, keyof ActivityFilter>>> = {
  quorum: 'quorum',
  certificate: 'certificate',
  proposer: 'signer',
  signer: 'signer',
  authority: 'authority',
  device: 'device',
};

/** Each field of the event in full, in words where there are any. */
export function EventFields({ event, onOnly }: EventFieldsProps) {
  const t = useText();
  const fields = event as Partial<Readonly<Record<FieldName, unknown>>>;
  const there = order.filter((name) => fields[name] !== undefined);
  const items = there.map((name) => ({
    label: t(`sheet.fields.${name}`),
    value: <FilteringValue name={name} value={fields[name]} onOnly={onOnly} />,
  }));
  return <KeyValue items={items} />;
}

interface ValueProps {
  readonly name: FieldName;
  readonly value: unknown;
}

/** A value, with a way to see what else there is of it. */
function FilteringValue({ name, value, onOnly }: ValueProps & Pick<EventFieldsProps, 'onOnly'>) {
  const t = useText();
  const filter = filters[name];
  if (!filter) return <Value name={name} value={value} />;
  return (
    <span className="flex items-start gap-1">
      <span className="min-w-0">
        <Value name={name} value={value} />
      </span>
      <IconButton
        size="sm"
        icon={ListFilter}
        label={t('sheet.only', { field: t(`sheet.fields.${name}`) })}
        onClick={() => onOnly({ [filter]: String(value).toLowerCase() })}
      />
    </span>
  );
}

function Value({ name, value }: ValueProps): ReactNode {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  switch (name) {
    case 'quorum':
    case 'proposer':
    case 'signer':
      return <QuorumName value={value as Hex} full />;
    case 'members':
      return <Members members={value as readonly Member[]} />;
    case 'reason':
      return reasonWords(words, Number(value));
    case 'kind':
      return kindWords(t, Number(value));
    case 'codec':
      return t(`sheet.codecs.${(['raw', 'file', 'directory'] as const)[Number(value)] ?? 'unknown'}`, {
        codec: Number(value),
      });
    case 'deadline':
    case 'notBefore':
    case 'notAfter':
      return Number(value) === 0 ? t('sheet.never') : <Timestamp at={new Date(Number(value) * 1_000)} />;
    case 'previousBlock':
      return Number(value) === 0 ? t('sheet.first') : format.number(Number(value));
    default:
      return isHex(value) ? <Digest value={value} full /> : format.number(Number(value));
  }
}

interface Member {
  readonly signer: Hex;
  readonly weight: number;
}

/** More members than anybody reads. */
const MOST = 50;

function Members({ members }: { readonly members: readonly Member[] }) {
  const t = useText();
  return (
    <ul className="space-y-0.5">
      {members.slice(0, MOST).map(({ signer, weight }) => (
        <li key={signer}>
          <QuorumName value={signer} />{' '}
          {weight === 1 ? null : <span className="text-muted">{t('sheet.weight', { weight })}</span>}
        </li>
      ))}
      {members.length > MOST ? <li className="text-muted">… {members.length - MOST}</li> : null}
    </ul>
  );
}
