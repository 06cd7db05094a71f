import { useIndex, useNetwork } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Address, Card, KeyValue } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

/** What everything shown rests on: contracts, endpoints, finality. */
export function Foundations() {
  const t = useAppText();
  const { addresses, rpcUrls, gateways, ipfsRpcs, finality, chainId } = useNetwork();
  const { status, storage, events, block, settled } = useIndex();
  const format = useFormat();
  const sources = gateways.length + ipfsRpcs.length;
  return (
    <Card title={t('overview.contracts')} description={t('overview.contractsBody')}>
      <KeyValue
        items={[
          { label: t('overview.registry'), value: <Address value={addresses.quorumRegistry} full /> },
          { label: t('overview.announcementsContract'), value: <Address value={addresses.keyAnnouncements} full /> },
          { label: t('network.label'), value: t('network.chain', { chainId }) },
          {
            label: t('overview.endpoints'),
            value: (
              <>
                {t('overview.endpointsAgree', { count: rpcUrls.length })} · {t('overview.gateways', { count: sources })}
              </>
            ),
          },
          {
            label: t('overview.finality'),
            value:
              finality === 'finalized'
                ? t('overview.finalityFinalized')
                : finality === 0
                  ? t('overview.finalityNow')
                  : t('overview.finalityBlocks', { count: finality }),
          },
          {
            label: t('overview.index'),
            value: block !== null && (
              <>
                {t('overview.indexed', { count: events, block: format.number(block) })}
                {settled === null ? '' : ` · ${t('overview.settled', { block: format.number(settled) })}`}
              </>
            ),
          },
          { label: t('overview.storage'), value: status === 'live' && storage === 'memory' && t('network.memory') },
        ]}
      />
    </Card>
  );
}
