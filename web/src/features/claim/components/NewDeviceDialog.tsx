import { readName } from '@gridseal/sdk/identity';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useNetwork } from '../../../data/index.ts';
import { useKeeping } from '../../../fleet/index.ts';
import {
  Button,
  Callout,
  Dialog,
  Disclosure,
  ErrorPanel,
  Field,
  Input,
  RadioGroup,
  Skeleton,
  TextArea,
} from '../../../ui/index.ts';
import type { KeyKind } from '../model/database.ts';
import { keyKindsHere } from '../model/deviceKeys.ts';
import { useCreateDevice } from '../model/hooks.ts';
import { readOwnKey } from '../model/ownKey.ts';
import { signingHere } from '../model/vault.ts';
import { useText } from '../useText.ts';

interface NewDeviceDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes the keys of a new device. */
export function NewDeviceDialog({ open, onClose }: NewDeviceDialogProps) {
  const t = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('make.title')} description={t('make.lead')}>
      <Prepared onClose={onClose} />
    </Dialog>
  );
}

function Prepared({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const { addresses, name } = useNetwork();
  const { data: kinds } = useQuery({
    queryKey: ['claim', 'kinds'],
    queryFn: keyKindsHere,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!kinds) return <Skeleton lines={5} />;
  if (kinds.length === 0) {
    return (
      <Callout tone="bad" title={t('make.none')}>
        {t('make.noneBody')}
      </Callout>
    );
  }
  if (signingHere(addresses) === null) {
    return (
      <Callout tone="bad" title={t('make.noSigner', { network: name })}>
        {t('make.noSignerBody')}
      </Callout>
    );
  }
  return <NewDeviceForm kinds={kinds} onClose={onClose} />;
}

function NewDeviceForm({ kinds, onClose }: { readonly kinds: readonly KeyKind[]; readonly onClose: () => void }) {
  const t = useText();
  const create = useCreateDevice();
  const { ask } = useKeeping();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<KeyKind>(kinds[0] ?? 'P-256');
  const [own, setOwn] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const nameProblem = problemOfName(name);
  const ownKey = readOwnKey(own);
  const submit = async () => {
    setTried(true);
    if (nameProblem || 'problem' in ownKey) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await ask();
      const { id } = await create({ name: name.trim(), kind, others: ownKey.keys });
      onClose();
      navigate(`/claim/${id}`);
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
        void submit();
      }}
    >
      <Field
        label={t('make.name')}
        hint={t('make.nameHint')}
        required
        error={tried && nameProblem ? t(`make.${nameProblem}`) : undefined}
      >
        {(control) => (
          <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <RadioGroup
        label={t('make.kind')}
        value={kind}
        onChange={setKind}
        options={[
          {
            value: 'MLKEM768-X25519',
            label: t('make.hybrid'),
            hint: kinds.includes('MLKEM768-X25519') ? t('make.hybridHint') : t('make.hybridMissing'),
            disabled: !kinds.includes('MLKEM768-X25519'),
          },
          { value: 'P-256', label: t('make.p256'), hint: t('make.p256Hint') },
        ]}
      />
      <Disclosure summary={t('make.own')}>
        <Field
          label={t('make.own')}
          hint={t('make.ownHint')}
          optional
          error={'problem' in ownKey ? t(`make.${ownKey.problem}`) : undefined}
        >
          {(control) => (
            <TextArea {...control} mono rows={3} value={own} onChange={(event) => setOwn(event.target.value)} />
          )}
        </Field>
      </Disclosure>
      {failure ? <ErrorPanel error={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          {t('make.submit')}
        </Button>
      </div>
    </form>
  );
}

const mostName = 60;

/** Enrolment requests take longer names; their codes would not hold them. */
function problemOfName(name: string): 'nameMissing' | 'nameBad' | null {
  const given = name.trim();
  if (given === '') return 'nameMissing';
  try {
    return readName(given, 'name').length > mostName ? 'nameBad' : null;
  } catch {
    return 'nameBad';
  }
}
