import type { Chain } from '../../chain/index.ts';
import type { StepHook } from '../../delivery/install/index.ts';
import type { BlockClock } from '../../delivery/receive/index.ts';
import type { DeviceIdentity } from '../../identity/index.ts';
import type { Store } from '../../store/index.ts';
import type { DeviceConfig } from './config.ts';

/** Everything that the rounds of a device work with. */
export interface DeviceContext {
  readonly config: DeviceConfig;
  /** The state folder. */
  readonly directory: string;
  readonly chain: Chain;
  readonly store: Store;
  readonly identity: DeviceIdentity;
  readonly clock: BlockClock;
  readonly onStep?: StepHook;
  readonly signal?: AbortSignal;
}
