import type { Hex } from '@gridseal/sdk/bytes';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { MAX_NOTE, useKeepActions } from '../../../propose/index.ts';
import { Button, Dialog, Field, TextArea } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Says no, for oneself. */
export function PutAside({ draft }: { readonly draft: Hex }) {
  const t = useText();
  const { reject } = useKeepActions();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const confirm = async () => {
    await reject(draft, note.trim());
    setOpen(false);
    navigate('/approvals');
  };
  return (
    <div>
      <Button variant="quiet" className="w-full" onClick={() => setOpen(true)}>
        {t('decide.aside')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('decide.asideTitle')}
        description={t('decide.asideBody')}
        size="sm"
        footer={
          <Button variant="primary" onClick={() => void confirm()}>
            {t('decide.aside')}
          </Button>
        }
      >
        <Field label={t('decide.note')} optional>
          {(control) => (
            <TextArea
              {...control}
              maxLength={MAX_NOTE}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </Dialog>
    </div>
  );
}
