import de from './messages/de.ts';
import en from './messages/en.ts';

/** The wallet's texts, which are there from the beginning. */
export const walletTexts = { en, de };
