const ours = /^gridseal[./-]/;
/** Databases of the index are closed by whoever has them open; the others stay open, and are emptied. */
const indexes = /^gridseal-/;

/**
 * Forgets all that this page keeps in the browser, of every network: settings, the index, signers, imported proposals, drafts. The page has to be
 * loaded anew afterwards, since what is in memory stays.
 */
export async function forgetAll(storages: readonly Storage[], databases: IDBFactory): Promise<void> {
  const found = (await databases.databases()).flatMap(({ name }) => (name && ours.test(name) ? [name] : []));
  for (const name of found) await (indexes.test(name) ? remove(databases, name) : empty(databases, name));
  for (const storage of storages) for (const key of Object.keys(storage)) if (ours.test(key)) storage.removeItem(key);
}

function remove(databases: IDBFactory, name: string): Promise<unknown> {
  return settled(databases.deleteDatabase(name));
}

async function empty(databases: IDBFactory, name: string): Promise<void> {
  const database = await settled(databases.open(name));
  try {
    const stores = [...database.objectStoreNames];
    if (stores.length === 0) return;
    const transaction = database.transaction(stores, 'readwrite');
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      for (const store of stores) transaction.objectStore(store).clear();
    });
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
