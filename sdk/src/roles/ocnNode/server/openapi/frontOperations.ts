import { z } from 'zod';
import { frontRoutes } from '../../front/routes/frontRoutes.ts';
import type { RouteDescription } from '../../front/routes/route.ts';
import type { Operation, QueryDoc } from './operation.ts';
import { createSchemas } from './schemas.ts';

const schemas = createSchemas();

/** The fields of an object schema; none of anything else. */
function fieldsOf(schema: z.ZodType | null): Readonly<Record<string, z.ZodType>> {
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
}

function queryOf({ query }: RouteDescription): readonly QueryDoc[] {
  return Object.entries(fieldsOf(query)).map(([name, schema]) => {
    const { description, ...json } = schemas.inline(schema);
    const about = typeof description === 'string' ? { description } : {};
    return { name, required: !schema.safeParse(undefined).success, schema: json, ...about };
  });
}

/** What the node itself offers to its platforms and its operator. */
export function frontOperations(): readonly Operation[] {
  return frontRoutes.flatMap((route) =>
    [route.path, ...(route.alsoAt ?? [])].map((path, index) => ({
      id: index === 0 ? route.name : `${route.name}.${index}`,
      method: route.method,
      path,
      tag: route.name.split('.')[0] as string,
      summary: route.summary,
      ...(route.description ? { description: route.description } : {}),
      security: route.security,
      params: fieldsOf(route.params),
      query: queryOf(route),
      request: route.request,
      ...(route.requestOptional === undefined ? {} : { requestOptional: route.requestOptional }),
      response: route.response,
      format: route.format,
      ...(route.responseHeaders ? { responseHeaders: route.responseHeaders } : {}),
    })),
  );
}
