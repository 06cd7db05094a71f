import { kindShapes } from '../../model/draft/kindShapes.ts';
import { Advised } from './Advised.tsx';
import { KeysField } from './KeysField.tsx';
import { SignerField } from './SignerField.tsx';
import { TextField } from './TextField.tsx';
import type { WizardProps } from './wizardProps.ts';

/** Who or what it is about, and by which keys it is known. */
export function SubjectStep(props: WizardProps) {
  const { kind, signer } = props.draft;
  const shape = kindShapes[kind];
  return (
    <div className="space-y-6">
      <TextField {...props} field="name" />
      {kind === 'party' ? <TextField {...props} field="party" optional mono className="max-w-xs" /> : null}
      {kind === 'tlsLeaves' ? (
        <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
          <TextField {...props} field="leavesRoot" mono />
          <TextField {...props} field="leavesSize" isNumber />
        </div>
      ) : null}
      {shape.signer !== 'none' || signer !== '' ? <SignerField {...props} /> : null}
      {shape.keyUses.length > 0 || props.draft.keys.length > 0 ? <KeysField {...props} /> : null}
      <Advised advice={props.advice} only={['noSigner', 'signerUnused', 'noKeys']} />
    </div>
  );
}
