import { useState } from 'react';
import type { FleetDevice } from '../../../fleet/index.ts';
import { Button, Callout, Card, ErrorPanel, Page, Progress } from '../../../ui/index.ts';
import { EnrolledCard } from '../components/EnrolledCard.tsx';
import { EnrolMany } from '../components/EnrolMany.tsx';
import { EnrolOne } from '../components/EnrolOne.tsx';
import { RequestSource } from '../components/RequestSource.tsx';
import { useCandidates } from '../model/useCandidates.ts';
import { useText } from '../useText.ts';

/** Takes enrolment requests in: pasted, from files, or by camera. */
export default function EnrolPage() {
  const t = useText();
  const candidates = useCandidates();
  const [enrolled, setEnrolled] = useState<readonly FleetDevice[]>();
  const { list, open, given } = candidates;
  const restart = () => {
    candidates.clear();
    setEnrolled(undefined);
  };
  const [only] = list;
  return (
    <Page title={t('enrol.title')} description={t('enrol.lead')} back={{ to: '/devices', label: t('enrol.back') }}>
      {enrolled ? (
        <EnrolledCard devices={enrolled} onAnother={restart} />
      ) : given === 0 ? (
        <RequestSource onGiven={(things) => void candidates.read(things)} />
      ) : open > 0 ? (
        <Card>
          <Progress label={t('enrol.reading')} value={given - open} max={given} text={`${given - open} / ${given}`} />
        </Card>
      ) : list.length === 1 && only ? (
        <EnrolOne candidate={only} onEnrolled={(device) => setEnrolled([device])} onRestart={restart} />
      ) : list.length > 1 ? (
        <EnrolMany list={list} onDrop={candidates.drop} onEnrolled={setEnrolled} onRestart={restart} />
      ) : (
        <Callout actions={<Button onClick={restart}>{t('enrol.again')}</Button>}>{t('enrol.explain.broken')}</Callout>
      )}
      {candidates.error ? <ErrorPanel error={candidates.error} onRetry={restart} /> : null}
    </Page>
  );
}
