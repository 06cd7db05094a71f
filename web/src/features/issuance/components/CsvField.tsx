import { escapeText } from '@gridseal/sdk/quorum';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button, Callout, Disclosure, download, FileDrop, TextArea } from '../../../ui/index.ts';
import { CsvError, columns, mostBytes, type ParsedCsv, parseRows } from '../model/csv/parseRows.ts';
import { template } from '../model/csv/resultCsv.ts';
import { useText } from '../useText.ts';

/** A file with one device a line, dropped or pasted. */
export function CsvField({ onRows }: { readonly onRows: (parsed: ParsedCsv | null) => void }) {
  const t = useText();
  const [problem, setProblem] = useState<CsvError>();
  const [pasted, setPasted] = useState('');
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  const take = async (bytes: Uint8Array) => {
    setProblem(undefined);
    try {
      const parsed = await parseRows(bytes);
      setIgnored(parsed.ignored);
      onRows(parsed);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      setProblem(error);
      onRows(null);
    }
  };
  return (
    <div className="space-y-3">
      <FileDrop
        label={t('csv.drop')}
        hint={t('csv.hint')}
        accept=".csv,text/csv"
        maxBytes={mostBytes}
        onFiles={([file]) => file && void take(file.bytes)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={Download} onClick={() => download('devices.csv', template, 'text/csv')}>
          {t('csv.template')}
        </Button>
        <code className="text-xs text-muted">{columns.join(', ')}</code>
      </div>
      <Disclosure summary={t('csv.paste')}>
        <div className="space-y-2">
          <TextArea
            mono
            aria-label={t('csv.paste')}
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          <Button size="sm" disabled={pasted.trim() === ''} onClick={() => void take(new TextEncoder().encode(pasted))}>
            {t('csv.take')}
          </Button>
        </div>
      </Disclosure>
      {problem ? (
        <Callout tone="bad" live>
          {t(`csv.problem.${problem.problem}`, { word: escapeText(problem.word ?? '', { maxLength: 40 }) })}
        </Callout>
      ) : null}
      {ignored.length > 0 ? (
        <Callout tone="warn">
          {t('csv.ignored', { names: ignored.map((name) => escapeText(name, { maxLength: 30 })).join(', ') })}
        </Callout>
      ) : null}
    </div>
  );
}
