import type { Hex } from '@gridseal/sdk/bytes';
import type { RolePolicy, Anchor as TrustAnchor } from '@gridseal/sdk/certificate';
import { escapeText } from '@gridseal/sdk/quorum';
import { Anchor, ListChecks, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useIndex, useNetwork, useQuorum, useSettings } from '../../../data/index.ts';
import { AnchorDialog, QuorumName } from '../../../trust/index.ts';
import { Badge, Button, Card, EmptyState, Field, IconButton, Input, Select } from '../../../ui/index.ts';
import { readQuorum, withAnchor, withoutAnchor } from '../model/ids.ts';
import { withAnchorRole } from '../model/roles.ts';
import { useText } from '../useText.ts';

/** From whom trust starts on the network that is looked at. */
export function AnchorsCard() {
  const t = useText();
  const { chainId, name } = useNetwork();
  const [{ trust: all }, change] = useSettings();
  const [choosing, setChoosing] = useState(false);
  const trust = all[String(chainId)] ?? { anchors: [] };
  const save = (next: typeof trust) => change({ trust: { ...all, [String(chainId)]: next } });
  return (
    <Card title={t('anchors.title')} description={t('anchors.body', { network: name.slice(0, 40) })} padded={false}>
      {trust.anchors.length === 0 ? (
        <EmptyState icon={Anchor} title={t('anchors.none')} body={t('anchors.noneBody')} />
      ) : (
        <ul aria-label={t('anchors.title')} className="divide-y divide-line">
          {trust.anchors.map((anchor) => (
            <AnchorRow
              key={anchor.quorum}
              anchor={anchor}
              policy={trust.roles}
              onRole={(role) => save(withAnchorRole(trust, anchor.quorum, role))}
              onRemove={() => save(withoutAnchor(trust, anchor.quorum))}
            />
          ))}
        </ul>
      )}
      <PasteAnchor
        onChoose={() => setChoosing(true)}
        isKnown={(quorum) => trust.anchors.some((anchor) => anchor.quorum === quorum)}
        onAdd={(quorum) => save(withAnchor(trust, quorum))}
      />
      <AnchorDialog open={choosing} onClose={() => setChoosing(false)} />
    </Card>
  );
}

interface AnchorRowProps {
  readonly anchor: TrustAnchor;
  readonly policy: RolePolicy | undefined;
  readonly onRole: (role: string | null) => void;
  readonly onRemove: () => void;
}

function AnchorRow({ anchor: { quorum, roles }, policy, onRole, onRemove }: AnchorRowProps) {
  const t = useText();
  const found = useQuorum(quorum);
  const { status } = useIndex();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
        <QuorumName value={quorum} />
        {found.data === null && status === 'live' ? <Badge tone="warn">{t('anchors.unknown')}</Badge> : null}
      </div>
      {policy ? (
        <Select
          aria-label={t('anchors.role', { id: quorum.slice(0, 10) })}
          className="w-auto!"
          value={roles?.[0] ?? policy.anchorRole}
          onChange={(role) => onRole(role === policy.anchorRole ? null : role)}
          options={Object.entries(policy.roles).map(([value, { title }]) => ({
            value,
            label: escapeText(title, { maxLength: 60 }),
          }))}
        />
      ) : null}
      <IconButton icon={Trash2} label={t('anchors.remove', { id: quorum.slice(0, 10) })} onClick={onRemove} />
    </li>
  );
}

interface PasteAnchorProps {
  readonly isKnown: (quorum: Hex) => boolean;
  readonly onAdd: (quorum: Hex) => void;
  readonly onChoose: () => void;
}

function PasteAnchor({ isKnown, onAdd, onChoose }: PasteAnchorProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<'notId' | 'known' | null>(null);
  const add = () => {
    const quorum = readQuorum(text);
    if (!quorum) return setProblem('notId');
    if (isKnown(quorum)) return setProblem('known');
    onAdd(quorum);
    setText('');
  };
  return (
    <form
      className="border-t border-line p-4"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field
        label={t('anchors.paste')}
        hint={t('anchors.pasteHint')}
        error={problem ? t(`anchors.${problem}`) : undefined}
      >
        {(control) => (
          <div className="flex flex-wrap gap-2">
            <Input
              {...control}
              mono
              className="min-w-0 flex-1 basis-64"
              value={text}
              onChange={({ target }) => {
                setText(target.value);
                setProblem(null);
              }}
            />
            <Button type="submit">{t('anchors.add')}</Button>
            <Button variant="quiet" icon={ListChecks} onClick={onChoose}>
              {t('anchors.choose')}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
