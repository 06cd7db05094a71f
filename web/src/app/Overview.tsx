import { Suspense } from 'react';
import { useChainTime, useIndex, useNetwork } from '../data/index.ts';
import activity, { latestActivity } from '../features/activity/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Card, Page, Skeleton } from '../ui/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Figures } from './Figures.tsx';
import { Foundations } from './Foundations.tsx';
import { featurePage } from './featurePage.ts';
import { Starts } from './Starts.tsx';
import { Today } from './today/Today.tsx';
import { useAppText } from './useAppText.ts';

const Latest = featurePage(activity, latestActivity);

/** The landing page: what wants to be done, how much there is, what happened last, where to begin, and what all of it rests on. */
export function Overview() {
  const t = useAppText();
  const format = useFormat();
  const network = useNetwork();
  const { block } = useIndex();
  const time = useChainTime();
  return (
    <Page title={t('overview.title')} description={t('overview.lead', { network: network.name.slice(0, 40) })}>
      <Today />
      <Figures />
      <p className="text-sm text-muted">
        {block === null || time === null
          ? t('overview.recentPending')
          : t('overview.asOf', { block: format.number(block), time: format.dateTime(new Date(time * 1_000)) })}
      </p>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <ErrorBoundary>
          <Suspense
            fallback={
              <Card>
                <Skeleton lines={8} />
              </Card>
            }
          >
            <Latest />
          </Suspense>
        </ErrorBoundary>
        <Starts />
      </div>
      <Foundations />
    </Page>
  );
}
