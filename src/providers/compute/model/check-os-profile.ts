import { armErrors } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { listAt, objectAt } from './json-path.ts';

interface OsProfileCheck {
  readonly osType: 'Linux' | 'Windows';
  readonly current: JsonObject | undefined;
}

/**
 * The rules for names and credentials; on a set that exists, what was settled at its creation has
 * been taken over and is not asked for again. No message ever quotes a password.
 */
export function checkOsProfile(profile: JsonObject, { osType, current }: OsProfileCheck): void {
  const osProfile = profile['osProfile'];
  if (!isJsonObject(osProfile)) {
    // A specialised image brings its own accounts.
    if (isSpecialised(profile)) return;
    throw armErrors.missingParameter('osProfile');
  }
  if (!osProfile['computerNamePrefix']) throw armErrors.missingParameter('computerNamePrefix');
  if (!osProfile['adminUsername']) throw armErrors.missingParameter('adminUsername');
  checkPrefix(String(osProfile['computerNamePrefix']), osType);
  checkUser(String(osProfile['adminUsername']), osType);
  checkConfigurations(osProfile);
  const password = osProfile['adminPassword'];
  if (typeof password === 'string') checkPassword(password, osType);
  else if (current === undefined) checkHasCredentials(osProfile, osType);
  checkCustomData(osProfile['customData']);
}

function isSpecialised(profile: JsonObject): boolean {
  return 'id' in objectAt(profile, 'storageProfile', 'imageReference');
}

function checkConfigurations(osProfile: JsonObject): void {
  if ('windowsConfiguration' in osProfile && 'linuxConfiguration' in osProfile) {
    // R in a repository of recorded answers: a Linux part for a Windows image.
    throw armErrors.invalidParameterValue('linuxConfiguration');
  }
  for (const key of listAt(osProfile, 'linuxConfiguration', 'ssh', 'publicKeys')) {
    const data = key['keyData'];
    if (typeof key['path'] !== 'string') {
      throw armErrors.missingParameter('linuxConfiguration.ssh.publicKeys.path');
    }
    // R (VM): the recorded refusal of a key that is none.
    if (typeof data !== 'string' || !PUBLIC_KEY.test(data)) {
      throw armErrors.invalidParameterValue('linuxConfiguration.ssh.publicKeys.keyData');
    }
  }
}

const PUBLIC_KEY =
  /^\s*(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-\S+) [A-Za-z0-9+/=]+|^---- BEGIN SSH2 PUBLIC KEY/;

function checkHasCredentials(osProfile: JsonObject, osType: 'Linux' | 'Windows'): void {
  if (osType === 'Windows') throw armErrors.missingParameter('adminPassword');
  if (listAt(osProfile, 'linuxConfiguration', 'ssh', 'publicKeys').length > 0) return;
  // I: terraform-azurerm-avm-res-compute-virtualmachinescaleset #95, azure-xplat-cli #2502.
  throw armErrors.invalidParameter(
    'linuxConfiguration',
    'Authentication using either SSH or by user name and password must be enabled in Linux profile.',
  );
}

const PREFIX_LENGTH_MAX = { Windows: 9, Linux: 58 } as const;
const FORBIDDEN_IN_NAMES = /[`~!@#$%^&*()=+_[\]{}\\|;:.'",<>/?\s]/;
const FORBIDDEN_IN_LINUX_NAMES = /[`~!@#$%^&*()=+_[\]{}\\|;:'",<>/?\s]/;

function checkPrefix(prefix: string, osType: 'Linux' | 'Windows'): void {
  const long = prefix.length > PREFIX_LENGTH_MAX[osType];
  if (osType === 'Windows') {
    if (!long && !/^\d+$/.test(prefix) && !FORBIDDEN_IN_NAMES.test(prefix)) return;
    // I: azure-xplat-cli #2761.
    throw armErrors.invalidParameter(
      'computerNamePrefix',
      'Windows computer name prefix cannot be more than 9 characters long, be entirely numeric, or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . \' " , < > / ?.',
    );
  }
  if (!long && !FORBIDDEN_IN_LINUX_NAMES.test(prefix)) return;
  // I: hashicorp/terraform #15913 for a whole name; the length of a prefix from azurerm.
  throw armErrors.invalidParameter(
    'computerNamePrefix',
    'Linux host name prefix cannot exceed 58 characters in length or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : \' " , < > / ?.',
  );
}

/** Source: Azure's page on `osProfile.adminUsername`, quoted in Azure/vm-scale-sets #83. */
const FORBIDDEN_USERS = new Set(
  'administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console david guest john owner root server sql support support_388945a0 sys test2 test3 user4 user5'.split(
    ' ',
  ),
);
const USER_LENGTH_MAX = { Windows: 20, Linux: 64 } as const;

function checkUser(user: string, osType: 'Linux' | 'Windows'): void {
  if (FORBIDDEN_USERS.has(user.toLowerCase())) {
    // I: azure-docs #27881 (target adminUsername).
    throw armErrors.invalidParameter(
      'adminUsername',
      'The Admin Username specified is not allowed.',
    );
  }
  if (osType === 'Windows') {
    if (user.length <= USER_LENGTH_MAX.Windows && !/\.$|[\\/"[\]:|<>+=;,?*@]/.test(user)) return;
    // I: azure-quickstart-templates #2577.
    throw armErrors.invalidParameter(
      'adminUsername',
      'Windows admin user name cannot be more than 20 characters long, end with a period(.), or contain the following characters: \\ / " [ ] : | < > + = ; , ? * @.',
    );
  }
  if (user.length <= USER_LENGTH_MAX.Linux && /^[A-Za-z_][\w.-]*\$?$/.test(user)) return;
  throw armErrors.invalidParameterValue('adminUsername');
}

const PASSWORD_LENGTH = { Windows: [8, 123], Linux: [6, 72] } as const;

/** R: the recorded refusal, with the lengths of either system. */
function checkPassword(password: string, osType: 'Linux' | 'Windows'): void {
  const [lengthMin, lengthMax] = PASSWORD_LENGTH[osType];
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[\W_]/].filter((kind) => kind.test(password)).length;
  // oxlint-disable-next-line no-control-regex -- control characters are what the rule is about
  const controlled = /[\u0000-\u001f\u007f]/.test(password);
  const fits = password.length >= lengthMin && password.length <= lengthMax;
  if (fits && kinds >= 3 && !controlled) return;
  throw armErrors.invalidParameter(
    'adminPassword',
    `The supplied password must be between ${lengthMin}-${lengthMax} characters long and must satisfy at least 3 of password complexity requirements from the following: \r\n1) Contains an uppercase character\r\n2) Contains a lowercase character\r\n3) Contains a numeric digit\r\n4) Contains a special character\r\n5) Control characters are not allowed`,
  );
}

/** Azure's limit of custom data before its encoding. */
const CUSTOM_DATA_BYTES_MAX = 65_535;

function checkCustomData(value: unknown): void {
  if (value === undefined) return;
  const decoded = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  const isBase64 =
    typeof value === 'string' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value) && decoded !== undefined;
  if (!isBase64) {
    // I: quoted in many issues; the target is the member's name.
    throw armErrors.invalidParameter(
      'customData',
      'Custom data in OSProfile must be in Base64 encoding and with a maximum length of 87380 characters.',
    );
  }
  if (decoded.byteLength > CUSTOM_DATA_BYTES_MAX)
    throw armErrors.invalidParameterValue('customData');
}
