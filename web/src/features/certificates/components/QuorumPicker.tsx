import type { Hex } from '@gridseal/sdk/bytes';
import { useState } from 'react';
import { type QuorumRecord, useQuorums, useSettings } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, SearchInput } from '../../../ui/index.ts';
import { useSigners } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';
import { Choice, Choices } from './wizard/Choices.tsx';

interface QuorumPickerProps {
  readonly label: string;
  /** The id of the one that is chosen; null for none. */
  readonly chosen: Hex | null;
  readonly onChoose: (quorum: QuorumRecord) => void;
}

/** More than can be looked through: the search finds the others. */
const SHOWN = 6;

/** One of the known quorums: the chosen one first, then those of which the user is a member. */
export function QuorumPicker({ label, chosen, onChoose }: QuorumPickerProps) {
  const t = useText();
  const [{ names }] = useSettings();
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? [];
  const own = new Set(useSigners().map(({ signer }) => signer.signer.toLowerCase()));
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const isMine = ({ state }: QuorumRecord) => state.members.some(({ signer }) => own.has(signer.toLowerCase()));
  const rank = (one: QuorumRecord) => (one.id === chosen ? 0 : isMine(one) ? 1 : 2);
  const found = quorums
    .filter(({ id }) => id.includes(wanted) || names[id]?.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b));
  const shown = found.slice(0, SHOWN);
  return (
    <div className="space-y-2">
      {quorums.length > SHOWN ? <SearchInput value={text} onChange={setText} label={t('new.searchQuorum')} /> : null}
      {shown.length === 0 ? (
        <p className="text-sm text-muted">{t('new.noQuorum')}</p>
      ) : (
        <Choices label={label}>
          {shown.map((quorum) => (
            <Choice
              key={quorum.id}
              checked={quorum.id === chosen}
              onChoose={() => onChoose(quorum)}
              title={<QuorumName value={quorum.id} linked={false} copy={false} />}
              detail={
                <span className="flex items-center gap-2">
                  {t('new.ofMembers', { threshold: quorum.state.threshold, count: quorum.state.members.length })}
                  {isMine(quorum) ? <Badge tone="info">{t('new.mine')}</Badge> : null}
                </span>
              }
            />
          ))}
        </Choices>
      )}
      {found.length > shown.length ? (
        <p className="text-sm text-muted">{t('new.moreQuorums', { count: found.length - shown.length })}</p>
      ) : null}
    </div>
  );
}
