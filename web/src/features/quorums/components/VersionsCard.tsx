import { GitCompareArrows } from 'lucide-react';
import { type QuorumRecord, type QuorumVersion, useBlockTimes } from '../../../data/index.ts';
import { Badge, ButtonLink, Card, Timestamp } from '../../../ui/index.ts';
import { changeInWords } from '../model/changeInWords.ts';
import { compare } from '../model/compare.ts';
import { useText } from '../useText.ts';

const MOST = 6;

/** The versions of a quorum, the newest first, and what each changed. */
export function VersionsCard({ record }: { readonly record: QuorumRecord }) {
  const t = useText();
  const { id, versions } = record;
  const newest = versions.slice(-MOST).toReversed();
  const times = useBlockTimes(newest.map(({ at }) => at.block)).data ?? [];
  return (
    <Card
      title={t('versions.title')}
      actions={
        versions.length > 1 ? (
          <ButtonLink size="sm" to={`/quorums/${id}/versions`} icon={GitCompareArrows}>
            {t('detail.compare')}
          </ButtonLink>
        ) : undefined
      }
    >
      <ol className="space-y-3">
        {newest.map((version, i) => (
          <li key={version.state.version}>
            <p className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium">{t('versions.version', { version: version.state.version })}</span>
              {i === 0 ? <Badge tone="ok">{t('versions.current')}</Badge> : null}
              {times[i] ? (
                <span className="text-sm text-muted">
                  <Timestamp at={new Date((times[i] ?? 0) * 1_000)} />
                </span>
              ) : null}
            </p>
            <p className="text-sm text-muted">
              <Change version={version} before={versions[versions.length - i - 2]} />
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Change({ version, before }: { readonly version: QuorumVersion; readonly before: QuorumVersion | undefined }) {
  const t = useText();
  if (!before) return t('versions.created');
  return changeInWords(t, compare(before.state, version.state)).join(' · ') || t('versions.same');
}
