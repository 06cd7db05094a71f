/** Above what the registry keeps, in bytes. */
const maxLength = 255;

/**
 * The URL of a node or a service, as it is used: anybody may write any text into the registry.
 *
 * @returns with no slash at the end, so that paths can be put behind it; null unless it is an absolute http or https URL of printable
 * ASCII characters with no user, no query and no fragment.
 * @example `readNodeUrl('https://OCN.example.com/') // 'https://ocn.example.com'`
 */
export function readNodeUrl(text: string): string | null {
  if (text.length > maxLength || !/^https?:\/\/[\x21-\x7e]+$/i.test(text) || /[?#@\\]/.test(text)) return null;
  return URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : null;
}
