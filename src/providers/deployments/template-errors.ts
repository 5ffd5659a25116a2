import { type ArmError, type ArmErrorDetail, armErrors } from '../../arm/index.ts';
import { TemplateError } from '../../templates/index.ts';

/** Runs what may find a mistake in a template; it becomes the ArmError that Azure answers. */
export function asArmError<Value>(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateError) {
      throw armErrors.invalidTemplate(error.message, error.target, error.violation);
    }
    throw error;
  }
}

/** The same as a line of an operation's or a deployment's error. */
export function templateErrorDetail(error: TemplateError): ArmErrorDetail {
  return {
    code: error.code,
    ...(error.target === undefined ? {} : { target: error.target }),
    message: error.message,
    ...(error.details.length === 0 ? {} : { details: error.details }),
    ...(error.violation === undefined
      ? {}
      : { additionalInfo: [{ type: 'TemplateViolation', info: error.violation }] }),
  };
}

export function armErrorDetail(error: ArmError): ArmErrorDetail {
  const { code, target, message, details, additionalInfo } = error;
  return {
    code,
    ...(target === undefined ? {} : { target }),
    message,
    ...(details === undefined ? {} : { details }),
    ...(additionalInfo === undefined ? {} : { additionalInfo }),
  };
}
