import type { AnnouncementRecord } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Card, KeyValue } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Announcements whose content has the digest. */
export function Announced({ announcements }: { readonly announcements: readonly AnnouncementRecord[] }) {
  const t = useText();
  return (
    <Card title={t('digest.announced')} description={t('digest.announcedBody')}>
      <ul className="divide-y divide-line">
        {announcements.slice(0, 20).map(({ authority, subject, latest }) => (
          <li key={`${authority}${subject}`} className="py-2 first:pt-0 last:pb-0">
            <KeyValue
              items={[
                { label: t('digest.authority'), value: <QuorumName value={authority} /> },
                { label: t('digest.subject'), value: <QuorumName value={subject} /> },
                { label: t('digest.epoch'), value: String(latest.epoch) },
              ]}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
