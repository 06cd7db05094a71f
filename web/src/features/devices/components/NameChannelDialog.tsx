import type { Hex } from '@gridseal/sdk/bytes';
import { groupId, isChannel, subjectOf } from '@gridseal/sdk/delivery/subject';
import { useState } from 'react';
import type { FleetSlot } from '../../../data/index.ts';
import { useFleetStore } from '../../../fleet/index.ts';
import { Button, Dialog, ErrorPanel, Field, Input } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

interface NameChannelDialogProps {
  readonly device: Hex;
  readonly slot: FleetSlot;
  readonly onClose: () => void;
}

/** Finds out whether a channel is called so: the chain knows the hash of its name alone. */
export function NameChannelDialog({ device, slot, onClose }: NameChannelDialogProps) {
  const t = useText();
  const store = useFleetStore();
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>();
  const owner = slot.group === null ? device : groupId(slot.group);
  const isRight = isChannel(name) && subjectOf(owner, name) === slot.subject;
  const problem = name === '' || isRight ? undefined : t(isChannel(name) ? 'device.nameWrong' : 'device.nameInvalid');
  const save = async () => {
    try {
      await store.addChannel(name);
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={t('device.nameTitle')}
      description={t('device.nameBody')}
      footer={
        <>
          <Button onClick={onClose}>{t('device.cancel')}</Button>
          <Button variant="primary" disabled={!isRight} onClick={() => void save()}>
            {t('device.save')}
          </Button>
        </>
      }
    >
      <Field label={t('device.nameLabel')} error={problem}>
        {(control) => <Input {...control} mono value={name} onChange={({ target }) => setName(target.value)} />}
      </Field>
      {error ? <ErrorPanel error={error} /> : null}
    </Dialog>
  );
}
