import { useUiText } from './useUiText.ts';

/** Stands for text that is on its way. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const t = useUiText();
  return (
    <div role="status" aria-label={t('loading')} className="space-y-2">
      {[...Array(lines).keys()].map((line) => (
        <div
          key={line}
          className="h-4 animate-pulse rounded-sm bg-line"
          style={{ width: line === lines - 1 && lines > 1 ? '60%' : '100%' }}
        />
      ))}
    </div>
  );
}
