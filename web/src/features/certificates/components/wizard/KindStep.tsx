import { type CertificateKind, certificateKinds } from '@gridseal/sdk/certificate';
import {
  BatteryCharging,
  Car,
  Cpu,
  FileKey2,
  FileSignature,
  Gauge,
  Landmark,
  Link2,
  type LucideIcon,
  Network,
  ShieldCheck,
  Store,
  Terminal,
  VenetianMask,
} from 'lucide-react';
import { useId } from 'react';
import { useTrustText } from '../../../../trust/index.ts';
import { withKind } from '../../model/draft/draft.ts';
import { useText } from '../../useText.ts';
import type { WizardProps } from './wizardProps.ts';

const icons: Readonly<Record<CertificateKind, LucideIcon>> = {
  authority: Landmark,
  sshAuthority: Terminal,
  tlsAuthority: ShieldCheck,
  tlsLeaves: FileKey2,
  device: Cpu,
  node: Network,
  party: Store,
  contract: FileSignature,
  secc: BatteryCharging,
  pseudonym: VenetianMask,
  meter: Gauge,
  binding: Car,
  pairing: Link2,
};

/** What it is about: decides which of the other fields there are. */
export function KindStep({ draft, onChange }: WizardProps) {
  const t = useText();
  const words = useTrustText();
  const name = useId();
  return (
    <fieldset>
      <legend className="sr-only">{t('list.kind')}</legend>
      <div className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {certificateKinds.map((kind) => {
          const Icon = icons[kind];
          return (
            <label
              key={kind}
              className="relative flex cursor-pointer items-start gap-3 rounded-md border border-line px-3 py-2.5 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name={name}
                className="absolute inset-0 cursor-pointer opacity-0"
                checked={draft.kind === kind}
                onChange={() => onChange(withKind(draft, kind))}
              />
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
              <span>
                <span className="font-medium">{words(`kinds.${kind}`)}</span>
                <span className="block text-sm text-muted">{t(`new.kinds.${kind}`)}</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
