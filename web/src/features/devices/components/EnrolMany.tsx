import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type FleetDevice, idGroups, useFleetStore, useKeeping } from '../../../fleet/index.ts';
import {
  Badge,
  Button,
  Card,
  Checkbox,
  type Column,
  ErrorPanel,
  IconButton,
  Progress,
  SafeText,
  VirtualTable,
} from '../../../ui/index.ts';
import type { Candidate } from '../model/candidates.ts';
import { groupsIn, isName } from '../model/names.ts';
import { useText } from '../useText.ts';
import { GroupsField } from './NameFields.tsx';

interface EnrolManyProps {
  readonly list: readonly Candidate[];
  readonly onDrop: (key: string) => void;
  readonly onEnrolled: (devices: readonly FleetDevice[]) => void;
  readonly onRestart: () => void;
}

const keyOf = ({ key }: Candidate) => key;

/** Many devices: which of the requests are sound, and all of these enrolled at once. */
export function EnrolMany({ list, onDrop, onEnrolled, onRestart }: EnrolManyProps) {
  const t = useText();
  const columns = useColumns(onDrop);
  const ready = list.filter(({ result }) => result === 'ready');
  const [groups, setGroups] = useState('');
  const [compared, setCompared] = useState(false);
  const { done, error, run } = useEnrolAll(onEnrolled);
  const isSound = groupsIn(groups).every(isName);
  return (
    <>
      <Card
        padded={false}
        title={t('enrol.ready', { count: ready.length })}
        description={list.length > ready.length ? t('enrol.refusedCount', { count: list.length - ready.length }) : null}
      >
        <VirtualTable
          label={t('enrol.title')}
          columns={columns}
          rows={list}
          rowKey={keyOf}
          sorting={{ column: 'result', descending: true }}
          height="50dvh"
        />
      </Card>
      <Card>
        <div className="max-w-xl space-y-4">
          <p className="text-muted">{t('enrol.compareBody')}</p>
          <GroupsField label={t('enrol.groupsAll')} groups={groups} onGroups={setGroups} />
          <Checkbox label={t('enrol.comparedMany')} checked={compared} onChange={setCompared} />
          {done === null ? null : <Progress label={t('enrol.title')} value={done} max={ready.length} />}
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              busy={done !== null}
              disabled={!isSound || !compared || ready.length === 0}
              onClick={() => void run(ready, groupsIn(groups))}
            >
              {t('enrol.actionMany', { count: ready.length })}
            </Button>
            <Button onClick={onRestart} disabled={done !== null}>
              {t('enrol.again')}
            </Button>
          </div>
          {error ? <ErrorPanel error={error} /> : null}
        </div>
      </Card>
    </>
  );
}

function useEnrolAll(onEnrolled: EnrolManyProps['onEnrolled']) {
  const store = useFleetStore();
  const { ask } = useKeeping();
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>();
  const run = async (ready: readonly Candidate[], groups: readonly string[]) => {
    setError(undefined);
    setDone(0);
    const kept = ask();
    try {
      const requests = ready.flatMap(({ asked }) => (asked ? [{ request: asked.request, groups }] : []));
      onEnrolled(await store.enrolMany(requests, setDone));
      await kept;
    } catch (failure) {
      setError(failure);
    } finally {
      setDone(null);
    }
  };
  return { done, error, run };
}

const order = ['ready', 'known', 'double', 'unreachable', 'conflict', 'forged', 'broken'] as const;
const tones = {
  ready: 'ok',
  known: 'info',
  double: 'neutral',
  unreachable: 'warn',
  conflict: 'bad',
  forged: 'bad',
  broken: 'bad',
} as const;

function useColumns(onDrop: (key: string) => void): readonly Column<Candidate>[] {
  const t = useText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('enrol.tableName'),
        rowHeader: true,
        compare: (a, b) => (a.asked?.enrolment.name ?? '').localeCompare(b.asked?.enrolment.name ?? ''),
        cell: ({ asked }) => (asked ? <SafeText text={asked.enrolment.name} maxLength={60} /> : '–'),
      },
      {
        id: 'source',
        header: t('enrol.tableFile'),
        width: '14rem',
        cell: ({ source }) => (source === null ? t('enrol.pasted') : <SafeText text={source} maxLength={40} />),
      },
      {
        id: 'id',
        header: t('enrol.tableId'),
        width: '16rem',
        cell: ({ asked }) =>
          asked ? (
            <code className="font-mono text-sm" title={asked.id}>
              {idGroups(asked.id).slice(0, 4).join(' ')} …
            </code>
          ) : (
            '–'
          ),
      },
      {
        id: 'result',
        header: t('enrol.tableResult'),
        width: '12rem',
        compare: (a, b) => order.indexOf(a.result) - order.indexOf(b.result),
        cell: ({ result, error }) => (
          <Badge tone={tones[result]} title={error instanceof Error ? error.message.slice(0, 200) : ''}>
            {t(`enrol.result.${result}`)}
          </Badge>
        ),
      },
      {
        id: 'drop',
        header: t('enrol.drop'),
        width: '7rem',
        align: 'end',
        cell: ({ key, result }) =>
          result === 'ready' ? <IconButton label={t('enrol.drop')} icon={X} onClick={() => onDrop(key)} /> : null,
      },
    ],
    [t, onDrop],
  );
}
