/** Bidirectional and invisible formatting, and everything that a terminal or a log acts on. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of another machine, made fit for a message: one line, at most 200 characters, nothing that forges a log line.
 *
 * @example
 * ```ts
 * displayText('gone\nINFO all is well'); // 'gone INFO all is well'
 * ```
 */
export function displayText(text: string): string {
  const line = text.replace(unsafe, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
