import de from './messages/de.ts';
import en from './messages/en.ts';

/** The design system's texts, which are there from the beginning. */
export const uiTexts = { en, de };
