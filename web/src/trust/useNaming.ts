import type { Hex } from '@gridseal/sdk/bytes';
import {
  type CertificateRow,
  useCertificates,
  useQuorum,
  useSettings,
  useTrustPolicy,
  useVerdict,
} from '../data/index.ts';

/** What a signer or a quorum is called, and on whose word. */
export interface Naming {
  /** Text from outside, unless it is the user's own. */
  readonly name: string;
  /**
   * `own`: this browser's user calls it so · `certified`: a certificate does that this browser trusts · `claimed`: some certificate does,
   * and anybody can have written that.
   */
  readonly source: 'own' | 'certified' | 'claimed';
  /** The certificate that names it. */
  readonly certificate: Hex | null;
}

/** What is known of an id or a signer at a glance. */
export interface Known {
  readonly naming: Naming | null;
  /** The id, if it is a quorum that somebody created. */
  readonly quorum: Hex | null;
}

const QUORUM_ID = 2 + 2 * 32;
const QUORUM_SIGNER = 2 + 2 * 52;

/** The user's own name comes first; names in certificates are those of bodies that are here already. */
export function useNaming(value: Hex): Known {
  const [{ names }] = useSettings();
  const policy = useTrustPolicy();
  const given = value.toLowerCase() as Hex;
  const { data: quorum } = useQuorum(quorumIdIn(given));
  const isOther = quorum && given.length === QUORUM_SIGNER && quorum.signer !== given;
  const known = isOther ? null : (quorum ?? null);
  const signer = known?.signer ?? given;
  const own = names[given] ?? names[signer] ?? (known ? names[known.id] : undefined);
  const filter = { signer, status: 'endorsed', onlyHere: true, limit: 20 } as const;
  const rows = useCertificates(filter).data?.items ?? [];
  const best = own ? undefined : likeliest(rows, signer, policy.anchors);
  const { data: verdict } = useVerdict(best?.id ?? null, policy);
  const naming: Naming | null = own
    ? { name: own, source: 'own', certificate: null }
    : best?.name
      ? { name: best.name, source: verdict?.valid ? 'certified' : 'claimed', certificate: best.id }
      : null;
  return { naming, quorum: known?.id ?? null };
}

/** The id that a quorum's id or signer would be about; null for wallets and keys. */
function quorumIdIn(value: Hex): Hex | null {
  if (value.length === QUORUM_ID) return value;
  return value.length === QUORUM_SIGNER ? `0x${value.slice(42)}` : null;
}

/** Endorsed by an anchor before others, then the newest. */
function likeliest(
  rows: readonly CertificateRow[],
  signer: Hex,
  anchors: ReturnType<typeof useTrustPolicy>['anchors'],
): CertificateRow | undefined {
  const trusted = new Set(anchors.map((anchor) => (typeof anchor === 'string' ? anchor : anchor.quorum)));
  // While another filter's page is still shown, its rows are about somebody else.
  const own = rows.filter((row) => row.signer === signer && row.name !== undefined);
  return own.find(({ endorsements }) => endorsements.some(({ quorum }) => trusted.has(quorum))) ?? own[0];
}
