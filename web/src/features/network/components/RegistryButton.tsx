import { isHex } from '@gridseal/sdk/bytes';
import { Database } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useRegistryChoice } from '../../../data/index.ts';
import { Button, Dialog, Field, Input } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Opens the choice of the registry that is looked at. */
export function RegistryButton() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={Database} onClick={() => setOpen(true)}>
        {t('registry.change')}
      </Button>
      {isOpen ? <RegistryDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function RegistryDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const form = useId();
  const { address, isOwn, choose } = useRegistryChoice();
  const [text, setText] = useState<string>(address);
  const [isWrong, setWrong] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (!isHex(typed, 20)) return setWrong(true);
    if (typed.toLowerCase() !== address) choose(typed);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('registry.dialog')}
      description={t('registry.dialogBody')}
      footer={
        <>
          {isOwn ? (
            <Button
              variant="quiet"
              onClick={() => {
                choose(null);
                onClose();
              }}
            >
              {t('registry.usual')}
            </Button>
          ) : null}
          <Button variant="primary" type="submit" form={form}>
            {t('registry.use')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save}>
        <Field
          label={t('registry.address')}
          hint={isOwn ? undefined : t('registry.isUsual')}
          error={isWrong ? t('registry.wrong') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              mono
              value={text}
              onChange={({ target }) => {
                setText(target.value);
                setWrong(false);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
