export { defaultChannels, kindOf } from './kinds.ts';
export { groupId, isChannel, signerId, subjectOf } from './subject.ts';
