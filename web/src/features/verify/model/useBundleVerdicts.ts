import { Bundle, Certificate, type CertificateVerdict } from '@gridseal/sdk/certificate';
import { blocksOf, verifiersOf } from '@gridseal/sdk/chain';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useChain, useChainTime, useDataClient, useIndex, useNetwork, useTrustPolicy } from '../../../data/index.ts';

const MINUTE = 60;

/** The verdict from the file alone, for this browser's anchors. Time counts in minutes, so that not every block asks anew. */
export function useOfflineVerdict(
  bundle: Bundle.Bundle,
  digest: string,
  superseded: 'refuse' | 'accept',
): UseQueryResult<Bundle.BundleVerdict> {
  const policy = useTrustPolicy();
  const { chainId, addresses } = useNetwork();
  const now = useChainTime() ?? bundle.checkedAt.timestamp;
  const at = policy.at ?? now;
  return useQuery({
    queryKey: ['verify', 'offline', digest, chainId, addresses.quorumRegistry, policy, at - (at % MINUTE), superseded],
    queryFn: () =>
      Bundle.verify(bundle, {
        ...policy,
        at,
        chainId,
        registry: addresses.quorumRegistry,
        verifiers: verifiersOf(addresses),
        keyWallets: true,
        superseded,
      }),
    placeholderData: (before) => (before?.target.certificate === bundle.target ? before : undefined),
    retry: false,
  });
}

/** What the chain says of the bundle's target; its certificates need not be on IPFS. */
export function useOnlineVerdict(bundle: Bundle.Bundle, digest: string): UseQueryResult<CertificateVerdict> {
  const client = useDataClient();
  const policy = useTrustPolicy();
  const { chainId } = useNetwork();
  const { revision } = useIndex();
  return useQuery({
    queryKey: ['verify', 'online', digest, chainId, policy, revision],
    queryFn: () => {
      const certificates = bundle.certificates.map((certificate) => Certificate.encode(certificate));
      return client.verdict(bundle.target, policy, { suppose: { certificates } });
    },
    placeholderData: (before) => (before?.certificate === bundle.target ? before : undefined),
    retry: false,
  });
}

/** Whether the block up to which the bundle knows of revocations is one of this chain. */
export function useBlockConfirmed({ checkedAt, chainId }: Bundle.Bundle): UseQueryResult<boolean> {
  const { data: chain } = useChain();
  const { blockNumber, blockHash } = checkedAt;
  return useQuery({
    queryKey: ['verify', 'block', chainId, blockNumber, blockHash],
    queryFn: async () => {
      if (!chain) return false;
      const [block] = await blocksOf(chain, [blockNumber]);
      return block?.hash.toLowerCase() === blockHash.toLowerCase();
    },
    enabled: chain !== undefined && chain.chainId === chainId,
    retry: 1,
  });
}
