import { useIndex, useNetwork } from '../data/index.ts';
import { Address, Card, KeyValue } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

/** What everything shown rests on: contracts, endpoints, finality. */
export function Foundations() {
  const t = useAppText();
  const { addresses, rpcUrls, gateways, ipfsRpcs, finality, chainId } = useNetwork();
  const { status, storage } = useIndex();
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
          { label: t('overview.storage'), value: status === 'live' && storage === 'memory' && t('network.memory') },
        ]}
      />
    </Card>
  );
}
