import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog } from '../../../ui/index.ts';
import { SignerManager } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';

/** Passkeys and keys of this browser, for members that are not wallets. */
export function OtherSigners() {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={KeyRound} onClick={() => setOpen(true)}>
        {t('decide.others')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} size="lg" title={t('decide.others')}>
        <SignerManager />
      </Dialog>
    </>
  );
}
