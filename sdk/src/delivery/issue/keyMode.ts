/** Whose key is certified: the device's own, so that no private key travels, or one that is made here and sealed. */
export type KeyMode = 'device' | 'server';
