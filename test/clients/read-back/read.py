"""What azure-mgmt-compute reads of the set named by the arguments, as one JSON object."""

import json
import os
import sys

from azure.identity import ClientSecretCredential
from azure.mgmt.compute import ComputeManagementClient

url = os.environ["LAZULITE_URL"]
credential = ClientSecretCredential(
    os.environ["LAZULITE_TENANT"],
    "app",
    "secret",
    authority=url,
    instance_discovery=False,
    disable_instance_discovery=True,
)
client = ComputeManagementClient(
    credential,
    os.environ["LAZULITE_SUBSCRIPTION"],
    base_url=url,
    credential_scopes=[url + "/.default"],
    api_version="2022-08-01",
)
group, name = sys.argv[1:]
found = client.virtual_machine_scale_sets.get(group, name)
view = client.virtual_machine_scale_sets.get_instance_view(group, name)
machines = client.virtual_machine_scale_set_vms.list(group, name)
profile = found.virtual_machine_profile
image = profile.storage_profile.image_reference
(nic,) = profile.network_profile.network_interface_configurations
print(
    json.dumps(
        {
            "id": found.id,
            "location": found.location,
            "sku": f"{found.sku.name} {found.sku.tier} {found.sku.capacity}",
            "state": found.provisioning_state,
            "unique": found.unique_id,
            "upgrades": found.upgrade_policy.mode,
            "admin": profile.os_profile.admin_username,
            "image": f"{image.publisher} {image.offer} {image.sku} {image.version}",
            "subnet": nic.ip_configurations[0].subnet.id,
            "tags": found.tags,
            "instances": sorted(machine.instance_id for machine in machines),
            "summary": [
                f"{line.code} {line.count}" for line in view.virtual_machine.statuses_summary
            ],
        }
    )
)
