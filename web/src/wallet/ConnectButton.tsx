import { LogOut, RefreshCw, TriangleAlert, Wallet } from 'lucide-react';
import { useState } from 'react';
import { shorten } from '../lib/shorten.ts';
import { Button, Menu, useToast } from '../ui/index.ts';
import { useConnection } from './useConnection.ts';
import { useWalletText } from './useWalletText.ts';

/** Connects a wallet; then says which, and leads to what can be done with it. */
export function ConnectButton() {
  const t = useWalletText();
  const toast = useToast();
  const [switching, setSwitching] = useState(false);
  const { status, address, wrongChain, connect, disconnect, switchChain } = useConnection();
  const onSwitch = async () => {
    setSwitching(true);
    await switchChain().catch(() => toast({ tone: 'bad', title: t('switchFailed') }));
    setSwitching(false);
  };
  if (status !== 'connected' || !address) {
    return (
      <Button variant="primary" icon={Wallet} onClick={connect}>
        {t('connect')}
      </Button>
    );
  }
  if (wrongChain) {
    return (
      <Button variant="danger" icon={TriangleAlert} busy={switching} onClick={() => void onSwitch()}>
        {t('wrongChain')}
      </Button>
    );
  }
  return (
    <Menu
      // Begins with what is seen, so that it can be spoken to (WCAG 2.5.3).
      label={t('account', { address: `${shorten(address, 4)} (${address})` })}
      trigger={
        <>
          <Wallet aria-hidden className="size-4 text-accent" />
          <span className="font-mono text-sm">{shorten(address, 4)}</span>
        </>
      }
      items={[
        { label: t('otherWallet'), icon: RefreshCw, onSelect: connect },
        { label: t('disconnect'), icon: LogOut, onSelect: disconnect },
      ]}
    />
  );
}
