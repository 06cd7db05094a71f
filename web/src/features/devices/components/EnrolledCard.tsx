import { utf8Decode } from '@gridseal/sdk/bytes';
import { CircleCheck, KeyRound } from 'lucide-react';
import { useLocation } from 'wouter';
import { type FleetDevice, useSelection } from '../../../fleet/index.ts';
import { Button, ButtonLink, Card, CopyButton, SafeText } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

interface EnrolledCardProps {
  readonly devices: readonly FleetDevice[];
  readonly onAnother: () => void;
}

/** Enrolled; and what comes next. */
export function EnrolledCard({ devices, onAnother }: EnrolledCardProps) {
  const t = useText();
  const [, select] = useSelection();
  const [, go] = useLocation();
  const [only] = devices.length === 1 ? devices : [];
  const issue = () => {
    select(new Set(devices.map(({ id }) => id)));
    go(only ? `/devices/issue/to/${only.id}` : '/devices/issue');
  };
  return (
    <>
      <Card>
        <div className="flex flex-wrap items-start gap-3">
          <CircleCheck aria-hidden className="mt-0.5 size-6 shrink-0 text-ok" />
          <div className="min-w-0 flex-1 basis-64" role="status">
            <h2 className="font-semibold">{only ? t('enrol.done') : t('enrol.doneMany', { count: devices.length })}</h2>
            {only ? (
              <p className="text-muted">
                <SafeText text={t('enrol.doneBody', { label: only.label })} maxLength={300} />
              </p>
            ) : null}
          </div>
        </div>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button variant="primary" icon={KeyRound} onClick={issue}>
            {t(only ? 'enrol.issue' : 'enrol.issueMany')}
          </Button>
          <ButtonLink to={only ? `/devices/${only.id}` : '/devices'}>
            {t(only ? 'enrol.open' : 'enrol.toList')}
          </ButtonLink>
          <Button onClick={onAnother}>{t('enrol.another')}</Button>
        </div>
      </Card>
      {only ? (
        <Card title={t('enrol.certificate')} description={t('enrol.certificateBody')}>
          <div className="flex flex-wrap gap-2">
            <CopyButton value={utf8Decode(only.request)} label={t('enrol.copyRequest')} wide />
            <ButtonLink to="/certificates/new">{t('enrol.certificateAction')}</ButtonLink>
          </div>
        </Card>
      ) : null}
    </>
  );
}
