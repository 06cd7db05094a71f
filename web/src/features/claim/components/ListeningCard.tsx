import { Plus, SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import { useSignerVerdict, useTrustPolicy } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Button, Card, CopyButton, EmptyState, IconButton, SafeText } from '../../../ui/index.ts';
import type { FollowedAuthority, StoredDevice } from '../model/database.ts';
import type { LiveDevice } from '../model/hooks.ts';
import { followPath } from '../model/words.ts';
import { useText } from '../useText.ts';
import { ChannelsDialog } from './ChannelsDialog.tsx';
import { FollowDialog } from './FollowDialog.tsx';

interface ListeningCardProps {
  readonly device: StoredDevice;
  readonly live: LiveDevice;
}

/** Whom the device listens to, and on which channels. */
export function ListeningCard({ device, live }: ListeningCardProps) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { listening } = device;
  const { authorities, channels, groups } = listening;
  const add = (
    <Button size="sm" icon={Plus} onClick={() => setAdding(true)}>
      {t('listening.add')}
    </Button>
  );
  const remove = ({ signer }: FollowedAuthority) =>
    live.listen({ ...listening, authorities: authorities.filter((one) => one.signer !== signer) });
  return (
    <Card title={t('listening.title')} actions={authorities.length > 0 ? add : null} padded={false}>
      {authorities.length === 0 ? (
        <EmptyState title={t('listening.none')} body={t('listening.noneBody')} action={add} />
      ) : (
        <ul className="divide-y divide-line">
          {authorities.map((authority) => (
            <Authority
              key={authority.signer}
              authority={authority}
              channels={channels}
              onRemove={() => void remove(authority)}
            />
          ))}
        </ul>
      )}
      <div className="space-y-3 border-t border-line p-4">
        <dl className="space-y-3">
          <div>
            <dt className="text-sm text-muted">{t('listening.channels')}</dt>
            <dd className="flex flex-wrap gap-1 pt-0.5">
              {channels.map((channel) => (
                <Badge key={channel}>{channel}</Badge>
              ))}
            </dd>
          </div>
          {groups.length > 0 ? (
            <div>
              <dt className="text-sm text-muted">{t('listening.groups')}</dt>
              <dd>
                <SafeText text={groups.join(', ')} maxLength={200} />
              </dd>
            </div>
          ) : null}
        </dl>
        <Button size="sm" icon={SlidersHorizontal} onClick={() => setChoosing(true)}>
          {t('listening.edit')}
        </Button>
      </div>
      <FollowDialog device={device} live={live} open={adding} onClose={() => setAdding(false)} />
      <ChannelsDialog device={device} live={live} open={choosing} onClose={() => setChoosing(false)} />
    </Card>
  );
}

interface AuthorityProps {
  readonly authority: FollowedAuthority;
  readonly channels: readonly string[];
  readonly onRemove: () => void;
}

function Authority({ authority, channels, onRemove }: AuthorityProps) {
  const t = useText();
  const policy = useTrustPolicy();
  const { signer, trust } = authority;
  const { data: verdict } = useSignerVerdict(policy.anchors.length > 0 ? signer : null, policy, { usage: 'issueKeys' });
  const link = `${location.href.split('#')[0]}#${followPath(signer, channels)}`;
  return (
    <li className="flex items-start gap-2 px-4 py-3">
      <div className="min-w-0 flex-1 space-y-1">
        <QuorumName value={signer} copy={false} claims />
        <p className="flex flex-wrap items-center gap-1.5">
          <Badge title={t(`listening.${trust}Hint`)}>{t(`listening.${trust}`)}</Badge>
          {verdict ? (
            <Badge tone={verdict.authorised ? 'ok' : trust === 'anchored' ? 'bad' : 'warn'}>
              {t(verdict.authorised ? 'listening.trusted' : 'listening.untrusted')}
            </Badge>
          ) : null}
        </p>
      </div>
      <CopyButton value={link} label={t('follow.share')} />
      <IconButton icon={X} label={t('listening.remove')} onClick={onRemove} />
    </li>
  );
}
