import { PackageCheck } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useFleet, useFleetStore } from '../../../fleet/index.ts';
import { Button, Callout, Card, Field, Input } from '../../../ui/index.ts';
import { useWrites } from '../../../wallet/index.ts';
import { type CheckedRow, checkRows } from '../model/csv/checkRows.ts';
import type { ParsedCsv } from '../model/csv/parseRows.ts';
import { emptyRecipe, type Recipe } from '../model/recipe.ts';
import { useStart } from '../model/useStart.ts';
import { useText } from '../useText.ts';
import { AuthorityPicker } from './AuthorityPicker.tsx';
import { CsvField } from './CsvField.tsx';
import { RowsTable } from './RowsTable.tsx';
import { useForm } from './useForm.ts';
import { WhatStep } from './WhatStep.tsx';

/** What rows may say themselves: in a batch the form need not. */
const ofRows = new Set(['noDevices', 'principals', 'names']);

/** A batch: the file, what it is, who announces; everything is checked before anything is made. */
export function BatchForm() {
  const t = useText();
  const { account } = useWrites();
  const form = useForm(() => withAuthority(emptyRecipe(), account));
  const { recipe, change, caKey, words } = form;
  const [parsed, setParsed] = useState<ParsedCsv | null>(null);
  const rows = useCheckedRows(parsed, recipe);
  const [, navigate] = useLocation();
  const start = useStart();
  const good = (rows ?? []).filter(({ problem }) => problem === null);
  const bad = (rows?.length ?? 0) - good.length;
  const wordsOf = useCallback(
    ({ problem }: CheckedRow): string => {
      if (problem === null) return '';
      if (problem.code === 'form') return words(problem.complaint);
      return t(`rows.problem.${problem.code}`, { line: problem.code === 'twice' ? problem.line : 0 });
    },
    [t, words],
  );
  const group = recipe.group.trim();
  const complaints = form.complaints.filter(({ code }) => !ofRows.has(code));
  const groupProblem = group === '' ? t('problem.groupNeeded', { word: '' }) : undefined;
  const [isAsked, setAsked] = useState(false);
  const issue = () => {
    setAsked(true);
    form.show(true);
    if (complaints.length > 0 || groupProblem || good.length === 0 || bad > 0) return;
    const parts = new Map(
      good.flatMap(({ device, row, ttlSeconds }) => (device ? [[device.id, { row, ttlSeconds }]] : [])),
    );
    const devices = [...parts.keys()];
    navigate(`/devices/issue/run/${start({ recipe: { ...recipe, devices }, caKey, files: [], parts })}`);
  };
  const props = { recipe, onChange: change, problem: form.problem };
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Card title={t('batch.what')}>
          <WhatStep {...props} caKey={caKey} onCaKey={form.chooseKey} files={[]} onFiles={() => {}} isBatch />
        </Card>
        <div className="space-y-4">
          <Card title={t('batch.devices')}>
            <CsvField onRows={setParsed} />
          </Card>
          <Card title={t('batch.how')}>
            <div className="space-y-4">
              <div className="grid gap-4 sm:grid-cols-2">
                <Field
                  className="sm:col-span-2"
                  label={t('batch.group')}
                  hint={t('who.groupHint')}
                  error={isAsked ? groupProblem : undefined}
                  required
                >
                  {(control) => (
                    <Input
                      {...control}
                      value={recipe.group}
                      onChange={(event) => change({ group: event.target.value })}
                    />
                  )}
                </Field>
                <Field label={t('who.channel')} error={form.problem('channel')}>
                  {(control) => (
                    <Input
                      {...control}
                      mono
                      value={recipe.channel}
                      onChange={(event) => change({ channel: event.target.value.trim() })}
                    />
                  )}
                </Field>
                <Field label={t('batch.ttl')} hint={t('batch.ttlHint')} error={form.problem('ttl')}>
                  {(control) => (
                    <Input
                      {...control}
                      mono
                      value={recipe.ttl}
                      onChange={(event) => change({ ttl: event.target.value })}
                    />
                  )}
                </Field>
              </div>
              <AuthorityPicker {...props} />
            </div>
          </Card>
        </div>
      </div>
      {rows ? (
        <Card
          title={t('rows.title')}
          description={t('rows.counts', { good: good.length, bad })}
          padded={false}
          actions={
            <Button variant="primary" icon={PackageCheck} disabled={good.length === 0 || bad > 0} onClick={issue}>
              {t('batch.make', { count: good.length })}
            </Button>
          }
        >
          {bad > 0 ? (
            <div className="p-3">
              <Callout tone="warn">{t('batch.fixFirst')}</Callout>
            </div>
          ) : null}
          <RowsTable rows={rows} words={wordsOf} />
        </Card>
      ) : null}
    </>
  );
}

function withAuthority(recipe: Recipe, account: string | undefined): Recipe {
  return account ? { ...recipe, authority: account.toLowerCase() as `0x${string}` } : recipe;
}

/** The rows as the form and the fleet are now; null while there is no file. */
function useCheckedRows(parsed: ParsedCsv | null, recipe: Recipe): readonly CheckedRow[] | null {
  const { data: fleet } = useFleet();
  const { read } = useFleetStore();
  const [rows, setRows] = useState<readonly CheckedRow[] | null>(null);
  useEffect(() => {
    if (!parsed || !fleet) return setRows(null);
    let isCurrent = true;
    // Not with every key that is pressed.
    const timer = setTimeout(() => {
      void checkRows(parsed.rows, { recipe, fleet, read }).then((checked) => isCurrent && setRows(checked));
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [parsed, fleet, read, recipe]);
  return rows;
}
