import { useState } from 'react';
import { type FleetDevice, useFleetStore, useKeeping } from '../../../fleet/index.ts';
import { Button, ButtonLink, Callout, Card, Checkbox, ErrorPanel, SafeText } from '../../../ui/index.ts';
import type { Candidate } from '../model/candidates.ts';
import { groupsIn, isName } from '../model/names.ts';
import { useText } from '../useText.ts';
import { NameFields } from './NameFields.tsx';
import { RequestDetails } from './RequestDetails.tsx';

interface EnrolOneProps {
  readonly candidate: Candidate;
  readonly onEnrolled: (device: FleetDevice) => void;
  readonly onRestart: () => void;
}

/** One device: compare, name, enrol. */
export function EnrolOne({ candidate, onEnrolled, onRestart }: EnrolOneProps) {
  const { asked, result } = candidate;
  return (
    <>
      {result === 'ready' ? null : <Refused candidate={candidate} onRestart={onRestart} />}
      {asked && result === 'ready' ? (
        <Ready asked={asked} onEnrolled={onEnrolled} onRestart={onRestart} />
      ) : asked ? (
        <Card>
          <RequestDetails asked={asked} />
        </Card>
      ) : null}
    </>
  );
}

function Refused({ candidate, onRestart }: Pick<EnrolOneProps, 'candidate' | 'onRestart'>) {
  const t = useText();
  const { result, known, asked, error } = candidate;
  if (result === 'ready') return null;
  const again = <Button onClick={onRestart}>{t('enrol.again')}</Button>;
  if (result === 'known') {
    return (
      <Callout
        tone="info"
        title={t('enrol.result.known')}
        live
        actions={
          <>
            {asked ? <ButtonLink to={`/devices/${asked.id}`}>{t('enrol.open')}</ButtonLink> : null}
            {again}
          </>
        }
      >
        <SafeText text={t('enrol.explain.known', { label: known?.label ?? '' })} maxLength={300} />
      </Callout>
    );
  }
  return (
    <>
      <Callout
        tone={result === 'unreachable' ? 'warn' : 'bad'}
        title={t(`enrol.result.${result}`)}
        live
        actions={again}
      >
        {t(`enrol.explain.${result}`)}
      </Callout>
      {error ? <ErrorPanel error={error} /> : null}
    </>
  );
}

interface ReadyProps extends Pick<EnrolOneProps, 'onEnrolled' | 'onRestart'> {
  readonly asked: NonNullable<Candidate['asked']>;
}

function Ready({ asked, onEnrolled, onRestart }: ReadyProps) {
  const t = useText();
  const store = useFleetStore();
  const { ask } = useKeeping();
  const [label, setLabel] = useState(asked.enrolment.name);
  const [groups, setGroups] = useState('');
  const [compared, setCompared] = useState(false);
  const [error, setError] = useState<unknown>();
  const isSound = isName(label) && groupsIn(groups).every(isName);
  const enrol = async () => {
    setError(undefined);
    try {
      const device = await store.enrol(asked.request, { label, groups: groupsIn(groups) });
      onEnrolled(device);
      await ask();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void enrol();
      }}
    >
      <Card title={t('enrol.compare')} description={t('enrol.compareBody')}>
        <RequestDetails asked={asked} />
      </Card>
      <Card>
        <div className="max-w-xl space-y-4">
          <NameFields
            name={asked.enrolment.name}
            label={label}
            onLabel={setLabel}
            groups={groups}
            onGroups={setGroups}
          />
          <Checkbox label={t('enrol.compared')} checked={compared} onChange={setCompared} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" disabled={!isSound || !compared}>
              {t('enrol.action')}
            </Button>
            <Button onClick={onRestart}>{t('enrol.again')}</Button>
          </div>
          {error ? <ErrorPanel error={error} /> : null}
        </div>
      </Card>
    </form>
  );
}
