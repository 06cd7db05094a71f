import { Callout } from '../../../../ui/index.ts';
import type { Advice } from '../../model/draft/advice.ts';
import { useText } from '../../useText.ts';

interface AdvisedProps {
  readonly advice: readonly Advice[];
  readonly only?: readonly Advice[];
}

/** What is allowed, but seldom meant, in words. */
export function Advised({ advice, only }: AdvisedProps) {
  const t = useText();
  const shown = only ? advice.filter((one) => only.includes(one)) : advice;
  if (shown.length === 0) return null;
  return (
    <Callout tone="info">
      <ul className="space-y-1">
        {shown.map((one) => (
          <li key={one}>{t(`new.advice.${one}`)}</li>
        ))}
      </ul>
    </Callout>
  );
}
