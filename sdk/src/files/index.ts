export { createFile, isMissing, type NewFile, removeIfThere, replaceFile, syncDirectory } from './durable.ts';
