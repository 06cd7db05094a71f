export { createFile, isMissing, type NewFile, removeIfThere, replaceFile, syncDirectory } from './durable.ts';
export { type LockAttempt, takeLock } from './processLock.ts';
