import { escapeText } from '@gridseal/sdk/quorum';
import type { Problem } from '../../model/draft/checkDraft.ts';
import type { DraftField } from '../../model/draft/draft.ts';
import { useText } from '../../useText.ts';
import type { WizardProps } from './wizardProps.ts';

/** What the decoder says most often, in words of the reader's language. */
const known = [
  [/does not have 1 to 200/, 'nameLength'],
  [/invisible or direction-changing character \((?<detail>[^)]*)\)/, 'nameHidden'],
  [/has a space at an end/, 'nameSpace'],
  [/marks on one letter/, 'nameMarks'],
  [/look-alike of other characters \((?<detail>[^)]*)\)/, 'nameLookAlike'],
  [/mixes (?<detail>.*) letters in one word/, 'nameMixed'],
  [/camelCase/, 'camelCase'],
  [/ERC-7913 signer/, 'signer'],
  [/country of two letters/, 'ocpiId'],
  [/64 lower-case hexadecimal/, 'id'],
  [/is before notBefore/, 'before'],
  [/expected number to be/, 'range'],
  [/expected array to have/, 'tooMany'],
] as const;

/** What is wrong with a field, in words; undefined while it is fine, or nobody has come to it yet. */
export function useProblemWords({ checked, touched }: Pick<WizardProps, 'checked' | 'touched'>) {
  const words = useWordsOf();
  return (field: DraftField): string | undefined => {
    const problem = touched.has(field) ? checked.problems.get(field) : undefined;
    return problem && words(problem);
  };
}

/** Words of one problem. */
export function useWordsOf(): (problem: Problem) => string {
  const t = useText();
  return ({ code, message }) => {
    if (code !== 'decoder') return t(`new.problem.${code}`);
    for (const [pattern, word] of known) {
      const match = pattern.exec(message);
      if (match) return t(`new.problem.${word}`, { detail: match.groups?.detail ?? '' });
    }
    return t('new.problem.decoder', { message: escapeText(message, { maxLength: 160 }) });
  };
}
