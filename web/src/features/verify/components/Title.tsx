import { Digest, SafeText } from '../../../ui/index.ts';

export interface TitleProps {
  /** What it is: “Offline bundle”. */
  readonly kind: string;
  /** Text from outside. */
  readonly name: string;
  readonly id: string;
}

/** What was recognised. */
export function Title({ kind, name, id }: TitleProps) {
  return (
    <div role="status">
      <p className="text-sm text-muted">{kind}</p>
      <h2 className="text-lg font-semibold wrap-anywhere">
        <SafeText text={name} maxLength={120} />
      </h2>
      <Digest value={id} full />
    </div>
  );
}
