import { sha256Hex } from '@gridseal/sdk/crypto';
import { useEffect, useRef, useState } from 'react';
import { type EventFilter, useDataClient, useNetwork, useSettings } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import {
  Button,
  Callout,
  Checkbox,
  Dialog,
  Digest,
  download,
  ErrorPanel,
  Progress,
  RadioGroup,
} from '../../../ui/index.ts';
import { type ExportResult, exportEvents, ReorganisedError } from '../model/exportEvents.ts';
import { useText } from '../useText.ts';

export interface ExportDialogProps {
  readonly filter: EventFilter;
  /** How many events that is now. */
  readonly count: number;
  readonly onClose: () => void;
}

type State =
  | { readonly is: 'choosing' }
  | { readonly is: 'running'; readonly done: number; readonly total: number }
  | {
      readonly is: 'done';
      readonly result: ExportResult;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly digest: string;
    }
  | { readonly is: 'failed'; readonly error: unknown };

/** Everything that the filters let through, in a file: how, how far, and what it is. */
export function ExportDialog({ filter, count, onClose }: ExportDialogProps) {
  const t = useText();
  const [format, setFormat] = useState<'csv' | 'json'>('csv');
  const [bom, setBom] = useState(true);
  const [withTimes, setTimes] = useState(true);
  const [state, start, cancel] = useExport();
  const save = () => {
    if (state.is !== 'done') return;
    const type = format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
    download(`gridseal-events-${state.digest.slice(2, 10)}.${format}`, state.bytes, type);
  };
  const isRunning = state.is === 'running';
  return (
    <Dialog
      open
      onClose={onClose}
      locked={isRunning}
      title={t('export.title')}
      description={t('export.body', { count })}
      footer={
        isRunning ? (
          <Button onClick={cancel}>{t('export.cancel')}</Button>
        ) : state.is === 'done' ? (
          <>
            <Button onClick={onClose}>{t('export.close')}</Button>
            <Button variant="primary" onClick={save}>
              {t('export.save')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t('export.cancel')}</Button>
            <Button variant="primary" onClick={() => start({ format, bom, withTimes, filter })}>
              {t('export.start')}
            </Button>
          </>
        )
      }
    >
      {state.is === 'running' ? <Running done={state.done} total={state.total} /> : null}
      {state.is === 'done' ? <Done result={state.result} digest={state.digest} /> : null}
      {state.is === 'choosing' || state.is === 'failed' ? (
        <div className="space-y-4">
          {state.is === 'failed' ? <Failed error={state.error} /> : null}
          <RadioGroup
            label={t('export.format')}
            value={format}
            onChange={setFormat}
            options={(['csv', 'json'] as const).map((value) => ({
              value,
              label: t(`export.${value}`),
              hint: t(`export.${value}Hint`),
            }))}
          />
          <Checkbox label={t('export.times')} hint={t('export.timesHint')} checked={withTimes} onChange={setTimes} />
          {format === 'csv' ? (
            <Checkbox label={t('export.bom')} hint={t('export.bomHint')} checked={bom} onChange={setBom} />
          ) : null}
        </div>
      ) : null}
    </Dialog>
  );
}

interface Choice {
  readonly format: 'csv' | 'json';
  readonly bom: boolean;
  readonly withTimes: boolean;
  readonly filter: EventFilter;
}

function useExport(): readonly [State, (choice: Choice) => void, () => void] {
  const client = useDataClient();
  const network = useNetwork();
  const [{ names }] = useSettings();
  const [state, setState] = useState<State>({ is: 'choosing' });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = (choice: Choice) => {
    const controller = new AbortController();
    running.current = controller;
    setState({ is: 'running', done: 0, total: 0 });
    const { signal } = controller;
    const progress = (done: number, total: number) => setState({ is: 'running', done, total });
    exportEvents({ ...choice, quorumNames: names }, { client, network, signal, progress })
      .then(async (result) => {
        const bytes = new Uint8Array(await result.file.arrayBuffer());
        signal.throwIfAborted();
        setState({ is: 'done', result, bytes, digest: sha256Hex(bytes) });
      })
      .catch((error: unknown) => setState(signal.aborted ? { is: 'choosing' } : { is: 'failed', error }));
  };
  return [state, start, () => running.current?.abort()];
}

function Running({ done, total }: { readonly done: number; readonly total: number }) {
  const t = useText();
  const format = useFormat();
  const text = t('export.of', { done: format.number(done), total: format.number(total) });
  return <Progress label={t('export.progress')} value={done} max={Math.max(1, total)} text={text} />;
}

function Done({ result, digest }: { readonly result: ExportResult; readonly digest: string }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="space-y-3">
      <Callout tone="ok" live title={t('export.done', { count: result.count })}>
        {format.bytes(result.file.size)}
        {result.unsettled > 0 ? ` · ${t('export.unsettled', { count: result.unsettled })}` : ''}
      </Callout>
      <div>
        <p className="text-sm text-muted">{t('export.digest')}</p>
        <Digest value={digest} full />
      </div>
    </div>
  );
}

function Failed({ error }: { readonly error: unknown }) {
  const t = useText();
  const isReorganised = error instanceof ReorganisedError;
  return (
    <ErrorPanel title={t('export.failed')} error={error} {...(isReorganised ? { body: t('export.changed') } : {})} />
  );
}
