import { defaultChannels, isChannel } from '@gridseal/sdk/delivery/subject';
import { useState } from 'react';
import { Button, Checkbox, Dialog, ErrorPanel, Field, Input } from '../../../ui/index.ts';
import type { StoredDevice } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import { useText } from '../useText.ts';

interface ChannelsDialogProps {
  readonly device: StoredDevice;
  readonly live: Pick<LiveDevice, 'listen'>;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** On which channels the device listens, and which groups it belongs to. */
export function ChannelsDialog({ open, onClose, ...rest }: ChannelsDialogProps) {
  const t = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('channels.title')} description={t('channels.lead')}>
      <ChannelsForm {...rest} onDone={onClose} />
    </Dialog>
  );
}

/** Public keys are not sealed: they are read, and nobody claims them. */
const usual = Object.entries(defaultChannels).filter(([kind]) => kind !== 'publicKeys') as readonly (readonly [
  'sshUser' | 'sshHost' | 'sshAuthority' | 'tls' | 'files',
  string,
])[];

function ChannelsForm({ device, live, onDone }: Pick<ChannelsDialogProps, 'device' | 'live'> & { onDone: () => void }) {
  const t = useText();
  const { listening } = device;
  const names = usual.map(([, name]) => name);
  const [chosen, setChosen] = useState(() => listening.channels.filter((name) => names.includes(name)));
  const [more, setMore] = useState(() => listening.channels.filter((name) => !names.includes(name)).join(', '));
  const [groups, setGroups] = useState(() => listening.groups.join(', '));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const channels = [...new Set([...chosen, ...listed(more)])];
  const wantedGroups = [...new Set(listed(groups))];
  const badChannel = listed(more).some((name) => !isChannel(name));
  const badGroup = wantedGroups.some((name) => name.length > 200);
  const save = async () => {
    if (badChannel || badGroup || channels.length === 0) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await live.listen({ ...listening, channels, groups: wantedGroups });
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset className="space-y-1.5">
        <legend className="mb-1 text-sm font-medium">{t('channels.channels')}</legend>
        {usual.map(([kind, name]) => (
          <Checkbox
            key={name}
            label={`${t(`kinds.${kind}`)} (${name})`}
            checked={chosen.includes(name)}
            onChange={(on) => setChosen(on ? [...chosen, name] : chosen.filter((one) => one !== name))}
          />
        ))}
        {channels.length === 0 ? <p className="text-sm text-bad">{t('channels.none')}</p> : null}
      </fieldset>
      <Field
        label={t('channels.more')}
        hint={t('channels.moreHint')}
        optional
        error={badChannel ? t('channels.moreBad') : undefined}
      >
        {(control) => <Input {...control} mono value={more} onChange={(event) => setMore(event.target.value)} />}
      </Field>
      <Field
        label={t('channels.groups')}
        hint={t('channels.groupsHint')}
        optional
        error={badGroup ? t('channels.groupsBad') : undefined}
      >
        {(control) => <Input {...control} value={groups} onChange={(event) => setGroups(event.target.value)} />}
      </Field>
      {failure ? <ErrorPanel error={failure} /> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy}>
          {t('channels.save')}
        </Button>
      </div>
    </form>
  );
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
