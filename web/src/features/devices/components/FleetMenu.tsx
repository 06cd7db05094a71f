import { Download, FileSpreadsheet, Upload } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useFleetStore } from '../../../fleet/index.ts';
import { download, Menu, useToast } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { ImportDialog } from './ImportDialog.tsx';

/** What is done with the list as a whole. */
export function FleetMenu({ hasDevices }: { readonly hasDevices: boolean }) {
  const t = useText();
  const [importing, setImporting] = useState(false);
  const [, go] = useLocation();
  const exportList = useExport();
  return (
    <>
      <Menu
        label={t('more')}
        items={[
          { label: t('batchButton'), icon: FileSpreadsheet, onSelect: () => go('/devices/batch') },
          { label: t('keeping.importAll'), icon: Upload, onSelect: () => setImporting(true) },
          {
            label: t('keeping.exportAll'),
            icon: Download,
            disabled: !hasDevices,
            onSelect: () => void exportList(),
          },
        ]}
      />
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </>
  );
}

/** Hands the register out as a file. */
export function useExport(): () => Promise<void> {
  const store = useFleetStore();
  const toast = useToast();
  return async () => {
    try {
      download('gridseal-fleet.jsonl', await store.exportFile(), 'application/jsonl');
    } catch (error) {
      toast({ tone: 'bad', title: String(error) });
    }
  };
}
