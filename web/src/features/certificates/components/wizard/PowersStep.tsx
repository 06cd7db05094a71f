import { certificateKinds, certificateUsages } from '@gridseal/sdk/certificate';
import { useTrustPolicy } from '../../../../data/index.ts';
import { useTrustText } from '../../../../trust/index.ts';
import { Checkbox, Disclosure } from '../../../../ui/index.ts';
import { kindShapes } from '../../model/draft/kindShapes.ts';
import { useText } from '../../useText.ts';
import { Advised } from './Advised.tsx';
import { TextField } from './TextField.tsx';
import type { WizardProps } from './wizardProps.ts';

/** What the subject may do, as what, and how many have to vouch for that. */
export function PowersStep(props: WizardProps) {
  const { draft, advice } = props;
  const t = useText();
  const { roles } = useTrustPolicy();
  const shape = kindShapes[draft.kind];
  const suggestions = [...new Set([...Object.keys(roles?.roles ?? {}), ...shape.roles])];
  const others = certificateUsages.filter((usage) => !shape.usages.includes(usage));
  const isAuthority = draft.usages.includes('signCertificates');
  const hasOther = draft.usages.some((usage) => others.includes(usage));
  return (
    <div className="space-y-6">
      {shape.usages.length > 0 ? <Usages {...props} usages={shape.usages} label={t('new.mayDo')} /> : null}
      <Disclosure summary={t('new.otherUsages')} open={hasOther}>
        <Usages {...props} usages={others} label={t('new.otherUsages')} />
      </Disclosure>
      {isAuthority ? <Certifies {...props} /> : null}
      <div className="grid gap-4 sm:grid-cols-2">
        {isAuthority ? <TextField {...props} field="pathLength" isNumber optional /> : null}
        <TextField {...props} field="required" isNumber />
        <TextField {...props} field="role" optional suggestions={suggestions} />
      </div>
      <Advised advice={advice} only={['noUsage', 'unusual', 'everyKind']} />
    </div>
  );
}

const toggled = <Value,>(list: readonly Value[], value: Value, isOn: boolean) =>
  isOn ? [...list, value] : list.filter((one) => one !== value);

interface UsagesProps extends WizardProps {
  readonly usages: readonly (typeof certificateUsages)[number][];
  readonly label: string;
}

function Usages({ draft, onChange, usages, label }: UsagesProps) {
  const words = useTrustText();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="grid gap-1.5 sm:grid-cols-2">
        {usages.map((usage) => (
          <Checkbox
            key={usage}
            data-field="usages"
            label={words(`usages.${usage}`)}
            checked={draft.usages.includes(usage)}
            onChange={(isOn) => onChange({ usages: toggled(draft.usages, usage, isOn) })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Certifies({ draft, onChange }: WizardProps) {
  const t = useText();
  const words = useTrustText();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('new.certifies')}</legend>
      <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-3">
        {certificateKinds.map((kind) => (
          <Checkbox
            key={kind}
            label={words(`kinds.${kind}`)}
            checked={draft.certifies.includes(kind)}
            onChange={(isOn) => onChange({ certifies: toggled(draft.certifies, kind, isOn) })}
          />
        ))}
      </div>
      <p className="mt-1.5 text-sm text-muted">{t('new.certifiesHint')}</p>
    </fieldset>
  );
}
