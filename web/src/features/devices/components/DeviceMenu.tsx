import { Download, FileKey, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { encodeKnownDevice, type FleetDevice, useFleetStore, useSelection } from '../../../fleet/index.ts';
import { Button, Dialog, download, ErrorPanel, Menu } from '../../../ui/index.ts';
import { groupsIn, isName } from '../model/names.ts';
import { useText } from '../useText.ts';
import { NameFields } from './NameFields.tsx';
import { RemoveDialog } from './SelectionBar.tsx';

/** What is done with a device of the register. */
export function DeviceMenu({ device }: { readonly device: FleetDevice }) {
  const t = useText();
  const [, go] = useLocation();
  const [selection, select] = useSelection();
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const digits = device.id.slice(2);
  return (
    <>
      <Menu
        label={t('more')}
        items={[
          { label: t('device.edit'), icon: Pencil, onSelect: () => setOpen('edit') },
          {
            label: t('device.exportFile'),
            icon: FileKey,
            onSelect: () => download(`${digits}.json`, encodeKnownDevice(device), 'application/json'),
          },
          {
            label: t('device.exportRequest'),
            icon: Download,
            onSelect: () =>
              download(`${digits.slice(0, 8)}.request.json`, Uint8Array.from(device.request), 'application/json'),
          },
          { label: t('device.remove'), icon: Trash2, danger: true, onSelect: () => setOpen('remove') },
        ]}
      />
      {open === 'edit' ? <EditDialog device={device} onClose={() => setOpen(undefined)} /> : null}
      <RemoveDialog
        ids={open === 'remove' ? [device.id] : null}
        onClose={() => setOpen(undefined)}
        onRemoved={() => {
          select(new Set([...selection].filter((id) => id !== device.id)));
          go('/devices');
        }}
      />
    </>
  );
}

function EditDialog({ device, onClose }: { readonly device: FleetDevice; readonly onClose: () => void }) {
  const t = useText();
  const store = useFleetStore();
  const [label, setLabel] = useState(device.label);
  const [groups, setGroups] = useState(device.groups.join(', '));
  const [error, setError] = useState<unknown>();
  const isSound = isName(label) && groupsIn(groups).every(isName);
  const save = async () => {
    try {
      await store.update(device.id, { label, groups: groupsIn(groups) });
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('device.editTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('device.cancel')}</Button>
          <Button variant="primary" disabled={!isSound} onClick={() => void save()}>
            {t('device.save')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <NameFields name={device.name} label={label} onLabel={setLabel} groups={groups} onGroups={setGroups} />
        {error ? <ErrorPanel error={error} /> : null}
      </div>
    </Dialog>
  );
}
