import type { Hex } from '@gridseal/sdk/bytes';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useSettings } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Button, Card, Field, IconButton, Input } from '../../../ui/index.ts';
import { readNamed, withName } from '../model/ids.ts';
import { useText } from '../useText.ts';

/** What the user calls quorums and signers. */
export function NamesCard() {
  const t = useText();
  const [{ names }, change] = useSettings();
  const entries = Object.entries(names) as [Hex, string][];
  return (
    <Card title={t('names.title')} description={t('names.body')} padded={false}>
      {entries.length === 0 ? <p className="px-4 pt-4 text-muted">{t('names.none')}</p> : null}
      <ul aria-label={t('names.title')} className="divide-y divide-line">
        {entries.map(([id, name]) => (
          <li key={id} className="flex items-center gap-3 px-4 py-2">
            <div className="min-w-0 flex-1">
              <QuorumName value={id} />
            </div>
            <IconButton
              icon={Trash2}
              label={t('names.remove', { name: name.slice(0, 40) })}
              onClick={() => change({ names: withName(names, id, '') })}
            />
          </li>
        ))}
      </ul>
      <NewName onSave={(id, name) => change({ names: withName(names, id, name) })} />
    </Card>
  );
}

function NewName({ onSave }: { readonly onSave: (id: Hex, name: string) => void }) {
  const t = useText();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const id = readNamed(text);
  const save = () => {
    setTried(true);
    if (!id || name.trim() === '') return;
    onSave(id, name);
    setText('');
    setName('');
    setTried(false);
  };
  return (
    <form
      className="grid gap-4 border-t border-line p-4 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label={t('names.id')} hint={t('names.idHint')} error={isTried && !id ? t('names.notId') : undefined}>
        {(control) => <Input {...control} mono value={text} onChange={({ target }) => setText(target.value)} />}
      </Field>
      <Field label={t('names.name')} error={isTried && name.trim() === '' ? t('names.noName') : undefined}>
        {(control) => (
          <Input {...control} maxLength={60} value={name} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <div>
        <Button type="submit">{t('names.save')}</Button>
      </div>
    </form>
  );
}
