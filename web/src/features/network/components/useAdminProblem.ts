import { AdminError, type AdminProblem } from '../model/adminClient.ts';
import { useText } from '../useText.ts';

/** What an operator can do about it, in words. */
export function useAdminProblem(): (error: unknown) => {
  readonly problem: AdminProblem | 'other';
  readonly text: string;
} {
  const t = useText();
  return (error) => {
    if (!(error instanceof AdminError)) {
      return { problem: 'other', text: t('flows.problem.unreachable') };
    }
    return { problem: error.problem, text: t(`flows.problem.${error.problem}`, { status: error.status ?? '' }) };
  };
}
