export type { NodeStatus } from './administration.ts';
export type { NamedFile } from './buildDag.ts';
export type { Fetch } from './cappedFetch.ts';
export type { DirectoryEntry } from './contentReader.ts';
export type { EndpointOptions } from './endpoint.ts';
export {
  type ContentReference,
  createStore,
  MAX_RAW_BLOCK_BYTES,
  type Report,
  type Store,
  type StoreOptions,
  type Written,
} from './store.ts';
export { ContentUnavailableError, type Copy, type EndpointFailure, TooFewCopiesError } from './storeErrors.ts';
