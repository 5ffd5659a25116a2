import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { ExpressionError } from '../expression-error.ts';
import type { FunctionGroup } from '../function-table.ts';
import { textOf } from '../values.ts';
import { parseJson } from './object.ts';

/** Source: template-functions-string, the functions about base 64, data URIs and URIs. */
export const encodingFunctions: FunctionGroup = {
  base64: {
    usage: 'base64(inputString)',
    min: 1,
    max: 1,
    run: (args) => Buffer.from(args.text(0), 'utf8').toString('base64'),
  },
  base64ToJson: {
    usage: 'base64ToJson(base64Value)',
    min: 1,
    max: 1,
    run: (args) => parseJson(args, decodeBase64(args)),
  },
  base64ToString: { usage: 'base64ToString(base64Value)', min: 1, max: 1, run: decodeBase64 },
  dataUri: {
    usage: 'dataUri(stringToConvert)',
    min: 1,
    max: 1,
    run: (args) =>
      `data:text/plain;charset=utf8;base64,${Buffer.from(textOf(args.any(0)), 'utf8').toString('base64')}`,
  },
  dataUriToJson: {
    usage: 'dataUriToJson(dataUriToConvert)',
    min: 1,
    max: 1,
    run: (args) => parseJson(args, decodeDataUri(args)),
  },
  dataUriToString: {
    usage: 'dataUriToString(dataUriToConvert)',
    min: 1,
    max: 1,
    run: decodeDataUri,
  },
  uri: { usage: 'uri(baseUri, relativeUri)', min: 2, max: 2, run: combineUri },
  uriComponent: {
    usage: 'uriComponent(stringToEncode)',
    min: 1,
    max: 1,
    run: (args) => encodeComponent(args.text(0)),
  },
  uriComponentToString: {
    usage: 'uriComponentToString(uriEncodedString)',
    min: 1,
    max: 1,
    run: (args) => decodeComponent(args.text(0)),
  },
};

function decodeBase64(args: Arguments): string {
  const text = args.text(0);
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    return args.fail('the parameter is not a valid base 64 text.');
  }
  return Buffer.from(text, 'base64').toString('utf8');
}

function decodeDataUri(args: Arguments): string {
  const match = /^data:([^,]*),(.*)$/is.exec(args.text(0));
  if (!match) return args.fail('the parameter is not a valid data URI.');
  const [, header = '', data = ''] = match;
  return /;base64$/i.test(header)
    ? Buffer.from(data, 'base64').toString('utf8')
    : decodeComponent(data);
}

/** As .NET's Uri.EscapeDataString, which leaves only the unreserved characters of RFC 3986. */
function encodeComponent(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What is no escape stays as it is. */
function decodeComponent(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function combineUri(args: Arguments): JsonValue {
  const base = args.text(0);
  const combined =
    URL.canParse(base) && /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(base)
      ? URL.parse(args.text(1), base)
      : null;
  if (combined) return combined.href;
  // Source: Azure/arm-ttk #417 (message).
  throw new ExpressionError(
    `The template language function '${args.name}' expects its first argument to be a uri string. The provided value is '${base.slice(0, 1000)}'.`,
  );
}
