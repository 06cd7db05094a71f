export { fromBase64, toBase64 } from '../bytes/index.ts';
