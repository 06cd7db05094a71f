/**
 * Hands the user a file. Names are ours alone: never text from outside.
 *
 * @example
 * ```ts
 * download('bundle.json', json, 'application/json');
 * ```
 */
export function download(
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  type = 'application/octet-stream',
): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
