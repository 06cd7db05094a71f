import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { type Connector, useConnect, useConnectors, useConnection as useWagmiConnection } from 'wagmi';
import { Callout, Dialog, EmptyState, SafeText } from '../ui/index.ts';
import { useWalletContext } from './context.ts';
import { useConnection } from './useConnection.ts';
import { useWalletText } from './useWalletText.ts';
import { toWalletError } from './walletError.ts';

export interface ConnectDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Lists the wallets that announced themselves. The provider shows it: call `connect` of {@link useConnection}. */
export function ConnectDialog({ open, onClose }: ConnectDialogProps) {
  const t = useWalletText();
  const { network } = useWalletContext();
  const connectors = useConnectors();
  const connecting = useConnect();
  const { switchChain } = useConnection();
  const { connector: current } = useWagmiConnection();
  const [asked, setAsked] = useState<Connector>();
  const [problem, setProblem] = useState<'refused' | 'failed'>();
  const connect = async (connector: Connector) => {
    setAsked(connector);
    setProblem(undefined);
    try {
      const { chainId } = await connecting.mutateAsync({ connector });
      // Whoever refuses this stays connected, and reads “wrong network” at the top.
      if (chainId !== network.chainId) await switchChain().catch(() => undefined);
      onClose();
    } catch (error) {
      setProblem(toWalletError(error).problem === 'refused' ? 'refused' : 'failed');
    } finally {
      setAsked(undefined);
    }
  };
  const close = () => {
    setProblem(undefined);
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} size="sm" title={t('connect')} description={t('connectHint')}>
      <div className="space-y-3">
        {problem ? (
          <Callout tone="bad" live>
            {t(problem)}
          </Callout>
        ) : null}
        {connectors.length === 0 ? (
          <EmptyState icon={Wallet} title={t('noWallets')} body={t('noWalletsBody')} />
        ) : (
          <ul className="space-y-1">
            {connectors.map((connector) => (
              <li key={connector.uid}>
                <WalletRow
                  connector={connector}
                  current={connector.uid === current?.uid}
                  asked={connector.uid === asked?.uid}
                  disabled={asked !== undefined}
                  onSelect={() => void connect(connector)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

interface WalletRowProps {
  readonly connector: Connector;
  readonly current: boolean;
  readonly asked: boolean;
  readonly disabled: boolean;
  readonly onSelect: () => void;
}

function WalletRow({ connector, current, asked, disabled, onSelect }: WalletRowProps) {
  const t = useWalletText();
  // Only pictures within the announcement: an address would tell its owner who looks.
  const icon = connector.icon?.trim().startsWith('data:image/') ? connector.icon.trim() : undefined;
  return (
    <button
      type="button"
      disabled={disabled && !asked}
      aria-busy={asked || undefined}
      onClick={() => asked || onSelect()}
      className="flex min-h-11 w-full items-center gap-3 rounded-md border border-line px-3 py-2 text-start hover:border-line-strong hover:bg-sunken disabled:opacity-55"
    >
      {icon ? (
        <img src={icon} alt="" className="size-6 rounded-sm" />
      ) : (
        <Wallet aria-hidden className="size-6 text-muted" />
      )}
      <span className="min-w-0 flex-1 font-medium">
        <SafeText text={connector.name} maxLength={40} />
      </span>
      <span role="status" className="text-sm text-muted">
        {asked ? t('asking', { name: connector.name.slice(0, 40) }) : current ? t('connected') : null}
      </span>
    </button>
  );
}
