import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { DataProvider, type DataStart, useNetwork } from '../data/index.ts';
import { Skeleton, ToastProvider } from '../ui/index.ts';
import { WalletProvider } from '../wallet/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Routes } from './Routes.tsx';
import { Shell } from './Shell.tsx';
import { Unconfigured } from './Unconfigured.tsx';

/** Everything, from the outside in: queries, data, wallet, messages, routes, frame. */
export function App({ data }: { readonly data: DataStart }) {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }),
  );
  return (
    <QueryClientProvider client={queries}>
      {/* What was said stays when network or addresses change. */}
      <ToastProvider>
        <DataProvider start={data} fallback={<Starting />} failed={(error) => <Unconfigured error={error} />}>
          <WithWallet>
            {/* The route is in the fragment: the page works from any folder and from IPFS. */}
            <Router hook={useHashLocation}>
              <ErrorBoundary>
                <Shell>
                  <Routes />
                </Shell>
              </ErrorBoundary>
            </Router>
          </WithWallet>
        </DataProvider>
      </ToastProvider>
    </QueryClientProvider>
  );
}

function WithWallet({ children }: { readonly children: ReactNode }) {
  const network = useNetwork();
  return (
    <WalletProvider key={`${network.chainId} ${network.rpcUrls.join(' ')}`} network={network}>
      {children}
    </WalletProvider>
  );
}

function Starting() {
  return (
    <div className="mx-auto max-w-3xl p-6">
      <Skeleton lines={6} />
    </div>
  );
}
