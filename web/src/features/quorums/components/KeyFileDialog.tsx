import { useState } from 'react';
import { Button, Callout, Dialog, FileDrop } from '../../../ui/index.ts';
import { textOfKeyFile } from '../model/fileText.ts';
import { useText } from '../useText.ts';

/** A post-quantum key with its certificate is smaller by far. */
const MAX_BYTES = 65_536;

interface KeyFileDialogProps {
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Puts what a key file holds into the field, where it is recognised. */
export function KeyFileDialog({ onText, onClose }: KeyFileDialogProps) {
  const t = useText();
  const [isBad, setBad] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('file.title')}
      description={t('file.body')}
      footer={<Button onClick={onClose}>{t('file.close')}</Button>}
    >
      <div className="space-y-3">
        <FileDrop
          label={t('file.drop')}
          maxBytes={MAX_BYTES}
          onFiles={([file]) => {
            const text = file ? textOfKeyFile(file.bytes) : null;
            setBad(text === null);
            if (text === null) return;
            onText(text);
            onClose();
          }}
        />
        {isBad ? (
          <Callout tone="bad" live>
            {t('file.bad')}
          </Callout>
        ) : null}
      </div>
    </Dialog>
  );
}
