import type { Hex } from '@gridseal/sdk/bytes';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type QuorumRecord, useQuorums } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Button, Dialog, SearchInput } from '../../../ui/index.ts';
import type { MemberDraft } from '../model/draft.ts';
import { findIn } from '../model/findIn.ts';
import { needsInWords } from '../model/needs.ts';
import { useNamesOf } from '../model/useNamesOf.ts';
import { useText } from '../useText.ts';

const SHOWN = 50;

interface QuorumChooserProps {
  readonly members: readonly MemberDraft[];
  readonly self: Hex | undefined;
  readonly onAdd: (signer: Hex) => void;
  readonly onClose: () => void;
}

/** Adds quorums of this network as members. */
export function QuorumChooser({ members, self, onAdd, onClose }: QuorumChooserProps) {
  const t = useText();
  const namesOf = useNamesOf();
  const [text, setText] = useState('');
  const all = useQuorums({ limit: 2_000 }).data?.items ?? [];
  const found = findIn(all, text, namesOf).filter(({ signer }) => signer.toLowerCase() !== self?.toLowerCase());
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('chooser.title')}
      description={t('chooser.body')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('chooser.close')}
        </Button>
      }
    >
      <div className="space-y-3">
        <SearchInput label={t('chooser.search')} value={text} onChange={setText} />
        {found.length === 0 ? <p className="py-4 text-center text-muted">{t('chooser.none')}</p> : null}
        <ul className="divide-y divide-line">
          {found.slice(0, SHOWN).map((record) => (
            <Choice
              key={record.id}
              record={record}
              isMember={members.some(({ signer }) => signer === record.signer.toLowerCase())}
              onAdd={() => onAdd(record.signer.toLowerCase() as Hex)}
            />
          ))}
        </ul>
        {found.length > SHOWN ? <p className="text-sm text-muted">{t('chooser.more', { count: SHOWN })}</p> : null}
      </div>
    </Dialog>
  );
}

interface ChoiceProps {
  readonly record: QuorumRecord;
  readonly isMember: boolean;
  readonly onAdd: () => void;
}

function Choice({ record: { id, state }, isMember, onAdd }: ChoiceProps) {
  const t = useText();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <div className="min-w-0 flex-1">
        <QuorumName value={id} claims linked={false} copy={false} />
        <p className="text-sm text-muted first-letter:uppercase">{needsInWords(t, state, state.threshold)}</p>
      </div>
      {isMember ? (
        <Badge tone="ok">{t('chooser.added')}</Badge>
      ) : (
        <Button size="sm" icon={Plus} aria-label={`${t('chooser.add')} ${id.slice(0, 10)}`} onClick={onAdd}>
          {t('chooser.add')}
        </Button>
      )}
    </li>
  );
}
