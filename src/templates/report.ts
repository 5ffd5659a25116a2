import { ExpressionError, FUNCTIONS_HELP, ParseError } from './expression-error.ts';
import { CopyError } from './copy.ts';
import { TemplateError } from './template-error.ts';
import type { LocateInText, TextPosition } from './types.ts';

export type TemplatePath = readonly (string | number)[];

/** Azure says 0 where it does not know; so do we. */
const UNKNOWN: TextPosition = { line: 0, column: 0 };

/** Makes the errors of one template: Azure's words, with the place in the client's text. */
export class Reporter {
  readonly #locate: LocateInText;

  constructor(locate: LocateInText) {
    this.#locate = locate;
  }

  /** `at line '12' and column '34'` */
  place(path: TemplatePath): string {
    const { line, column } = this.#locate(path) ?? UNKNOWN;
    return `at line '${line}' and column '${column}'`;
  }

  /** `Deployment template validation failed: '…'.` */
  invalid(reason: string, path: TemplatePath = []): TemplateError {
    const { line, column } = (path.length === 0 ? undefined : this.#locate(path)) ?? UNKNOWN;
    return new TemplateError(
      'InvalidTemplate',
      `Deployment template validation failed: '${reason}'.`,
      {
        violation: {
          lineNumber: line,
          linePosition: column,
          path: path.length === 0 ? '' : writePath(path),
        },
      },
    );
  }

  /** Source: Azure/NoOpsAccelerator #218 (message); the place is as Newtonsoft writes it. */
  missing(property: string, path: TemplatePath): TemplateError {
    const { line, column } = this.#locate(path) ?? UNKNOWN;
    return new TemplateError(
      'InvalidTemplate',
      `Deployment template parse failed: 'Required property '${property}' not found in JSON. Path '${writePath(path)}', line ${line}, position ${column}.'.`,
      { violation: { lineNumber: line, linePosition: column, path: writePath(path) } },
    );
  }

  /** Says of which resource an expression is wrong; Azure says `resource` of parameters as well. */
  invalidResource(name: string, path: TemplatePath, error: ExpressionError): TemplateError {
    if (error instanceof CopyError) {
      return this.invalid(
        `The template 'copy' definition ${this.place([...path, 'copy'])} ${error.message}`,
        [...path, 'copy'],
      );
    }
    return this.invalid(
      `The template resource '${name}' ${this.place(path)} is not valid: ${error.message}. ${FUNCTIONS_HELP}`,
      path,
    );
  }

  /** Runs what evaluates expressions; says where it stands when one of them is wrong. */
  attempt<Value>(run: () => Value, report: (error: ExpressionError) => TemplateError): Value {
    try {
      return run();
    } catch (error) {
      if (error instanceof ParseError) throw unparsableTemplate(error);
      if (error instanceof ExpressionError) throw report(error);
      throw error;
    }
  }
}

/** Source: mspnp/microservices-reference-implementation #217 (message and additionalInfo). */
function unparsableTemplate(error: ParseError): TemplateError {
  return new TemplateError(
    'InvalidTemplate',
    `Deployment template language expression evaluation failed: '${error.message}'. ${FUNCTIONS_HELP}`,
    { violation: { lineNumber: 0, linePosition: 0, path: '' } },
  );
}

/** `properties.template.resources[1].type`: the path in the request of a template sent inline. */
function writePath(path: TemplatePath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`),
    'properties.template',
  );
}
