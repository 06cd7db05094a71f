import { Digest } from './Digest.tsx';
import { SafeText } from './SafeText.tsx';

export interface AddressProps {
  readonly value: string;
  /** A name that this browser's user gave it; names from elsewhere do not belong here. */
  readonly name?: string;
  readonly full?: boolean;
  readonly copy?: boolean;
}

/** An address or another ERC-7913 signer, with the name that the user knows it by. */
export function Address({ value, name, full = false, copy = true }: AddressProps) {
  if (!name) return <Digest value={value} full={full} copy={copy} />;
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
      <SafeText text={name} maxLength={40} />
      <span className="text-muted">
        <Digest value={value} full={full} copy={copy} />
      </span>
    </span>
  );
}
