import { ErrorPanel } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

/** Stands for the whole page while config.json is wrong. */
export function Unconfigured({ error }: { readonly error: unknown }) {
  const t = useAppText();
  return (
    <main className="mx-auto max-w-3xl p-6">
      <h1 className="mb-4 text-xl font-semibold">Gridseal</h1>
      <ErrorPanel
        error={error}
        title={t('unconfigured.title')}
        body={t('unconfigured.body')}
        onRetry={() => location.reload()}
      />
    </main>
  );
}
