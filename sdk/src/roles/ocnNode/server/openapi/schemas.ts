import { z } from 'zod';

/** A schema of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Schemas that several operations share, by name. */
export interface Schemas {
  /** @returns a reference to the schema, which is put among the components under this name, or is there already. */
  refer(schema: z.ZodType, name: string): JsonSchema;
  /** As it stands, for parameters. */
  inline(schema: z.ZodType): JsonSchema;
  components(): Readonly<Record<string, JsonSchema>>;
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  // What JSON Schema cannot say (refinements) is said in words elsewhere, and checked by the node in any case.
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  });
  return plain;
}

export function createSchemas(): Schemas {
  const names = new Map<string, string>();
  const all = new Map<string, JsonSchema>();
  return {
    inline: toJsonSchema,
    refer(schema, name) {
      const json = toJsonSchema(schema);
      const text = JSON.stringify(json);
      const known = names.get(text) ?? name;
      if (!names.has(text)) {
        names.set(text, name);
        all.set(name, json);
      }
      return { $ref: `#/components/schemas/${known}` };
    },
    components: () => Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** `locations.putEvse` and `2.2.1` become `LocationsPutEvse_2_2_1`. */
export function schemaName(name: string, ...more: readonly string[]): string {
  const words = name.split(/[^A-Za-z0-9]+/).map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return [words.join(''), ...more.map((one) => one.replace(/[^A-Za-z0-9]+/g, '_'))].join('_');
}
