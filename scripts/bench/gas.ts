import { measureGas } from '../contracts/measure-gas.ts';
import { type Measurement, measured } from './measurement.ts';

/** The gas of real transactions on a new in-process chain (Osaka rules): what the committed snapshot holds, measured again. */
export async function* measure(): AsyncGenerator<Measurement> {
  for (const { name, value, goal } of await measureGas()) {
    const unit = name.includes('perDevice') ? 'gas/device' : name.includes('per') ? 'gas/claim' : 'gas';
    yield measured(name, value, unit, goal ?? null);
  }
}
