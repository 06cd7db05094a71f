import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { Button, Callout, Card, Checkbox, ErrorPanel, Page, Segmented, Skeleton } from '../../../ui/index.ts';
import { ConnectButton, useSigners } from '../../../wallet/index.ts';
import { ImportDialog } from '../components/ImportDialog.tsx';
import { InboxTable } from '../components/InboxTable.tsx';
import { type InboxRow, useInbox } from '../model/useInbox.ts';
import { useText } from '../useText.ts';

type Pile = 'waiting' | 'open' | 'closed' | 'aside';
const PILES: readonly Pile[] = ['waiting', 'open', 'closed', 'aside'];

/** Everything that quorums are asked, and first of all what waits for whoever sits here. */
export default function InboxPage() {
  const t = useText();
  const hasSigner = useSigners().length > 0;
  const [withStrangers, setWithStrangers] = useState(false);
  const [chosen, choose] = useState<Pile>();
  const [isImporting, setImporting] = useState(false);
  const inbox = useInbox(withStrangers);
  const pile = chosen ?? (hasSigner ? 'waiting' : 'open');
  const rows = inbox.data ?? [];
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <Button icon={FolderOpen} onClick={() => setImporting(true)}>
          {t('import.button')}
        </Button>
      }
    >
      {hasSigner ? null : (
        <Callout title={t('inbox.noSigner')} actions={<ConnectButton />}>
          {t('inbox.noSignerBody')}
        </Callout>
      )}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Segmented
          label={t('inbox.label')}
          value={pile}
          onChange={choose}
          options={PILES.map((value) => ({
            value,
            label: (
              <>
                {t(`inbox.${value}`)}{' '}
                <span className="ms-1 text-muted">{rows.filter((row) => isIn(row, value)).length}</span>
              </>
            ),
          }))}
        />
        <Checkbox
          label={t('inbox.strangers')}
          hint={t('inbox.strangersHint')}
          checked={withStrangers}
          onChange={setWithStrangers}
        />
      </div>
      {inbox.error ? <ErrorPanel error={inbox.error} onRetry={() => void inbox.refetch()} /> : null}
      <Card padded={false}>
        {inbox.data ? (
          <InboxTable
            rows={rows.filter((row) => isIn(row, pile))}
            empty={
              pile === 'waiting'
                ? { title: t('inbox.nothingWaiting'), body: t('inbox.nothingWaitingBody') }
                : { title: t('inbox.nothing'), body: t('inbox.nothingBody') }
            }
          />
        ) : inbox.error ? null : (
          <div className="p-4">
            <Skeleton lines={5} />
          </div>
        )}
      </Card>
      <ImportDialog open={isImporting} onClose={() => setImporting(false)} />
    </Page>
  );
}

function isIn({ file, waiting, aside }: InboxRow, pile: Pile): boolean {
  if (pile === 'waiting') return waiting;
  if (pile === 'aside') return aside;
  if (aside) return false;
  const isOpen = file === null || file.state === 'open' || file.state === 'unknown' || file.state === 'foreign';
  return isOpen === (pile === 'open');
}
