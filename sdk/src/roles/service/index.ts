export { type DirectoryMark, type DirectoryMarks, fileMarks } from './directoryMarks.ts';
export { type CurrentPublicKeys, type PublicKeysQuestion, readPublicKeys } from './readPublicKeys.ts';
