export type { OldBytes, PartyId, Statement } from './statement.ts';
export {
  decode,
  digestOf,
  encode,
  isV2,
  LimitsV2 as limits,
  type Link,
  linkId,
  type MessageV2,
  prefixV2 as prefix,
  rewrite,
  type SigningV2,
  sign,
  typedData,
} from './v2.ts';
export { assert, type Change, type RulesV2, type VerdictV2, verify } from './verifyV2.ts';
