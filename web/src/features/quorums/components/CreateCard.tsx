import { Quorum } from '@gridseal/sdk/quorum';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Send } from 'lucide-react';
import { useMemo } from 'react';
import { useNetwork, useQuorum } from '../../../data/index.ts';
import { isUnasked } from '../../../propose/index.ts';
import {
  Button,
  ButtonLink,
  Callout,
  Card,
  CodeBlock,
  Digest,
  Disclosure,
  ErrorPanel,
  JsonView,
} from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, useWrites } from '../../../wallet/index.ts';
import { createCall } from '../model/calls.ts';
import { useCreate } from '../model/useCreate.ts';
import { useMissing } from '../model/useMissing.ts';
import { useReach } from '../model/useReach.ts';
import { useSettled } from '../model/useSettled.ts';
import { useText } from '../useText.ts';
import { ReachNotices } from './ReachNotices.tsx';
import { Thresholds } from './Thresholds.tsx';
import { WriteFailure } from './WriteFailure.tsx';

export interface CreateCardProps {
  readonly definition: Quorum.Quorum;
  /** Hybrid members that have to be created first, if they do not exist. */
  readonly pairs: readonly Quorum.Quorum[];
  readonly onCreated: () => void;
}

/** The quorum to be: its id, what it means, the exact call, whether the registry would take it, and sending it. */
export function CreateCard({ definition, pairs, onCreated }: CreateCardProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const reach = useReach(definition, pairs);
  const id = Quorum.id(definition);
  const { data: existing } = useQuorum(id);
  const create = useCreate();
  const call = useMemo(() => createCall(addresses.quorumRegistry, definition), [addresses, definition]);
  const wasSent = create.hashes.length > 0 || create.at !== null;
  return (
    <Card title={t('create.preview')}>
      <div className="space-y-4">
        <div>
          <p className="text-sm text-muted">{t('create.id')}</p>
          <Digest value={id} full />
          <p className="text-sm text-muted">{t('create.idHint')}</p>
        </div>
        <Thresholds rules={definition} />
        <ReachNotices rules={definition} reach={reach} stuck="create" />
        <Disclosure summary={t('create.call')}>
          <div className="space-y-2">
            <p className="text-sm text-muted">{t('create.callHint')}</p>
            <CodeBlock label={t('create.call')} code={call.data ?? '0x'} wrap className="[&>section]:max-h-40" />
            <JsonView label={t('create.json')} value={definition} />
          </div>
        </Disclosure>
        {existing && !wasSent ? (
          <Callout
            tone="info"
            title={t('create.exists')}
            actions={
              <ButtonLink size="sm" to={`/quorums/${id}`}>
                {t('create.open')}
              </ButtonLink>
            }
          >
            {t('create.existsBody')}
          </Callout>
        ) : (
          <SendPart
            {...{ definition, pairs, call, create }}
            isStuck={!reach.canAct}
            isDone={Boolean(existing)}
            onCreated={onCreated}
          />
        )}
      </div>
    </Card>
  );
}

interface SendPartProps extends CreateCardProps {
  readonly call: ReturnType<typeof createCall>;
  readonly create: ReturnType<typeof useCreate>;
  readonly isStuck: boolean;
  readonly isDone: boolean;
}

function SendPart({ definition, pairs, call, create, isStuck, isDone, onCreated }: SendPartProps) {
  const t = useText();
  const { problem } = useWrites();
  const missing = useMissing(pairs);
  const simulation = useSimulation(call);
  const { at, hashes, failure, run } = create;
  const all = [...missing, definition];
  const last = hashes.at(-1);
  const start = async () => {
    if (await run(all)) onCreated();
  };
  return (
    <div className="space-y-3 border-t border-line pt-4">
      {missing.length > 0 && !isDone ? (
        <p className="text-sm text-muted">{t('create.pairsFirst', { count: missing.length })}</p>
      ) : null}
      {isDone ? null : simulation.error ? (
        <ErrorPanel
          title={t(isUnasked(simulation.error) ? 'create.unasked' : 'create.refused')}
          error={simulation.error}
          onRetry={() => void simulation.refetch()}
        />
      ) : (
        <p role="status" className={`flex gap-2 text-sm ${simulation.data ? 'text-ok' : 'text-muted'}`}>
          {simulation.data ? <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" /> : null}
          {t(simulation.data ? 'create.accepted' : 'create.simulating')}
        </p>
      )}
      {problem === 'wrongChain' ? <Callout tone="warn">{t('create.wrongChain')}</Callout> : null}
      {problem ? (
        <>
          {problem === 'disconnected' ? <p className="text-sm text-muted">{t('create.connect')}</p> : null}
          <ConnectButton />
        </>
      ) : isDone && at === null ? null : (
        <Button
          variant="primary"
          icon={Send}
          className="w-full"
          busy={at !== null}
          disabled={!simulation.data || isStuck}
          onClick={() => void start()}
        >
          {missing.length > 0 && (at ?? 0) < missing.length
            ? t('create.sendPair', { number: (at ?? 0) + 1, total: missing.length })
            : t('create.send')}
        </Button>
      )}
      <WriteFailure failure={failure} title={t('create.failed')} />
      {last ? <TransactionStatus hash={last} /> : null}
      {isDone ? (
        <ButtonLink variant="primary" to={`/quorums/${Quorum.id(definition)}`}>
          {t('create.open')}
        </ButtonLink>
      ) : null}
    </div>
  );
}

/** What the registry would say, asked once typing stops. */
function useSimulation(call: ReturnType<typeof createCall>) {
  const { simulate, account } = useWrites();
  const settled = useSettled(call);
  const isSettled = settled === call;
  const query = useQuery({
    queryKey: ['quorums', 'simulation', settled.to, settled.data, account],
    queryFn: async ({ signal }) => {
      await simulate(settled, signal);
      return true;
    },
    enabled: isSettled,
    retry: false,
    staleTime: 0,
  });
  return isSettled ? query : { ...query, data: undefined, error: null };
}
