import { useKeeping } from '../../../fleet/index.ts';
import { Button, useToast } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { useExport } from './FleetMenu.tsx';

/** Whether the browser may forget the list, and what helps. */
export function KeepingNote() {
  const t = useText();
  const toast = useToast();
  const { keeping, ask } = useKeeping();
  const exportList = useExport();
  if (keeping === 'kept') return <span>{t('keeping.kept')}</span>;
  const askBrowser = async () => {
    if ((await ask()) !== 'kept') toast({ tone: 'warn', title: t('keeping.asked') });
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {t('keeping.evictable')}
      <Button size="sm" onClick={() => void askBrowser()}>
        {t('keeping.ask')}
      </Button>
      <Button size="sm" onClick={() => void exportList()}>
        {t('keeping.export')}
      </Button>
    </span>
  );
}
