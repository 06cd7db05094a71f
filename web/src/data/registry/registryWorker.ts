import type { Hex } from '@gridseal/sdk/bytes';
import type { Network } from '../network.ts';
import type { Problem } from '../problem.ts';
import type { HistoryQuestion, RegistryHistory, RegistryView } from './model.ts';

type Told<T> = { readonly value: T } | { readonly problem: Problem };

/** What the registry's worker offers. Reading thousands of parties must not stop the page. */
export interface RegistryWorker {
  readonly start: (network: Network, registry: Hex) => void;
  readonly view: () => Promise<Told<RegistryView | null>>;
  readonly history: (question: HistoryQuestion) => Promise<Told<RegistryHistory>>;
}
