import { provider } from './provider.ts';

const refused = (message: string) =>
  provider({ httpStatus: 409, code: 'OperationNotAllowed', message });

/**
 * Refusals about hibernation. Source of codes and messages: Microsoft's page "Troubleshoot hibernation
 * in Azure"; the status is a guess. Marks as in front-door.ts.
 */
export const computeHibernationErrors = {
  /** I. */
  hibernationNotEnabled: () =>
    refused(
      'The Hibernate-Deallocate Operation can only be triggered on a VM that is enabled for hibernation. Enable the property additionalCapabilities.hibernationEnabled during VM creation, or after stopping and deallocating the VM.',
    ),

  /** I. */
  cannotHibernate: () =>
    refused(
      'The Hibernate-Deallocate Operation can only be triggered on a VM that is successfully provisioned and is running.',
    ),

  /** I. */
  hibernationOfSpot: () => refused("Hibernation capability isn't supported for Spot VMs."),

  /** I. */
  hibernationOnHost: () =>
    refused("Referencing a Dedicated Host isn't supported for a VM with Hibernation capability."),

  /** I. */
  hibernationOfReserved: () =>
    refused(
      "Referencing a Capacity Reservation Group isn't supported for a VM with Hibernation capability.",
    ),
} as const;
