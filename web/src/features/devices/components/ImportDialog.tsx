import { useState } from 'react';
import { type ImportReport, useFleetStore } from '../../../fleet/index.ts';
import {
  Button,
  Callout,
  Dialog,
  type DroppedFile,
  ErrorPanel,
  FileDrop,
  MachineText,
  Progress,
} from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Ten thousand devices take some 50 MB. */
const maxBytes = 268_435_456;
const mostRefused = 50;

/** Takes in lists and files of an administrator's home. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const { part, report, error, run } = useImport();
  const isBusy = part !== null;
  return (
    <Dialog
      open
      onClose={onClose}
      locked={isBusy}
      title={t('import.title')}
      description={t('import.body')}
      footer={
        <Button onClick={onClose} disabled={isBusy}>
          {t('import.close')}
        </Button>
      }
    >
      <div className="space-y-4">
        {isBusy ? (
          <Progress label={t('import.progress')} value={part} max={100} />
        ) : (
          <FileDrop
            label={t('import.drop')}
            accept=".json,.jsonl,application/json"
            multiple
            maxBytes={maxBytes}
            onFiles={(files) => void run(files)}
          />
        )}
        {error ? <ErrorPanel error={error} /> : null}
        {report ? <Outcome report={report} /> : null}
      </div>
    </Dialog>
  );
}

/** Lines of several files may have the same number. */
type Refusal = ImportReport['refused'][number] & { readonly key: string };

type Report = Omit<ImportReport, 'refused'> & { readonly refused: readonly Refusal[] };

function useImport() {
  const store = useFleetStore();
  /** In per cent. */
  const [part, setPart] = useState<number | null>(null);
  const [report, setReport] = useState<Report>();
  const [error, setError] = useState<unknown>();
  const run = async (files: readonly DroppedFile[]) => {
    setPart(0);
    setReport(undefined);
    setError(undefined);
    const sum = { devices: 0, issues: 0, known: 0, refused: [] as Refusal[] };
    try {
      for (const [i, { bytes }] of files.entries()) {
        const one = await store.importFile(bytes, (share) => setPart(Math.round(((i + share) / files.length) * 100)));
        sum.devices += one.devices;
        sum.issues += one.issues;
        sum.known += one.known;
        sum.refused.push(...one.refused.map((refusal) => ({ ...refusal, key: `${i} ${refusal.line}` })));
      }
      setReport(sum);
    } catch (failure) {
      setError(failure);
    } finally {
      setPart(null);
    }
  };
  return { part, report, error, run };
}

function Outcome({ report }: { readonly report: Report }) {
  const t = useText();
  const { devices, issues, known, refused } = report;
  return (
    <>
      <Callout tone={devices + issues > 0 ? 'ok' : 'neutral'} title={t('import.done')} live>
        {[
          t('import.devices', { count: devices }),
          ...(known > 0 ? [t('import.known', { count: known })] : []),
          ...(issues > 0 ? [t('import.issues', { count: issues })] : []),
        ].join(' · ')}
      </Callout>
      {refused.length > 0 ? (
        <Callout tone="bad" title={t('import.refused', { count: refused.length })} live>
          <ul className="max-h-48 space-y-1 overflow-y-auto">
            {refused.slice(0, mostRefused).map(({ key, line, error }) => (
              <li key={key}>
                {t('import.line', { line })}:{' '}
                <MachineText text={error.message.split('\n', 1)[0] ?? ''} maxLength={160} />
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </>
  );
}
