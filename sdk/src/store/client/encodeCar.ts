import { CarWriter } from '@ipld/car';
import type { Dag } from './dag.ts';

/**
 * The blocks of `dag` in one CARv1 archive, in parts.
 *
 * @see CARv1 specification, ipld.io/specs/transport/car/carv1
 */
export async function encodeCar(dag: Dag): Promise<Uint8Array[]> {
  const { writer, out } = CarWriter.create([dag.root]);
  const parts: Uint8Array[] = [];
  const collected = (async () => {
    for await (const part of out) parts.push(part);
  })();
  for (const block of dag.blocks.values()) await writer.put(block);
  await writer.close();
  await collected;
  return parts;
}
