// Writes the generated Solidity sources, and from the compiled contracts the ABIs and bytecode that the SDK and integrators use;
// with `--check` only compares.
import { compileContracts } from './lib/compile.ts';
import { generatedFiles } from './lib/generated.ts';
import { writeGeneratedSources } from './lib/generatedSources.ts';
import { exportsAreCurrent, writeExports } from './lib/packageExports.ts';
import { endAllWithUs } from './lib/processes.ts';
import { staleFiles, writeGenerated } from './lib/writeGenerated.ts';

endAllWithUs();
const isCheck = process.argv.includes('--check');
const sources = isCheck ? [] : writeGeneratedSources();
await compileContracts();
const files = generatedFiles();
if (isCheck) {
  const stale = staleFiles(files);
  if (!exportsAreCurrent()) stale.push('sdk/package.json (exports)');
  for (const file of stale) console.log(`stale: ${file}`);
  if (stale.length > 0) {
    console.log('Run `npm run generate` and commit what it writes.');
    process.exitCode = 1;
  } else console.log(`${files.size} generated files are up to date`);
} else {
  const written = [...sources, ...writeGenerated(files)];
  if (writeExports()) written.push('sdk/package.json (exports)');
  console.log(written.length === 0 ? 'generated files were up to date' : `generated ${written.join(', ')}`);
}
