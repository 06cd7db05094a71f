import path from 'node:path';
import type { PageServer } from '../../web/pageServer.ts';
import type { Stage } from '../stage.ts';
import { ownOffice } from './leaveNetwork.ts';
import type { NetworkOutcome } from './networkStory.ts';
import { idOf, parties } from './people.ts';

/** Where to look in the browser. */
export function tellMonitor({ teller }: Stage, { url }: PageServer, { nodes }: NetworkOutcome): void {
  teller.chapter('Watch the network in the browser');
  teller.say('page', `${url}/#/network: nodes, who answers, and parties`);
  teller.say('page', `${url}/#/network/flows: what goes through a node, for its operator alone:`);
  for (const { operator, url: at, adminKeyFile } of nodes) {
    teller.say('node', `${at}, of ${operator.name}; its admin key: ${adminKeyFile}`);
  }
  teller.say('cars', `go on to come to ${idOf(parties.cpo)}, one every few seconds`);
}

/** Each line works when it is pasted into a shell in this folder. */
export function tellCommands({ teller, directory }: Stage, { nodes }: NetworkOutcome): void {
  const seen = '$GRIDSEAL_HOME/seen';
  const [first] = nodes;
  const cpo = idOf(parties.cpo);
  const commands = [
    ['ocn node list', 'the nodes that the registry has'],
    ['ocn party list', 'whose node serves whom'],
    [`ocn node check ${cpo} --allow-http --allow-private-networks`, 'does the operator have the host?'],
    [`ocn send ${ownOffice} GET "sender/locations?limit=1" --to ${cpo}`, `as ${idOf(parties.own)}, through both nodes`],
    [`ocn inspect ${seen}/locations.har`, 'who has signed what, and what nodes have changed'],
    [`ocn inspect ${seen}/cdr.har`, 'the CDR as it came'],
    [`ocn inspect ${seen}/cdr-changed.har`, 'status 4: which field was changed'],
  ] as const;
  teller.chapter('What to try next, in another terminal');
  console.log(`  cd ${process.cwd()}`);
  console.log(`  export GRIDSEAL_HOME=${directory} GRIDSEAL_PASSWORD_FILE=${path.join(directory, 'sandbox.password')}`);
  for (const [command, meaning] of commands) console.log(`  ${`./gridseal ${command}`.padEnd(74)} # ${meaning}`);
  const key = `$(cat ${path.relative(directory, first.adminKeyFile)})`;
  console.log(`  cd $GRIDSEAL_HOME && curl -s -H "Authorization: Token ${key}" ${first.url}/admin/platforms`);
  console.log(
    '\n  docs/guides/ocn-node.md is about nodes of your own. Everything ends with Ctrl-C, this home included.',
  );
}
