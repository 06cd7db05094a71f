import { utf8Decode } from '@gridseal/sdk/bytes';
import { verifiersOf } from '@gridseal/sdk/chain';
import { randomBytes } from '@gridseal/sdk/crypto';
import { useState } from 'react';
import { useNetwork } from '../../../../data/index.ts';
import { Button, Dialog, type DroppedFile, ErrorPanel, Field, FileDrop, TextArea } from '../../../../ui/index.ts';
import { MAX_DRAFT_FILE, type ReadDraft, readDraft } from '../../model/draft/readDraft.ts';
import { useText } from '../../useText.ts';

interface OpenDraftProps {
  readonly now: number;
  readonly onClose: () => void;
  readonly onDraft: (read: ReadDraft) => void;
}

/** Begins with a file: a certificate, a proposal of one, or what a device asks for. */
export function OpenDraft({ now, onClose, onDraft }: OpenDraftProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>();
  const take = (read: () => string) => {
    try {
      onDraft(readDraft(read(), { now, serial: randomBytes(16), verifiers: verifiersOf(addresses) }));
    } catch (failure) {
      setError(failure);
    }
  };
  const takeFile = ([file]: readonly DroppedFile[]) => file && take(() => utf8Decode(file.bytes));
  return (
    <Dialog open onClose={onClose} title={t('new.open.title')} description={t('new.open.body')}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          take(() => text);
        }}
      >
        <FileDrop
          label={t('new.open.file')}
          accept=".json,application/json"
          maxBytes={MAX_DRAFT_FILE}
          onFiles={takeFile}
        />
        <Field label={t('new.open.paste')}>
          {(control) => (
            <TextArea {...control} mono rows={4} value={text} onChange={({ target }) => setText(target.value)} />
          )}
        </Field>
        {error ? <ErrorPanel title={t('new.open.failed')} error={error} /> : null}
        <Button type="submit" disabled={text.trim() === ''}>
          {t('new.open.button')}
        </Button>
      </form>
    </Dialog>
  );
}
