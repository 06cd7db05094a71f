import { BadgeCheck, Ban } from 'lucide-react';
import { useMemo } from 'react';
import { type CertificateRecord, useBlockTimes, useIndex, useNetwork } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName, reasonWords, useTrustText } from '../../../trust/index.ts';
import { Digest, TextLink, Timestamp } from '../../../ui/index.ts';
import { historyOf, type Said } from '../model/statements.ts';
import { useText } from '../useText.ts';

/** What quorums said of a certificate, oldest first, each with its transaction. */
export function History({ record }: { readonly record: CertificateRecord }) {
  const t = useText();
  const said = useMemo(() => historyOf(record), [record]);
  const blocks = useMemo(() => [...new Set(said.map(({ at }) => at.block))].slice(-500), [said]);
  const times = useBlockTimes(blocks).data ?? [];
  if (said.length === 0) return <p className="text-muted">{t('detail.nobody')}</p>;
  return (
    <ol className="space-y-4">
      {said.map((one) => (
        <Entry
          key={`${one.at.transaction}${one.at.logIndex}`}
          said={one}
          time={times[blocks.indexOf(one.at.block)] ?? null}
        />
      ))}
    </ol>
  );
}

function Entry({ said, time }: { readonly said: Said; readonly time: number | null }) {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  const { explorer } = useNetwork();
  const { settled } = useIndex();
  const { quorum, version, at, reason } = said;
  const isRevocation = reason !== undefined;
  const Icon = isRevocation ? Ban : BadgeCheck;
  return (
    <li className="flex gap-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isRevocation ? 'text-bad' : 'text-accent'}`} />
      <div className="min-w-0 space-y-0.5 wrap-anywhere">
        <p>
          {words('quorum')} <QuorumName value={quorum} />{' '}
          <span className={isRevocation ? 'font-medium text-bad' : ''}>
            {isRevocation ? t('detail.revokedBy', { reason: reasonWords(words, reason) }) : t('detail.endorsedBy')}
          </span>
        </p>
        <p className="text-sm text-muted">
          {t('detail.version', { version })} · {t('detail.block', { block: format.number(at.block) })}
          {settled !== null && at.block > settled ? ` (${t('detail.notFinal')})` : ''}
          {time === null ? null : (
            <>
              {' · '}
              <Timestamp at={new Date(time * 1_000)} />
            </>
          )}
        </p>
        <p className="text-sm text-muted">
          {t('detail.transaction')}{' '}
          {explorer ? (
            <TextLink href={`${explorer}/tx/${at.transaction}`}>
              <Digest value={at.transaction} copy={false} />
            </TextLink>
          ) : (
            <Digest value={at.transaction} />
          )}
        </p>
      </div>
    </li>
  );
}
