/** @see OCPI 2.2.1-d2, "Tokens", TokenType */
export const tokenTypes = ['AD_HOC_USER', 'APP_USER', 'OTHER', 'RFID'] as const;
export type TokenType = (typeof tokenTypes)[number];

/** @see OCPI 2.2.1-d2, "Tokens", WhitelistType */
export const whitelistTypes = ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'] as const;
export type WhitelistType = (typeof whitelistTypes)[number];

/** @see OCPI 2.2.1-d2, "Tokens", AllowedType */
export const allowedTypes = ['ALLOWED', 'BLOCKED', 'EXPIRED', 'NO_CREDIT', 'NOT_ALLOWED'] as const;
export type AllowedType = (typeof allowedTypes)[number];

/** @see OCPI 2.2.1-d2, "Sessions", ProfileType */
export const profileTypes = ['CHEAP', 'FAST', 'GREEN', 'REGULAR'] as const;
export type ProfileType = (typeof profileTypes)[number];
