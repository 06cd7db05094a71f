import type { CaseFile } from '../../../propose/index.ts';
import { Callout } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { CarriedOut } from './CarriedOut.tsx';

/** Why a proposal cannot be approved any more, or not here. */
export function StateNotice({ file: { state, proposal } }: { readonly file: CaseFile }) {
  const t = useText();
  if (state === 'open') return null;
  const { version } = proposal.message;
  return (
    <Callout tone={state === 'done' ? 'ok' : 'warn'} title={t(`state.${state}`)}>
      {t(`stateBody.${state}`, { version, chain: proposal.chainId, registry: proposal.registry })}
      {state === 'done' ? <CarriedOut proposal={proposal} /> : null}
    </Callout>
  );
}
