import path from 'node:path';
import { configureSandboxHome, makeSandboxWallets } from '../../../sdk/src/cli/commands/up/sandboxHome.ts';
import type { Stage } from '../stage.ts';
import { authorise, type Billed, bill, charge, readLocations } from './charging.ts';
import type { Answered } from './exchanges.ts';
import { type StoryNode, startNodes } from './nodes.ts';
import { enterParties, type Offices, register, startOffices } from './offices.ts';
import { everybody } from './people.ts';

/** What runs after the story, and what came of it. */
export interface NetworkOutcome extends Billed {
  readonly nodes: readonly [StoryNode, StoryNode];
  readonly offices: Offices;
  /** The first page of locations. */
  readonly page: Answered;
}

/**
 * Two operators run nodes; a charge point operator and a mobility provider, which have never met, register with one each: locations, a
 * card, a session by command, meter values, a bill with its proof, all signed by whom the registry names.
 *
 * @param things Everything that is started ends with these.
 * @param adminOrigins Pages that operators may look at their nodes with.
 * @throws {Error} if anything does not come out as it has to.
 */
export async function runNetworkStory(
  stage: Stage,
  things: AsyncDisposableStack,
  adminOrigins: readonly string[],
): Promise<NetworkOutcome> {
  const home = { home: stage.directory, configFile: path.join(stage.directory, 'config.json') };
  await configureSandboxHome(stage.sandbox, home);
  await makeSandboxWallets(
    stage.sandbox,
    everybody.map(({ wallet: name, index }) => ({ name, index })),
    home,
  );
  const { aurora, boreal } = await startNodes(stage, things, adminOrigins);
  const nodes = [aurora, boreal] as const;
  await enterParties(stage, nodes);
  const offices = await startOffices(stage, things, nodes);
  await register(stage, offices, nodes);
  const page = await readLocations(stage, offices);
  await authorise(stage, offices);
  const cdr = await charge(stage, offices);
  return { nodes, offices, page, ...(await bill(stage, offices, cdr)) };
}
