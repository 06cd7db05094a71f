import type { RegistryModule } from './modules.ts';

/** What a service may do with a party's messages: of which modules, and of which side of them. */
export interface Permission {
  readonly bit: number;
  /** Null: of all modules. */
  readonly module: RegistryModule | null;
  /** Null: of both sides. */
  readonly side: 'sender' | 'receiver' | null;
}

/** The order of the first network's contracts. */
const modules: readonly RegistryModule[] = [
  'locations',
  'sessions',
  'cdrs',
  'tariffs',
  'tokens',
  'commands',
  'chargingprofiles',
];

/** Bit 0: everything · 1, 2: one side of everything · then a pair for each module. */
const permissions: readonly Permission[] = [
  { bit: 0, module: null, side: null },
  { bit: 1, module: null, side: 'sender' },
  { bit: 2, module: null, side: 'receiver' },
  ...modules.flatMap((module, i): readonly Permission[] => [
    { bit: 3 + 2 * i, module, side: 'sender' },
    { bit: 4 + 2 * i, module, side: 'receiver' },
  ]),
];

/** What the bits stand for, in the fewest words: what a wider permission covers is left out, and both sides of a module are one. */
export function readPermissions(bits: number): readonly Permission[] {
  const has = (bit: number) => (bits & (1 << bit)) !== 0;
  if (has(0) || (has(1) && has(2))) return permissions.slice(0, 1);
  const wide = permissions.slice(1, 3).filter(({ bit }) => has(bit));
  const covered = wide[0]?.side;
  const narrow = modules.flatMap((module, i): readonly Permission[] => {
    const [sender, receiver] = [has(3 + 2 * i), has(4 + 2 * i)];
    if (sender && receiver && covered === undefined) return [{ bit: 3 + 2 * i, module, side: null }];
    return permissions.filter((one) => one.module === module && has(one.bit) && one.side !== covered);
  });
  return [...wide, ...narrow];
}
