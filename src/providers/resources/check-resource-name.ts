import { armErrors, type Operation } from '../../arm/index.ts';
import { isJsonObject } from '../../base/index.ts';
import type { Services } from '../services.ts';
import { gatewayReply } from './replies.ts';

/** Source: "Resolve errors for reserved resource names": none of these is a name. */
const RESERVED = new Set(
  [
    'ACCESS AZURE BING BIZSPARK BIZTALK CORTANA DIRECTX DOTNET DYNAMICS EXCEL EXCHANGE FOREFRONT',
    'GROOVE HOLOLENS HYPERV KINECT LYNC MSDN O365 OFFICE OFFICE365 ONEDRIVE ONENOTE OUTLOOK',
    'POWERPOINT SHAREPOINT SKYPE VISIO VISUALSTUDIO',
  ].flatMap((line) => line.split(' ')),
);
/** The same page: these must not be a part of a name either, the first two at its beginning only. */
const RESERVED_PARTS = /^(?:LOGIN|XBOX)|MICROSOFT|WINDOWS/;

export const checkResourceName: Operation<Services> = {
  operationId: 'checkResourceName',
  method: 'POST',
  path: '/providers/Microsoft.Resources/checkResourceName',
  longRunning: false,
  async handle(request) {
    const body = request.json();
    const { name, type } = isJsonObject(body) ? body : {};
    if (typeof name !== 'string' || typeof type !== 'string') {
      throw armErrors.invalidRequestContent(
        `Required property '${typeof name === 'string' ? 'type' : 'name'}' not found in JSON. Path ''`,
      );
    }
    const upper = name.toUpperCase();
    const reserved = RESERVED.has(upper) || RESERVED_PARTS.test(upper);
    return gatewayReply(200, { name, type, status: reserved ? 'Reserved' : 'Allowed' });
  },
};
