import {
  EMULATOR_ERROR_STATUS,
  type EmulatorErrorCode,
  type JsonObject,
} from '../../base/index.ts';
import type { ControlRoute } from '../types.ts';
import { BOOT_DIAGNOSTICS_PATH, bootDiagnosticsOperations } from './boot-diagnostics.ts';
import type { DescribedAnswer, DescribedOperation, DescribedParameter } from './describe.ts';
import { type AnySchema, together } from './schema.ts';

type DescribedRoute = Pick<ControlRoute, 'path' | 'operations' | 'open'>;

const NOT_OURS: DescribedRoute = {
  path: BOOT_DIAGNOSTICS_PATH,
  operations: bootDiagnosticsOperations,
  open: true,
};

/** What any request may be told, before or after it is looked at. */
const ALWAYS: readonly EmulatorErrorCode[] = ['EMU_FORBIDDEN_HOST', 'EMU_FORBIDDEN_ORIGIN'];
const WITH_TOKEN: readonly EmulatorErrorCode[] = ['EMU_STORE_UNAVAILABLE'];
/** Of paths and methods that are not there, which no operation can tell. */
const NOWHERE: readonly EmulatorErrorCode[] = ['EMU_NOT_FOUND', 'EMU_BAD_REQUEST'];

/** The control API as an OpenAPI 3.1 document. */
export function openApiDocument(served: readonly ControlRoute[], version: string): JsonObject {
  const routes: readonly DescribedRoute[] = [...served, NOT_OURS];
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    for (const operation of route.operations) {
      const path = `${route.path}${operation.below ?? ''}`;
      paths[path] = { ...paths[path], [operation.method.toLowerCase()]: shown(operation, route) };
    }
  }
  const schemas = routes.flatMap(({ operations }) => operations.flatMap(schemasOf));
  const codes = routes.flatMap(({ operations }) => operations.flatMap(({ refusals }) => refusals));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lazulite control API',
      version,
      description:
        'Our own API, on the same port as everything else. Orders are carried out one after the other. A path that is not there is answered with 404, a method that a path does not take with 405 and `Allow`, both as `Refused`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token as for ARM; `lazulite token` prints one.',
        },
      },
      responses: {
        SignInNeeded: reply('There is no valid token.', ref('ArmRefusal')),
        Refused: reply('It is refused.', either(ref('EmulatorRefusal'), ref('ArmRefusal'))),
        ...refusalReplies(paths),
      },
      schemas: { ...sorted(together(schemas)), ...refusals([...codes, ...ALWAYS, ...NOWHERE]) },
    },
  };
}

function shown(operation: DescribedOperation, { open, path }: DescribedRoute): JsonObject {
  const { operationId, summary, parameters, body } = operation;
  return {
    operationId,
    summary,
    tags: [path.replace('/_lazulite/', '')],
    ...(open ? { security: [] } : {}),
    ...(parameters === undefined ? {} : { parameters: parameters.map(parameter) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required,
            content: { [body.mediaType ?? JSON_TYPE]: { schema: body.schema.json } },
          },
        }),
    responses: responses(operation, open),
  };
}

function parameter({ in: place, name, required, schema }: DescribedParameter): JsonObject {
  const { description, ...json } = schema.json;
  return {
    name,
    in: place,
    required,
    ...(description === undefined ? {} : { description }),
    schema: json,
  };
}

/** By status, what it may be: our answer, our refusal, or ARM's when the token is not good. */
function responses({ answers, refusals: own }: DescribedOperation, open: boolean): JsonObject {
  const codes = [...own, ...(open ? [] : WITH_TOKEN)];
  const byStatus: Record<string, JsonObject> = {};
  for (const each of answers) {
    const { httpStatus, description } = each;
    const told = byStatus[httpStatus]?.['content'] as JsonObject | undefined;
    const content = { ...told, ...contentOf(each) };
    byStatus[httpStatus] = {
      description,
      ...(Object.keys(content).length === 0 ? {} : { content }),
    };
  }
  for (const httpStatus of new Set(codes.map((code) => EMULATOR_ERROR_STATUS[code]))) {
    const here = codes.filter((code) => EMULATOR_ERROR_STATUS[code] === httpStatus);
    const answered = answers.find((each) => each.httpStatus === httpStatus)?.schema?.json;
    byStatus[httpStatus] =
      answered === undefined
        ? { $ref: `#/components/responses/${nameOf(here)}` }
        : reply(`As described, or ${here.join(', ')}.`, either(answered, refusalWith(here)));
  }
  return {
    ...byStatus,
    ...(open ? {} : { 401: { $ref: '#/components/responses/SignInNeeded' } }),
    default: { $ref: '#/components/responses/Refused' },
  };
}

function contentOf({ mediaType = JSON_TYPE, schema }: DescribedAnswer): JsonObject {
  if (schema !== undefined) return { [mediaType]: { schema: schema.json } };
  return mediaType === JSON_TYPE ? {} : { [mediaType]: {} };
}

const JSON_TYPE = 'application/json';

function reply(description: string, schema: JsonObject): JsonObject {
  return { description, content: { [JSON_TYPE]: { schema } } };
}

function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

function either(...schemas: readonly JsonObject[]): JsonObject {
  return { anyOf: [...schemas] };
}

/** The refusal of ours, with some of its codes. */
function refusalWith(codes: readonly string[]): JsonObject {
  const error = { type: 'object', properties: { code: { enum: [...codes] } } };
  return { allOf: [ref('EmulatorRefusal'), { type: 'object', properties: { error } }] };
}

/** Those that operations refer to, which are named by their codes. */
function refusalReplies(paths: JsonObject): JsonObject {
  const names = JSON.stringify(paths).match(/(?<=responses\/)EMU_[\w.]+/g) ?? [];
  return Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => {
      const codes = name.split('.');
      return [name, reply(`${codes.join(', ')}.`, refusalWith(codes))];
    }),
  );
}

function nameOf(codes: readonly string[]): string {
  return codes.toSorted().join('.');
}

function refusals(codes: readonly EmulatorErrorCode[]): JsonObject {
  const error = (code: JsonObject): JsonObject => ({
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code,
          message: { type: 'string', description: 'Says what to do.' },
        },
      },
    },
  });
  const all = [...new Set([...codes, ...WITH_TOKEN])].toSorted();
  return {
    EmulatorRefusal: error({ enum: all, description: 'See the error page.' }),
    ArmRefusal: error({ type: 'string', description: 'A code of Azure.' }),
  };
}

function schemasOf({ parameters = [], body, answers }: DescribedOperation): AnySchema[] {
  const described = [...parameters, ...(body === undefined ? [] : [body]), ...answers];
  return described.flatMap(({ schema }) => (schema === undefined ? [] : [schema]));
}

function sorted(definitions: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(
    Object.entries(definitions).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
