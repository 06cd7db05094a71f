// Compiles the contracts (if they changed), brings the generated files up to date, and builds the page.
//
//   npm run build                    contracts, generated files, and the page in web/dist
//   npm run build -- --contracts     the contracts alone: generated files stay as they are committed
//   npm run build -- --sdk           the SDK's JavaScript, too, in sdk/dist
import { buildSdk } from './lib/buildSdk.ts';
import { compileContracts } from './lib/compile.ts';
import { generatedFiles } from './lib/generated.ts';
import { writeExports } from './lib/packageExports.ts';
import { endAllWithUs } from './lib/processes.ts';
import { writeGenerated } from './lib/writeGenerated.ts';
import { buildPage } from './web/buildPage.ts';

endAllWithUs();
const options = process.argv.slice(2);
const unknown = options.find((option) => option !== '--contracts' && option !== '--sdk');
if (unknown !== undefined) {
  console.error(`${unknown}: there are --contracts and --sdk`);
  process.exit(2);
}
try {
  console.log(`contracts: ${await compileContracts()}`);
  if (!options.includes('--contracts')) {
    const written = writeGenerated(generatedFiles());
    if (writeExports()) written.push('sdk/package.json (exports)');
    console.log(`generated: ${written.length === 0 ? 'unchanged' : written.join(', ')}`);
    console.log(`page: ${await buildPage()} in web/dist`);
  }
  if (options.includes('--sdk')) {
    await buildSdk();
    console.log('sdk: compiled to sdk/dist');
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
