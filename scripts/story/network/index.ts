export { keepCharging } from './keepCharging.ts';
export { leaveNetwork } from './leaveNetwork.ts';
export { type NetworkOutcome, runNetworkStory } from './networkStory.ts';
export { tellCommands, tellMonitor } from './tellNetwork.ts';
