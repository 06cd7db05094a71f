import { OccCertificate, OccQuorum, type OccVerdict } from '../../../certificate/occ/index.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { readCapped } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { toInteger, toTime } from '../../framework/values.ts';
import { readAllKept } from './kept.ts';

/** A certificate and what became of it. */
export interface Verified {
  readonly certificate: OccCertificate.OccCertificate;
  readonly verdict: OccVerdict;
  /** Ids of valid certificates of this home that replace it. */
  readonly replacedBy: readonly string[];
}

/** Whose signatures count: what the caller says, else the published root. */
export async function quorumOf(input: Input): Promise<OccQuorum.OccQuorum> {
  const [file, threshold] = [input.optional('keys'), input.optional('threshold')];
  if (!file) {
    const { keys, threshold: usual } = OccQuorum.fundamental();
    return OccQuorum.from({ keys, threshold: threshold ? toInteger(threshold, 1, keys.length) : usual });
  }
  if (!threshold) throw new UsageError('is needed with --keys', { field: '--threshold' });
  const bytes = await readCapped(file.text, { field: file.field, maxBytes: 65_536 });
  return OccQuorum.decode(bytes, toInteger(threshold, 1, 16), file.field);
}

/** The time in question, in seconds since 1970. */
export function timeOf(input: Input, context: Context): number {
  const at = input.optional('at');
  return at ? toTime(at) : Math.floor(context.now() / 1000);
}

/** Verifies each certificate by itself. */
export async function verifyAll(
  certificates: readonly OccCertificate.OccCertificate[],
  options: { readonly quorum: OccQuorum.OccQuorum; readonly at: number },
  context: Context,
): Promise<readonly Verified[]> {
  const replacing = (await readAllKept(context)).filter(({ edges }) => edges !== undefined);
  return certificates.map((certificate) => {
    const verdict = OccCertificate.verify(certificate, options);
    const replacedBy = replacing
      .filter(({ edges }) => edges?.some(([, id]) => id === verdict.id))
      .filter((other) => OccCertificate.verify(other, options).valid)
      .map((other) => other['@id']);
    return { certificate, verdict, replacedBy };
  });
}
