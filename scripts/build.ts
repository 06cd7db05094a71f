// Compiles the contracts (if they changed) and brings the generated files up to date.
import { compileContracts } from './lib/compile.ts';
import { generatedFiles } from './lib/generated.ts';
import { endAllWithUs } from './lib/processes.ts';
import { writeGenerated } from './lib/writeGenerated.ts';

endAllWithUs();
console.log(`contracts: ${await compileContracts()}`);
const written = writeGenerated(generatedFiles());
console.log(`generated: ${written.length === 0 ? 'unchanged' : written.join(', ')}`);
