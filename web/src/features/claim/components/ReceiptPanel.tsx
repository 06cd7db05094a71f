import { encodeCanonicalJson, utf8Decode } from '@gridseal/sdk/bytes';
import type { Receipt } from '@gridseal/sdk/delivery/claim';
import { Download, Send, Share2 } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  Callout,
  CodeBlock,
  Dialog,
  download,
  ErrorPanel,
  QrCodes,
  Tabs,
  Timestamp,
} from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, WalletError } from '../../../wallet/index.ts';
import { useRelay } from '../model/useRelay.ts';
import { useText } from '../useText.ts';
import type { SlotCardProps } from './SlotCard.tsx';

/** A signed receipt on its way to the chain. */
export function ReceiptPanel({ receipt, claim, live }: SlotCardProps & { readonly receipt: Receipt }) {
  const t = useText();
  const relay = useRelay(receipt, live.lookNow);
  const [sharing, setSharing] = useState(false);
  const waitsForIpfs = receipt.namesNextKey && !receipt.published;
  const isInBlock = claim !== null && claim.epoch >= receipt.epoch;
  if (relay.hash) return <TransactionStatus hash={relay.hash} />;
  if (isInBlock) return <p className="text-muted">{t('receipt.inBlock', { block: claim.block })}</p>;
  const refused = relay.failure instanceof WalletError && relay.failure.problem === 'refused';
  return (
    <div className="space-y-3">
      {waitsForIpfs ? <Callout tone="warn">{t('receipt.publishing')}</Callout> : <p>{t('receipt.signed')}</p>}
      <div className="flex flex-wrap items-center gap-2">
        {relay.problem === 'disconnected' ? (
          <ConnectButton />
        ) : (
          <Button
            variant="primary"
            icon={Send}
            busy={relay.busy}
            disabled={waitsForIpfs || relay.problem !== null}
            onClick={() => void relay.send()}
          >
            {t('receipt.send')}
          </Button>
        )}
        <Button icon={Share2} disabled={waitsForIpfs} onClick={() => setSharing(true)}>
          {t('receipt.share')}
        </Button>
        <span className="text-sm text-muted">
          {t('receipt.until')} <Timestamp at={new Date(receipt.deadline * 1_000)} as="date" />
        </span>
      </div>
      {relay.problem === 'disconnected' ? <p className="text-sm text-muted">{t('receipt.connect')}</p> : null}
      {relay.problem === 'wrongChain' ? <Callout tone="warn">{t('receipt.wrongChain')}</Callout> : null}
      {refused ? (
        <Callout tone="warn" live>
          {t('receipt.refused')}
        </Callout>
      ) : relay.failure ? (
        <ErrorPanel error={relay.failure} />
      ) : null}
      <ShareDialog receipt={receipt} open={sharing} onClose={() => setSharing(false)} />
    </div>
  );
}

interface ShareDialogProps {
  readonly receipt: Receipt;
  readonly open: boolean;
  readonly onClose: () => void;
}

function ShareDialog({ receipt, open, onClose }: ShareDialogProps) {
  const t = useText();
  const text = utf8Decode(encodeCanonicalJson(receipt));
  // As the command line names them.
  const name = `${receipt.device.slice(2, 18)}-${receipt.subject.slice(2, 18)}-${receipt.epoch}.json`;
  const file = (
    <div className="space-y-3">
      <Button variant="primary" icon={Download} onClick={() => download(name, text, 'application/json')}>
        {t('request.download')}
      </Button>
      <CodeBlock label={t('receipt.cli')} code={`gridseal device claim ${name} --wallet <name>`} wrap />
    </div>
  );
  const code = <QrCodes value={text} label={t('receipt.codeLabel')} />;
  return (
    <Dialog open={open} onClose={onClose} title={t('receipt.shareTitle')} description={t('receipt.shareLead')}>
      <Tabs
        label={t('receipt.shareTitle')}
        tabs={[
          { id: 'file', label: t('request.file'), content: file },
          { id: 'code', label: t('request.code'), content: code },
          {
            id: 'text',
            label: t('request.text'),
            content: <CodeBlock label={t('receipt.title')} code={text} wrap className="[&>section]:max-h-56" />,
          },
        ]}
      />
    </Dialog>
  );
}
