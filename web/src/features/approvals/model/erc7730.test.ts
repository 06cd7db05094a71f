import { readFileSync } from 'node:fs';
import path from 'node:path';
import { contractAddresses } from '@gridseal/sdk/chain';
import { type Action, TypedData } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { endorse, three } from '../../../propose/cases/cases.fixtures.ts';

interface Descriptor {
  readonly context: {
    readonly eip712: {
      readonly domain: { readonly name: string; readonly version: string };
      readonly deployments: readonly { readonly chainId: number; readonly address: string }[];
      readonly schemas: readonly { readonly primaryType: string; readonly types: TypedData.TypedDataObject['types'] }[];
    };
  };
  readonly metadata: { readonly enums: Readonly<Record<string, unknown>> };
  readonly display: {
    readonly formats: Readonly<
      Record<
        string,
        { readonly intent: string; readonly fields: readonly Field[]; readonly required: readonly string[] }
      >
    >;
  };
}

interface Field {
  readonly path: string;
  readonly label: string;
  readonly format: string;
  readonly params?: { readonly $ref?: string };
}

const contracts = {
  QuorumRegistry: { actions: ['endorse', 'revoke', 'rotate', 'approve'], address: contractAddresses.quorumRegistry },
  KeyAnnouncements: {
    actions: ['announce', 'withdraw', 'claim', 'manifests'],
    address: contractAddresses.keyAnnouncements,
  },
} as const;

const folder = path.join(import.meta.dirname, '../../../../public/erc7730');

const read = (name: string): Descriptor => JSON.parse(readFileSync(path.join(folder, `eip712-${name}.json`), 'utf8'));

/** The types depend on the kind of action alone. */
function typedDataOf(action: Action.Action['action']): TypedData.TypedDataObject {
  const { chainId, registry, message } = endorse(three);
  const isOfRegistry = (contracts.QuorumRegistry.actions as readonly string[]).includes(action);
  const on = isOfRegistry ? { registry } : { announcements: registry };
  return TypedData.from({ action, chainId, ...on, message } as unknown as Action.Action);
}

/** Every value of a struct, by the paths of ERC-7730. */
function leaves({ types, primaryType }: TypedData.TypedDataObject): string[] {
  return (types[primaryType] ?? []).flatMap(({ name, type }) => {
    const inner = types[type.replace('[]', '')];
    if (!inner) return [name];
    return leaves({ types, primaryType: type.replace('[]', '') } as TypedData.TypedDataObject).map(
      (path) => `${name}${type.endsWith('[]') ? '.[]' : ''}.${path}`,
    );
  });
}

describe.each(Object.entries(contracts))('ERC-7730 descriptor of %s', (name, { actions, address }) => {
  const { context, metadata, display } = read(name);
  const { eip712 } = context;

  test('behavior: it is for the contract’s domain, where deployments put it', () => {
    expect(eip712.domain).toEqual({ name, version: '1' });
    expect(eip712.deployments.map((one) => one.address.toLowerCase())).toEqual(
      eip712.deployments.map(() => address.toLowerCase()),
    );
  });

  test.each([...actions])('behavior: %s: its types are those that are signed, and every field is shown', (action) => {
    const typed = typedDataOf(action);
    expect(typed.domain.name).toBe(name);
    const schema = eip712.schemas.find(({ primaryType }) => primaryType === typed.primaryType);
    const { EIP712Domain: domain, ...types } = schema?.types ?? {};
    expect(types).toEqual(typed.types);
    expect(domain).toEqual(JSON.parse(TypedData.toJson(endorse(three))).types.EIP712Domain);
    const format = display.formats[typed.primaryType];
    expect(format?.fields.map(({ path }) => path)).toEqual(leaves(typed));
    expect(format?.required).toEqual(leaves(typed));
    for (const { label, format: how, params } of format?.fields ?? []) {
      expect(label).toBeTruthy();
      expect(['raw', 'date', 'enum']).toContain(how);
      if (how === 'enum') expect(metadata.enums).toHaveProperty(params?.$ref?.replace('$.metadata.enums.', '') ?? '?');
    }
  });

  test('behavior: it describes nothing else', () => {
    expect(Object.keys(display.formats).sort()).toEqual(actions.map((one) => typedDataOf(one).primaryType).sort());
  });
});
