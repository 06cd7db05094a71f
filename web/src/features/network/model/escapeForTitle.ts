import { escapeText } from '@gridseal/sdk/quorum';

/** Text from outside as the title of a page and of the browser's tab. */
export function escapeForTitle(text: string): string {
  return escapeText(text, { maxLength: 80 });
}
