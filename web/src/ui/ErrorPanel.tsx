import { Button } from './Button.tsx';
import { Callout } from './Callout.tsx';
import { Disclosure } from './Disclosure.tsx';
import { MachineText } from './MachineText.tsx';
import { SafeText } from './SafeText.tsx';
import { useUiText } from './useUiText.ts';

export interface ErrorPanelProps {
  readonly error: unknown;
  readonly title?: string;
  /** What the user may do about it. */
  readonly body?: string;
  readonly onRetry?: () => void;
}

/** An error in words; what the machine says about it, for whoever wants to know. */
export function ErrorPanel({ error, title, body, onRetry }: ErrorPanelProps) {
  const t = useUiText();
  return (
    <Callout
      tone="bad"
      live
      title={title ?? t('failed')}
      actions={
        onRetry ? (
          <Button size="sm" onClick={onRetry}>
            {t('retry')}
          </Button>
        ) : undefined
      }
    >
      {body ? <p className="mb-2">{body}</p> : null}
      <MachineText text={shortMessageOf(error)} />
      {error instanceof Error && error.message.length > shortMessageOf(error).length ? (
        <div className="mt-2">
          <Disclosure summary={t('details')}>
            <span lang="en">
              <SafeText text={error.message} maxLength={2_000} className="font-mono text-sm whitespace-pre-wrap" />
            </span>
          </Disclosure>
        </div>
      ) : null}
    </Callout>
  );
}

/** Errors of the SDK and of viem have a sentence for people. */
function shortMessageOf(error: unknown): string {
  if (
    typeof error === 'object' &&
    error !== null &&
    'shortMessage' in error &&
    typeof error.shortMessage === 'string'
  ) {
    return error.shortMessage;
  }
  return error instanceof Error ? error.message : String(error);
}
