export { displayText } from './displayText.ts';
export { checkEntryName } from './entryName.ts';
export { assertBlock, DAG_PB, isSupportedCid, MAX_BLOCK_BYTES, RAW } from './verifyBlock.ts';
