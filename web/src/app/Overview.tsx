import { useChainTime, useIndex, useNetwork } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Page } from '../ui/index.ts';
import { Figures } from './Figures.tsx';
import { Foundations } from './Foundations.tsx';
import { Starts } from './Starts.tsx';
import { useAppText } from './useAppText.ts';
import { Waiting } from './Waiting.tsx';

/** The landing page: how much there is, where to begin, and what all of it rests on. */
export function Overview() {
  const t = useAppText();
  const format = useFormat();
  const network = useNetwork();
  const { block } = useIndex();
  const time = useChainTime();
  return (
    <Page title={t('overview.title')} description={t('overview.lead', { network: network.name.slice(0, 40) })}>
      <Waiting />
      <Figures />
      <p className="text-sm text-muted">
        {block === null || time === null
          ? t('overview.recentPending')
          : t('overview.asOf', { block: format.number(block), time: format.dateTime(new Date(time * 1_000)) })}
      </p>
      <Starts />
      <Foundations />
    </Page>
  );
}
