export { addHints, type SignatureToHint, stripHints } from './hints.ts';
