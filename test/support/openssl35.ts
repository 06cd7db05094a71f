import { findOpenssl35 } from '../../scripts/lib/openssl35.ts';

/** The path of an `openssl` of 3.5 or later (ML-DSA, SLH-DSA), or null: `node scripts/openssl.ts` fetches one. */
export const openssl35: string | null = findOpenssl35();

/** Whether tests can run it. With GRIDSEAL_REQUIRE_OPENSSL35=1 they run, and fail, without it. */
export const hasOpenssl35 = openssl35 !== null || process.env.GRIDSEAL_REQUIRE_OPENSSL35 === '1';
