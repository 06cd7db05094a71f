import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useDataClient, useNetwork } from '../../../data/index.ts';
import { Button, Callout, Card, ConfirmDialog, ErrorPanel, useToast } from '../../../ui/index.ts';
import { forgetAll } from '../model/forget.ts';
import { useText } from '../useText.ts';

/** Reads the chain again, or forgets all that this page keeps. */
export function ForgetCard() {
  const t = useText();
  const toast = useToast();
  const client = useDataClient();
  const { name } = useNetwork();
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const readAgain = async () => {
    setReading(true);
    setError(null);
    try {
      await client.reset();
      toast({ tone: 'ok', title: t('forget.reading') });
    } catch (problem) {
      setError(problem);
    } finally {
      setReading(false);
    }
  };
  return (
    <Card title={t('forget.title')} padded={false}>
      <div className="divide-y divide-line">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2 p-4">
          <p className="min-w-0 flex-1 basis-72 text-muted">
            {t('forget.readAgainBody', { network: name.slice(0, 40) })}
          </p>
          <Button icon={RotateCcw} busy={reading} onClick={() => void readAgain()}>
            {t('forget.readAgain')}
          </Button>
        </div>
        {error ? (
          <div className="p-4">
            <ErrorPanel error={error} />
          </div>
        ) : null}
        <ForgetAll />
      </div>
    </Card>
  );
}

function ForgetAll() {
  const t = useText();
  const [state, setState] = useState<'idle' | 'asking' | 'working' | 'failed'>('idle');
  const forget = async () => {
    setState('working');
    try {
      await forgetAll([localStorage, sessionStorage], indexedDB);
      location.reload();
    } catch {
      setState('failed');
    }
  };
  return (
    <div className="space-y-3 p-4">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <p className="min-w-0 flex-1 basis-72 text-muted">{t('forget.allBody')}</p>
        <Button variant="danger" icon={Trash2} onClick={() => setState('asking')}>
          {t('forget.all')}
        </Button>
      </div>
      {state === 'failed' ? (
        <Callout tone="bad" live>
          {t('forget.failed')}
        </Callout>
      ) : null}
      <ConfirmDialog
        open={state === 'asking' || state === 'working'}
        busy={state === 'working'}
        onClose={() => setState('idle')}
        onConfirm={() => void forget()}
        title={t('forget.confirm')}
        action={t('forget.all')}
        danger
      >
        {t('forget.confirmBody')}
      </ConfirmDialog>
    </div>
  );
}
