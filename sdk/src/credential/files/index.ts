export { type IssueFilesOptions, issueFiles } from './issue.ts';
export { assertFileEntries, assertFilePath, type FileEntry, FileLimits } from './rules.ts';
