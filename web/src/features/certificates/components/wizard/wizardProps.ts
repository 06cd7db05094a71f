import type { Advice } from '../../model/draft/advice.ts';
import type { Checked } from '../../model/draft/checkDraft.ts';
import type { Draft, DraftField } from '../../model/draft/draft.ts';

/** What every step of the wizard works with. */
export interface WizardProps {
  readonly draft: Draft;
  readonly checked: Checked;
  readonly advice: readonly Advice[];
  /** Fields that were typed in, or gone past: only they show what is wrong with them. */
  readonly touched: ReadonlySet<DraftField>;
  readonly onChange: (part: Partial<Draft>) => void;
}
