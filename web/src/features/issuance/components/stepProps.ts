import type { Complaint } from '../model/checks.ts';
import type { Recipe } from '../model/recipe.ts';

/** What each part of the form works on. */
export interface StepProps {
  readonly recipe: Recipe;
  readonly onChange: (fields: Partial<Recipe>) => void;
  /** What is wrong with a field, in words; nothing before the user has been there. */
  readonly problem: (field: Complaint['field']) => string | undefined;
}
