import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type RenderResult, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { startTexts } from '../i18n/index.ts';
import type { Language, Messages } from '../lib/feature.ts';
import { ToastProvider, uiTexts } from '../ui/index.ts';
import { walletTexts } from '../wallet/walletTexts.ts';

export interface RenderOptions {
  readonly language?: Language;
  /** Texts of the feature, by namespace: `{ quorums: { en, de } }`. */
  readonly texts?: Readonly<Record<string, Readonly<Record<Language, Messages>>>>;
  readonly path?: string;
}

/** Renders a component with texts, router, queries and messages around it. Data and wallet are the caller's to provide. */
export function renderPage(
  node: ReactNode,
  options: RenderOptions = {},
): RenderResult & { readonly path: () => string } {
  const { language = 'en', texts = {}, path = '/' } = options;
  startTexts({ ui: uiTexts, wallet: walletTexts, ...texts }, language);
  const location = memoryLocation({ path, record: true });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const result = render(node, {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <QueryClientProvider client={queries}>
        <Router hook={location.hook}>
          <ToastProvider>{children}</ToastProvider>
        </Router>
      </QueryClientProvider>
    ),
  });
  return { ...result, path: () => location.history.at(-1) ?? path };
}
