/** The SDK's part of issuing, in a chunk of its own. The X.509 library in it needs the metadata reflection API first. */
export async function loadIssuing() {
  await import('reflect-metadata');
  return import('@gridseal/sdk/delivery/issue');
}

export type Issuing = Awaited<ReturnType<typeof loadIssuing>>;
