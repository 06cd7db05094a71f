import type { Refusal } from '@gridseal/sdk/delivery/receive';
import { Callout, Disclosure, MachineText } from '../../../ui/index.ts';
import { refusalWord } from '../model/refusalWord.ts';
import { useText } from '../useText.ts';

/** Why a delivery is refused: in words, and what the check says. */
export function RefusalNotice({ refusal, title }: { readonly refusal: Refusal; readonly title?: string }) {
  const t = useText();
  const word = refusalWord(refusal);
  return (
    <div className="space-y-2">
      <Callout tone="bad" title={title ?? t(`refused.${word}`)}>
        {title ? <p>{t(`refused.${word}`)}</p> : null}
        <p>{word === 'otherKey' ? t('refused.otherKeyBody') : t('slot.refusedBody')}</p>
      </Callout>
      <Disclosure summary={t('refused.details')}>
        <MachineText text={[refusal.error, ...refusal.details].join('; ')} maxLength={400} />
      </Disclosure>
    </div>
  );
}
