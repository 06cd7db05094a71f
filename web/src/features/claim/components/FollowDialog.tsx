import type { Hex } from '@gridseal/sdk/bytes';
import { ScanLine } from 'lucide-react';
import { useState } from 'react';
import { useCertificates, useTrustPolicy } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Button, Dialog, ErrorPanel, Field, QrScanner, RadioGroup, SafeText, TextArea } from '../../../ui/index.ts';
import type { FollowedAuthority, StoredDevice } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import { readFollow } from '../model/words.ts';
import { useText } from '../useText.ts';

interface FollowDialogProps {
  readonly device: StoredDevice;
  readonly live: Pick<LiveDevice, 'listen'>;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Names an authority that the device is to listen to. */
export function FollowDialog({ open, onClose, ...rest }: FollowDialogProps) {
  const t = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('follow.title')} description={t('follow.lead')}>
      <FollowForm {...rest} onDone={onClose} />
    </Dialog>
  );
}

interface FollowFormProps extends Pick<FollowDialogProps, 'device' | 'live'> {
  readonly onDone: () => void;
}

function FollowForm({ device, live, onDone }: FollowFormProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [scanning, setScanning] = useState(false);
  const [tried, setTried] = useState(false);
  const [trust, setTrust] = useTrustChoice();
  const { busy, failure, follow } = useFollow(device, live, onDone);
  const found = readFollow(text);
  const isKnown = device.listening.authorities.some(({ signer }) => signer === found?.signer);
  const problem = found === null ? t('follow.signerBad') : isKnown ? t('follow.twice') : undefined;
  const submit = () => {
    setTried(true);
    if (found && !isKnown) void follow({ signer: found.signer, trust }, found.channels);
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Known chosen={found?.signer} device={device} onChoose={setText} />
      <Field
        label={t('follow.signer')}
        hint={t('follow.signerHint')}
        error={tried || text.length > 100 ? problem : undefined}
      >
        {(control) => (
          <TextArea {...control} mono rows={3} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {scanning ? (
        <QrScanner
          onResult={(result) => {
            setText(result);
            setScanning(false);
          }}
        />
      ) : (
        <Button size="sm" icon={ScanLine} onClick={() => setScanning(true)}>
          {t('follow.scan')}
        </Button>
      )}
      <TrustChoice value={trust} onChange={setTrust} />
      {failure ? <ErrorPanel error={failure} /> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy}>
          {t('follow.submit')}
        </Button>
      </div>
    </form>
  );
}

/** How many are offered at a press. */
const most = 6;

/** Those whose certificate says that they issue: nothing is said of whether to trust them. */
function Known(props: {
  readonly chosen: Hex | undefined;
  readonly device: StoredDevice;
  readonly onChoose: (signer: Hex) => void;
}) {
  const t = useText();
  const { data } = useCertificates({ kinds: ['authority'], status: 'endorsed', limit: 50 });
  const taken = new Set(props.device.listening.authorities.map(({ signer }) => signer));
  const rows = (data?.items ?? []).filter((row) => row.signer !== undefined && !taken.has(row.signer));
  const unique = [...new Map(rows.map((row) => [row.signer as Hex, row])).values()].slice(0, most);
  if (unique.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('follow.known')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {unique.map(({ signer, name }) => (
          <Button
            key={signer}
            size="sm"
            aria-pressed={signer === props.chosen}
            className="max-w-full"
            onClick={() => props.onChoose(signer as Hex)}
          >
            <SafeText text={name ?? signer ?? ''} maxLength={40} />
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

export function useTrustChoice() {
  const { anchors } = useTrustPolicy();
  return useState<FollowedAuthority['trust']>(anchors.length > 0 ? 'anchored' : 'pinned');
}

/** On whose word the authority is believed. */
export function TrustChoice(props: {
  readonly value: FollowedAuthority['trust'];
  readonly onChange: (value: FollowedAuthority['trust']) => void;
}) {
  const t = useText();
  const { anchors } = useTrustPolicy();
  const none = anchors.length === 0;
  return (
    <RadioGroup
      label={t('follow.trust')}
      {...props}
      options={[
        {
          value: 'anchored',
          label: t('follow.anchored'),
          hint: t(none ? 'follow.anchoredNone' : 'follow.anchoredHint'),
          disabled: none,
        },
        { value: 'pinned', label: t('follow.pinned'), hint: t('follow.pinnedHint') },
      ]}
    />
  );
}

/** Adds an authority, and the channels that its link names. */
export function useFollow(device: StoredDevice, live: Pick<LiveDevice, 'listen'>, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const follow = async (authority: FollowedAuthority, named: readonly string[]) => {
    const { listening } = device;
    setBusy(true);
    setFailure(undefined);
    try {
      await live.listen({
        ...listening,
        authorities: [...listening.authorities.filter(({ signer }) => signer !== authority.signer), authority],
        channels: [...new Set([...listening.channels, ...named])],
      });
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, follow };
}

/** For links: the name of the authority that they are about. */
export function AuthorityName({ signer }: { readonly signer: Hex }) {
  return <QuorumName value={signer} full claims />;
}
