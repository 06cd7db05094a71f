import { fromHex, utf8Encode } from '@gridseal/sdk/bytes';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useNetwork, useStore } from '../../../data/index.ts';
import {
  Button,
  Callout,
  Card,
  Digest,
  Disclosure,
  ErrorPanel,
  Field,
  FileDrop,
  KeyValue,
  QrScanner,
  TextArea,
} from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus } from '../../../wallet/index.ts';
import { type GivenReceipt, readGivenReceipt } from '../model/givenReceipt.ts';
import { useRelay } from '../model/useRelay.ts';
import { useText } from '../useText.ts';

/** Brings somebody else's receipt to the chain. */
export function RelayCard() {
  const t = useText();
  const network = useNetwork();
  const [given, setGiven] = useState<GivenReceipt>();
  const take = (bytes: Uint8Array) => setGiven(readGivenReceipt(bytes, network));
  return (
    <Disclosure summary={t('relay.title')}>
      {given && 'receipt' in given ? (
        <Relayed key={given.receipt.record} given={given} onClear={() => setGiven(undefined)} />
      ) : (
        <div className="max-w-2xl space-y-3">
          <p className="text-muted">{t('relay.lead')}</p>
          {given && 'problem' in given ? <Callout tone="bad" title={t(`relay.${given.problem}`)} live /> : null}
          <FileDrop
            label={t('relay.drop')}
            hint={t('relay.dropHint')}
            accept=".json,application/json"
            maxBytes={65_536}
            onFiles={([file]) => file && take(file.bytes)}
          />
          <Field label={t('relay.paste')}>
            {(control) => (
              <TextArea
                {...control}
                mono
                rows={2}
                value=""
                onChange={(event) => take(utf8Encode(event.target.value.trim()))}
              />
            )}
          </Field>
          <Disclosure summary={t('relay.scan')}>
            <QrScanner onResult={(text) => take(utf8Encode(text))} />
          </Disclosure>
        </div>
      )}
    </Disclosure>
  );
}

interface RelayedProps {
  readonly given: Extract<GivenReceipt, { readonly receipt: unknown }>;
  readonly onClear: () => void;
}

function Relayed({ given, onClear }: RelayedProps) {
  const t = useText();
  const { receipt, device, nextKey } = given;
  const { ipfsRpcs } = useNetwork();
  const opening = useStore();
  const canPublish = ipfsRpcs.length > 0;
  const publish = async () => {
    if (!canPublish) return;
    const store = opening.data ?? (await opening.refetch({ throwOnError: true })).data;
    await store?.writeBlock(fromHex(receipt.recordBytes));
  };
  const relay = useRelay(receipt, () => undefined, publish);
  // Without its record, a claim that names a new key would leave the authority without one.
  const isStuck = !canPublish && !receipt.published;
  return (
    <Card
      level={3}
      title={t('receipt.title')}
      actions={
        <Button size="sm" onClick={onClear}>
          {t('relay.clear')}
        </Button>
      }
    >
      <div className="space-y-4">
        <KeyValue
          items={[
            { label: t('relay.device'), value: <Digest value={device} /> },
            { label: t('relay.authority'), value: <Digest value={receipt.authority} /> },
            { label: t('relay.epoch'), value: receipt.epoch },
            { label: t('relay.nextKey'), value: t(nextKey ? 'relay.yes' : 'relay.no') },
          ]}
        />
        {isStuck ? <Callout tone="warn">{t('relay.noStore')}</Callout> : null}
        {relay.hash ? (
          <TransactionStatus hash={relay.hash} />
        ) : relay.problem === 'disconnected' ? (
          <ConnectButton />
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              icon={Send}
              busy={relay.busy}
              disabled={isStuck || relay.problem !== null}
              onClick={() => void relay.send()}
            >
              {t('relay.send')}
            </Button>
            {canPublish ? <span className="text-sm text-muted">{t('relay.publish')}</span> : null}
          </div>
        )}
        {relay.problem === 'wrongChain' ? <Callout tone="warn">{t('receipt.wrongChain')}</Callout> : null}
        {relay.failure ? <ErrorPanel error={relay.failure} /> : null}
      </div>
    </Card>
  );
}
