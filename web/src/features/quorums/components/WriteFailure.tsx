import { Callout, ErrorPanel } from '../../../ui/index.ts';
import { WalletError } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';

/** Why something was not sent; a refusal is nothing bad. */
export function WriteFailure({ failure, title }: { readonly failure: unknown; readonly title: string }) {
  const t = useText();
  if (failure === undefined) return null;
  if (failure instanceof WalletError && failure.problem === 'refused') {
    return (
      <Callout tone="warn" live>
        {t('create.refusedByUser')}
      </Callout>
    );
  }
  return <ErrorPanel title={title} error={failure} />;
}
