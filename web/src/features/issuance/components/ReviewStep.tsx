import { CodeBlock, Disclosure } from '../../../ui/index.ts';
import type { CaKey } from '../model/caKeys.ts';
import { commandFor } from '../model/command.ts';
import type { FileToSend } from '../model/request.ts';
import { useText } from '../useText.ts';
import { AuthorityPicker } from './AuthorityPicker.tsx';
import { Summary } from './Summary.tsx';
import type { StepProps } from './stepProps.ts';

interface ReviewProps extends StepProps {
  readonly caKey: CaKey | null;
  readonly files: readonly FileToSend[];
}

/** Everything once more, who announces, and the command that does the same. */
export function ReviewStep(props: ReviewProps) {
  const t = useText();
  const { recipe, caKey, files } = props;
  const issuer = recipe.kind === 'files' ? null : (caKey?.name ?? null);
  const paths = files.map(({ path }) => path);
  return (
    <div className="space-y-5">
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        <AuthorityPicker {...props} />
        <div className="rounded-md border border-line p-4">
          <Summary recipe={recipe} issuer={issuer} files={files.length} />
        </div>
      </div>
      <Disclosure summary={t('review.command')}>
        <CodeBlock label={t('review.command')} code={commandFor(recipe, issuer ?? 'users', paths)} />
      </Disclosure>
    </div>
  );
}
