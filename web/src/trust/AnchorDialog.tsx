import type { Hex } from '@gridseal/sdk/bytes';
import { useState } from 'react';
import { type QuorumRecord, useNetwork, useQuorums, useSettings } from '../data/index.ts';
import { Button, Checkbox, Dialog, Digest, Field, Input, SearchInput } from '../ui/index.ts';
import { useTrustText } from './useTrustText.ts';

const SHOWN = 50;

export interface AnchorDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Chooses the quorums from which trust starts in this browser, and what the user calls them. */
export function AnchorDialog({ open, onClose }: AnchorDialogProps) {
  return open ? <Chooser onClose={onClose} /> : null;
}

function Chooser({ onClose }: { readonly onClose: () => void }) {
  const t = useTrustText();
  const { chainId } = useNetwork();
  const [settings, change] = useSettings();
  const trust = settings.trust[String(chainId)] ?? { anchors: [] };
  const [chosen, setChosen] = useState<ReadonlySet<Hex>>(() => new Set(trust.anchors.map(({ quorum }) => quorum)));
  const [names, setNames] = useState<Readonly<Record<Hex, string>>>(settings.names);
  const [text, setText] = useState('');
  const save = () => {
    const known = new Map(trust.anchors.map((anchor) => [anchor.quorum, anchor]));
    const anchors = [...chosen].map((quorum) => known.get(quorum) ?? { quorum });
    const kept = Object.fromEntries(
      Object.entries(names).flatMap(([id, name]) => (name.trim() ? [[id, name.trim()]] : [])),
    );
    change({ trust: { ...settings.trust, [String(chainId)]: { ...trust, anchors } }, names: kept });
    onClose();
  };
  const toggle = (id: Hex, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('anchors.title')}
      description={t('anchors.body')}
      footer={
        <>
          <Button onClick={onClose}>{t('anchors.cancel')}</Button>
          <Button variant="primary" onClick={save}>
            {t('anchors.save')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <SearchInput value={text} onChange={setText} label={t('anchors.search')} />
        <Choices text={text} names={names} chosen={chosen} onToggle={toggle} onNames={setNames} />
      </div>
    </Dialog>
  );
}

interface ChoicesProps {
  readonly text: string;
  readonly names: Readonly<Record<Hex, string>>;
  readonly chosen: ReadonlySet<Hex>;
  readonly onToggle: (id: Hex, isChosen: boolean) => void;
  readonly onNames: (names: Readonly<Record<Hex, string>>) => void;
}

function Choices({ text, names, chosen, onToggle, onNames }: ChoicesProps) {
  const t = useTrustText();
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? [];
  const wanted = text.trim().toLowerCase();
  const found = quorums.filter(({ id }) => id.includes(wanted) || names[id]?.toLowerCase().includes(wanted));
  if (found.length === 0) return <p className="py-4 text-center text-muted">{t('anchors.none')}</p>;
  return (
    <>
      <ul className="divide-y divide-line rounded-md border border-line">
        {found.slice(0, SHOWN).map((quorum) => (
          <Choice
            key={quorum.id}
            quorum={quorum}
            name={names[quorum.id] ?? ''}
            isChosen={chosen.has(quorum.id)}
            onToggle={(isChosen) => onToggle(quorum.id, isChosen)}
            onName={(name) => onNames({ ...names, [quorum.id]: name })}
          />
        ))}
      </ul>
      {found.length > SHOWN ? <p className="text-sm text-muted">{t('anchors.more', { count: SHOWN })}</p> : null}
    </>
  );
}

interface ChoiceProps {
  readonly quorum: QuorumRecord;
  readonly name: string;
  readonly isChosen: boolean;
  readonly onToggle: (isChosen: boolean) => void;
  readonly onName: (name: string) => void;
}

function Choice({ quorum, name, isChosen, onToggle, onName }: ChoiceProps) {
  const t = useTrustText();
  const { members, threshold } = quorum.state;
  const facts = [
    t('anchors.members', { threshold, count: members.length }),
    t('anchors.endorsed', { count: quorum.endorsed }),
  ];
  return (
    <li className="space-y-2 p-3">
      <Checkbox
        label={<Digest value={quorum.id} full copy={false} />}
        hint={facts.join(' · ')}
        checked={isChosen}
        onChange={onToggle}
      />
      {isChosen ? (
        <div className="ps-6">
          <Field label={t('anchors.name')}>
            {(control) => (
              <Input {...control} maxLength={60} value={name} onChange={(event) => onName(event.target.value)} />
            )}
          </Field>
        </div>
      ) : null}
    </li>
  );
}
