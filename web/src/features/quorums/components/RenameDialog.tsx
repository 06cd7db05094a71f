import type { Hex } from '@gridseal/sdk/bytes';
import { useState } from 'react';
import { useSettings } from '../../../data/index.ts';
import { Button, Dialog, Field, Input } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** As long as names in the settings may be. */
export const MAX_NAME = 60;

/** What the user calls a quorum, in this browser. */
export function RenameDialog({ id, onClose }: { readonly id: Hex; readonly onClose: () => void }) {
  const t = useText();
  const [{ names }, change] = useSettings();
  const [name, setName] = useState(names[id] ?? '');
  const save = () => {
    const { [id]: _before, ...others } = names;
    const given = name.trim();
    change({ names: given === '' ? others : { ...others, [id]: given } });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={t('rename.title')}
      description={t('rename.body')}
      footer={
        <>
          <Button onClick={onClose}>{t('rename.cancel')}</Button>
          <Button variant="primary" onClick={save}>
            {t('rename.save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={t('rename.name')}>
          {(control) => (
            <Input {...control} maxLength={MAX_NAME} value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
