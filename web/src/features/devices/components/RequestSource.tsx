import { utf8Encode } from '@gridseal/sdk/bytes';
import { useState } from 'react';
import { Button, Card, Field, FileDrop, QrScanner, Tabs, TextArea } from '../../../ui/index.ts';
import type { Given } from '../model/candidates.ts';
import { useText } from '../useText.ts';

interface RequestSourceProps {
  readonly onGiven: (given: readonly Given[]) => void;
}

/** A file with lines: ten thousand requests have 30 MB. */
const mostBytes = 67_108_864;

type Way = 'paste' | 'file' | 'scan';

/** The ways in which a device's request comes here. */
export function RequestSource({ onGiven }: RequestSourceProps) {
  const t = useText();
  const [way, setWay] = useState<Way>('paste');
  const take = (text: string) => onGiven([{ source: null, bytes: utf8Encode(text) }]);
  return (
    <Card title={t('enrol.source')}>
      <Tabs
        label={t('enrol.source')}
        value={way}
        onChange={(id) => setWay(id as Way)}
        tabs={[
          { id: 'paste', label: t('enrol.paste'), content: <Paste onText={take} /> },
          {
            id: 'file',
            label: t('enrol.file'),
            content: (
              <FileDrop
                label={t('enrol.dropLabel')}
                hint={t('enrol.dropHint')}
                accept=".json,.jsonl,application/json"
                multiple
                maxBytes={mostBytes}
                onFiles={(files) => onGiven(files.map(({ name, bytes }) => ({ source: name, bytes })))}
              />
            ),
          },
          // Asks for the camera, so only when it is looked at.
          { id: 'scan', label: t('enrol.scan'), content: way === 'scan' ? <QrScanner onResult={take} /> : null },
        ]}
      />
    </Card>
  );
}

function Paste({ onText }: { readonly onText: (text: string) => void }) {
  const t = useText();
  const [text, setText] = useState('');
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onText(text);
      }}
    >
      <Field label={t('enrol.pasteLabel')} hint={t('enrol.pasteHint')}>
        {(control) => (
          <TextArea {...control} mono rows={6} value={text} onChange={({ target }) => setText(target.value)} />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={text.trim() === ''}>
        {t('enrol.pasteAction')}
      </Button>
    </form>
  );
}
