import { normalizeLocation } from '../arm/index.ts';
import { EmulatorError } from '../base/index.ts';
import { AZURE_LOCATIONS, findQuotaName, type QuotaSetting } from '../providers/index.ts';

/** Far more than a fleet can have; clients read 32-bit numbers. */
const LIMIT_MAX = 2_147_483_647;

/** Reads `NAME=N` or `NAME=N@LOCATION`, a name as `az vm list-usage` has it. */
export function parseQuota(text: string, label: string): QuotaSetting {
  const match = /^([^=@]+)=(\d{1,10})(?:@([^@]+))?$/.exec(text.trim());
  if (!match) {
    throw bad(`${label} must look like cores=100 or cores=100@westeurope, not "${text}".`);
  }
  const [, named = '', digits = '', place] = match;
  const name = findQuotaName(named.trim());
  if (name === undefined) {
    throw bad(
      `${label} names no quota: "${named}". There are cores, lowPriorityCores, virtualMachines, ` +
        'virtualMachineScaleSets, availabilitySets and families such as standardDSv5Family; ' +
        '`az vm list-usage` lists all.',
    );
  }
  const limit = Number(digits);
  if (limit > LIMIT_MAX) throw bad(`${label} is at most ${LIMIT_MAX}, not "${text}".`);
  const location = place === undefined ? null : normalizeLocation(place);
  if (location !== null && !AZURE_LOCATIONS.some((known) => known.name === location)) {
    throw bad(`${label} names no location: "${place}".`);
  }
  return { name, limit, location };
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message);
}
