import { config } from 'zod/v4/core';

// The Content-Security-Policy forbids code made from text. Schemas would try it once and be refused, which is reported as an attack.
config({ jitless: true });
