"""A Linux set, as the samples of the package write one: plain words, for every api-version."""


def linux_set(subscription_id, capacity, extensions=()):
    subnet = (
        f"/subscriptions/{subscription_id}/resourceGroups/python/providers/Microsoft.Network"
        "/virtualNetworks/net/subnets/default"
    )
    profile = {
        "os_profile": {
            "computer_name_prefix": "py",
            "admin_username": "azureuser",
            "admin_password": "NotASecret-ForTheTests1",
        },
        "storage_profile": {
            "image_reference": {
                "publisher": "Canonical",
                "offer": "UbuntuServer",
                "sku": "16.04-LTS",
                "version": "latest",
            },
            "os_disk": {"create_option": "FromImage", "caching": "ReadWrite"},
        },
        "network_profile": {
            "network_interface_configurations": [
                {
                    "name": "nic",
                    "primary": True,
                    "ip_configurations": [{"name": "ip", "subnet": {"id": subnet}}],
                }
            ]
        },
    }
    if extensions:
        profile["extension_profile"] = {
            "extensions": [
                {
                    "name": name,
                    "publisher": "Microsoft.Azure.Extensions",
                    # The word in front of the property's name differs by version.
                    "type": name,
                    "type_properties_type": name,
                    "type_handler_version": "2.1",
                    "auto_upgrade_minor_version": True,
                    "settings": {"commandToExecute": "true"},
                }
                for name in extensions
            ]
        }
    return {
        "location": "westeurope",
        "sku": {"name": "Standard_D2s_v3", "tier": "Standard", "capacity": capacity},
        "upgrade_policy": {"mode": "Manual"},
        "overprovision": False,
        "virtual_machine_profile": profile,
    }
