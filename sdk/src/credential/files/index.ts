export { type IssueFilesOptions, issueFiles } from './issue.ts';
export { assertFileEntries } from './rules.ts';
