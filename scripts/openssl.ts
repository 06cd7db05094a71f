// Prints the path of an OpenSSL of 3.5 or later, which knows ML-DSA and SLH-DSA. Where the system has none, Debian's is fetched
// into the user's cache (GRIDSEAL_CACHE says where); nothing is installed.
//
//   node scripts/bootstrap.mjs node scripts/openssl.ts
import { fetchOpenssl35, findOpenssl35 } from './lib/openssl35.ts';

try {
  console.log(findOpenssl35() ?? (await fetchOpenssl35((line) => console.error(line))));
} catch (error) {
  console.error(`OpenSSL 3.5 could not be fetched:\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
