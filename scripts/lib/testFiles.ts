/** Whether a file is there for tests alone: the tests, and what several of them share. Such files are not published. */
export function isForTests(file: string): boolean {
  return /\.(test|fixtures)\.tsx?$/.test(file) || file.includes('/testing/');
}
