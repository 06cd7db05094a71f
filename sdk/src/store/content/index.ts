export { displayText } from './displayText.ts';
export { checkEntryName } from './entryName.ts';
export { type GetBlock, openUnixfsFile, type UnixfsFile } from './unixfsFile.ts';
export { assertBlock, DAG_PB, isSupportedCid, MAX_BLOCK_BYTES, RAW } from './verifyBlock.ts';
