import { DecodeError } from '../../../errors/index.ts';
import { assertDistinctKeys, Quorum } from '../../../quorum/index.ts';
import { UsageError } from '../../framework/errors.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';

/** 64 members of 65,535 bytes are no file that anybody writes. */
const maxBytes = 1_048_576;

/** The options that a file stands for. */
const replaced = ['member', 'hybrid', 'threshold', 'revocationThreshold', 'salt'] as const;

/**
 * A quorum that somebody wrote down: members, thresholds and salt as JSON, of which nothing is sorted or filled in, so that its id
 * is the one that they computed.
 */
export async function readDefinitionFile({ text, field }: Given, input: Input): Promise<Quorum.Quorum> {
  const [other] = replaced.flatMap((name) => input.many(name));
  if (other) throw new UsageError('stands for members, thresholds and salt', { field, metaMessages: [other.field] });
  const bytes = await readCapped(text, { field, maxBytes });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new DecodeError('is not JSON', { field, metaMessages: [`File: ${text}`] });
  }
  const definition = Quorum.decode(value, field);
  assertDistinctKeys(definition, field);
  return definition;
}
