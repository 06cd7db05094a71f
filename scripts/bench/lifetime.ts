/**
 * Makes a process that another one has started end with it, and on signals, by `process.exit`: so that the programs and folders
 * that it is responsible for go with it.
 */
export function endWith(child: NodeJS.Process): void {
  child.once('disconnect', () => child.exit(1));
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    child.once(signal, () => child.exit(code));
  }
}
