export { BlockClock, type ClockMark, type TimeSources } from './blockClock.ts';
export { type Receiving, receive } from './receive.ts';
export {
  isForGood,
  type ReceivingLatest,
  type Reception,
  type ReceptionMemory,
  type Refusal,
  receiveLatest,
  refusalOf,
} from './receiveLatest.ts';
export { type FollowedSlot, type Following, slotsOf } from './slots.ts';
