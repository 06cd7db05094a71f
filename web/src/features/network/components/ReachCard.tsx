import { Wifi } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { NodeRecord } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { Button, Callout, Card, Checkbox, KeyValue, SafeText, Timestamp } from '../../../ui/index.ts';
import { checksOnOpen, setChecksOnOpen } from '../model/checksOnOpen.ts';
import type { Reaching } from '../model/reach.ts';
import { useReachBook } from '../model/useReach.ts';
import { useText } from '../useText.ts';
import { reachTones } from './ReachBadge.tsx';

/** Whether a node's host says what the registry says, asked from this browser. */
export function ReachCard({ node }: { readonly node: NodeRecord }) {
  const t = useText();
  const book = useReachBook();
  const reach = book.of(node);
  const [isAlways, setAlways] = useState(checksOnOpen);
  const { state } = reach;
  const { check } = book;
  useEffect(() => {
    if (isAlways && state === 'unchecked') void check(node);
  }, [isAlways, state, check, node]);
  return (
    <Card
      title={t('node.reach')}
      actions={
        <Button size="sm" icon={Wifi} busy={state === 'checking'} onClick={() => void check(node)}>
          {t(state === 'unchecked' || state === 'checking' ? 'reach.check' : 'reach.again')}
        </Button>
      }
    >
      <div className="space-y-4">
        <Callout tone={reachTones[state]} live title={t(`reach.long.${state}`)}>
          <Body reach={reach} />
        </Callout>
        <Facts reach={reach} />
        <Checkbox
          label={t('reach.onOpen')}
          checked={isAlways}
          onChange={(checked) => {
            setAlways(checked);
            setChecksOnOpen(checked);
          }}
        />
      </div>
    </Card>
  );
}

/** What a host says may be anything: it is never part of a sentence. */
function Body({ reach }: { readonly reach: Reaching }) {
  const t = useText();
  switch (reach.state) {
    case 'operator':
      return (
        <>
          {t('reach.body.operator')} <SafeText text={reach.document.operator} className="font-mono text-sm" />
        </>
      );
    case 'url':
      return (
        <>
          {t('reach.body.url')} <SafeText text={reach.document.url} />
        </>
      );
    case 'network':
      return (
        <>
          {t('reach.body.network')} <SafeText text={reach.document.network} className="font-mono text-sm" />
        </>
      );
    case 'status':
      return t('reach.body.status', { status: reach.status });
    default:
      return t(`reach.body.${reach.state}`);
  }
}

function Facts({ reach }: { readonly reach: Reaching }) {
  const t = useText();
  const format = useFormat();
  if (!('at' in reach)) return null;
  const document = 'document' in reach ? reach.document : null;
  return (
    <KeyValue
      items={[
        {
          label: t('reach.latency'),
          value: 'latencyMs' in reach ? t('reach.ms', { ms: format.number(reach.latencyMs) }) : null,
        },
        { label: t('reach.signatures'), value: document?.signatures.join(', ') },
        { label: t('reach.versions'), value: document?.versions.join(', ') },
        { label: t('reach.issued'), value: document && <Timestamp at={new Date(document.issued)} /> },
        { label: t('reach.expires'), value: document && <Timestamp at={new Date(document.expires)} /> },
        { label: t('reach.checkedAt'), value: <Timestamp at={new Date(reach.at)} as="relative" /> },
      ]}
    />
  );
}
