// Formats every file that has a formatter: TypeScript and JSON by Biome, Solidity by Prettier.
import { filesIn } from './lib/files.ts';
import { inProject } from './lib/paths.ts';
import { endAllWithUs, run } from './lib/processes.ts';

endAllWithUs();
const bin = (name: string): string => inProject('node_modules', '.bin', name);
const solidity = ['contracts', 'test'].flatMap((folder) => filesIn(folder, (file) => file.endsWith('.sol')));
const commands: [string, ...string[]][] = [['node', bin('biome'), 'check', '--write']];
if (solidity.length > 0) commands.push(['node', bin('prettier'), '--write', '--log-level=warn', ...solidity]);
for (const command of commands) {
  const { code } = await run(command, { onLine: (line) => console.log(line) });
  if (code !== 0) process.exitCode = 1;
}
