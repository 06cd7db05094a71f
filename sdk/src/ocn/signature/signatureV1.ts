export {
  deserialise,
  from,
  LimitsV1 as limits,
  type RewriteV1,
  type Scalar,
  type SignatureV1,
  serialise,
  sign,
  type ValuesV1,
} from './v1.ts';
export { assert, rewrite, type VerdictV1, verify } from './verifyV1.ts';
