// Makes the measurements of one part and sends each to the process that started this one.
import { endWith } from './lifetime.ts';
import { type PartName, parts } from './parts.ts';

endWith(process);
const { measure } = await parts[process.argv[2] as PartName].load();
try {
  for await (const measurement of measure()) process.send?.(measurement);
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}
