/**
 * How much a template may have. Source: "Azure Resource Manager template limits" of the page on
 * subscription and service limits.
 */
export const PARAMETERS_MAX = 256;
export const VARIABLES_MAX = 256;
export const OUTPUTS_MAX = 64;
/** With the turns of copy loops. */
export const RESOURCES_MAX = 800;
/** Turns of one copy loop. Source: Azure/azure-quickstart-templates #6459 (message). */
export const COPY_COUNT_MAX = 800;
export const EXPRESSION_CHARACTERS_MAX = 24_576;
export const TEMPLATE_CHARACTERS_MAX = 4 * 1024 * 1024;
/** Of any text that a function makes. Source: the limit that uniqueString() checks. */
export const TEXT_CHARACTERS_MAX = 131_072;
/** Source: template-functions-numeric, `range`. */
export const RANGE_COUNT_MAX = 10_000;

/** Limits of our own: so that no template holds the event loop or overflows the stack. */

/** Nesting of brackets in one expression; real ones stay below 30. */
export const EXPRESSION_DEPTH_MAX = 150;
/** Nesting of evaluations, through variables, parameters and functions of the template. */
export const EVALUATION_DEPTH_MAX = 400;
/** Nesting of a JSON value; as the reader of request bodies has it. */
export const VALUE_DEPTH_MAX = 128;
/** Steps of one evaluation (a call, or a few elements that a function touches): about 0.3 s. */
export const EVALUATION_STEPS_MAX = 500_000;
