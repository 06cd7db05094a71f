import type { Standing } from '../../../propose/index.ts';
import { ThresholdMeter } from '../../../ui/index.ts';

/** k of m, once for each list of members that has to agree. */
export function Meters({ standing }: { readonly standing: Standing }) {
  return (
    <span className="flex flex-col gap-1">
      {standing.sides.map(({ role, collection: { weight, threshold } }) => (
        <ThresholdMeter key={role} have={weight} need={threshold} />
      ))}
    </span>
  );
}
