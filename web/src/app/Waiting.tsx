import { useProposals } from '../data/index.ts';
import { ButtonLink, Callout } from '../ui/index.ts';
import { useConnection } from '../wallet/index.ts';
import { routeFor } from './routeFor.ts';
import { useAppText } from './useAppText.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';

/** Says what waits for the connected wallet, if anything does. */
export function Waiting() {
  const t = useAppText();
  const { address } = useConnection();
  const { data } = useProposals({ member: address ?? NOBODY, states: ['open'], limit: 100 });
  const to = routeFor('/approvals');
  const own = address?.toLowerCase();
  // What the wallet has approved on chain is done; who signed off chain is seen in the proposal itself.
  const count = data?.items.filter(
    ({ approvals }) => !approvals.some(({ signer }) => signer.toLowerCase() === own),
  ).length;
  if (!address || !to || !count) return null;
  return (
    <Callout
      tone="info"
      title={t('overview.waiting', { count })}
      actions={
        <ButtonLink to={to} size="sm" variant="primary">
          {t('overview.waitingShow')}
        </ButtonLink>
      }
    >
      {t('overview.waitingBody')}
    </Callout>
  );
}
