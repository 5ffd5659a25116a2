/**
 * How much a template may have. Source: "Azure Resource Manager template limits" of the page on
 * subscription and service limits.
 */
export const PARAMETERS_MAX = 256;
export const VARIABLES_MAX = 256;
export const OUTPUTS_MAX = 64;
