import type { PolicyInput } from '../data/index.ts';

/** What the role policy's file is called where a command names it. */
export const ROLES_FILE = 'roles.json';
/** The policy that the command knows by name. */
const BUILT_IN = 'charging';

/**
 * The options by which the command line decides as this browser does.
 *
 * @example `gridseal certificate verify ${id}${policyOptions(policy)}`
 */
export function policyOptions({ anchors, roles, requiredEndorsements, requiredWeight, weights }: PolicyInput): string {
  const ids = anchors.map((anchor) => (typeof anchor === 'string' ? anchor : anchor.quorum));
  const held = anchors.flatMap((anchor) =>
    typeof anchor === 'string' ? [] : (anchor.roles ?? []).map((role) => `--anchor-role ${anchor.quorum}=${role}`),
  );
  const options = [
    ...(ids.length > 0 ? ids.map((id) => `--anchor ${id}`) : ['--anchor …']),
    ...(roles ? [`--roles ${roles.name === BUILT_IN ? BUILT_IN : ROLES_FILE}`, ...held] : []),
    ...(requiredEndorsements === undefined ? [] : [`--required-endorsements ${requiredEndorsements}`]),
    ...(requiredWeight === undefined ? [] : [`--required-weight ${requiredWeight}`]),
    ...Object.entries(weights ?? {}).map(([id, weight]) => `--weight ${id}=${weight}`),
  ];
  return options.map((option) => ` ${option}`).join('');
}
