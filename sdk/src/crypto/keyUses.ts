/** What one key of a subject is for (docs/spec/certificate.md). */
export const keyUses = ['sign', 'encrypt', 'sshUser', 'sshHost', 'tls'] as const;
export type KeyUse = (typeof keyUses)[number];
