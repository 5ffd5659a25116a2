/**
 * What is wrong with one expression, before it is known where it stands. Never leaves the room:
 * whoever knows the parameter, variable, resource or output says so around it as a TemplateError.
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Where Azure's messages send their reader, since 2022. Source: Azure/bicep #17379 (message). */
export const FUNCTIONS_HELP = 'Please see https://aka.ms/arm-functions for usage details.';

/** A text in brackets that is no expression. Azure says nothing of where such a text stands. */
export class ParseError extends ExpressionError {}

/** The text that Azure puts around what went wrong at parse time. */
export function unparsable(text: string, reason: string): ParseError {
  return new ParseError(`Unable to parse language expression '${text}': ${reason}.`);
}

export function notExpectedHere(name: string): ExpressionError {
  return new ExpressionError(
    `The template function '${name}' is not expected at this location. ${FUNCTIONS_HELP}`,
  );
}
