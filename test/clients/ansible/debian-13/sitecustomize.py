"""Between packages of Debian 13 that do not fit; nothing here touches a request or an answer, and the
collection and the SDK stay as Debian has them.

Its azure.azcollection 3.8 imports Microsoft Graph's client, which Debian does not package, in the module
that every azure_rm_* module loads first; only its azure_rm_ad* modules use it. It asks for compute at
2024-07-01, which this python3-azure leaves out; the one after it is given instead. And it asks
azure-cli-core for a function that was msrestazure's: until its repair of 2026-01 (pull request 2158) no
cloud can be named by its URL."""

import functools
import sys
import types

from azure.cli.core import cloud
from azure.mgmt.compute import ComputeManagementClient
from msrestazure.azure_cloud import get_cloud_from_metadata_endpoint


def stand_in(name, *members):
    module = types.ModuleType(name)
    module.__path__ = []
    for member in members:
        setattr(module, member, type(member, (), {}))
    sys.modules[name] = module


def instead(client, missing, given):
    create, models_of = client.__init__, client.models.__func__

    @functools.wraps(create)
    def create_given(self, *args, api_version=None, **options):
        create(self, *args, api_version=given if api_version == missing else api_version, **options)

    client.__init__ = create_given
    client.models = classmethod(
        lambda cls, version: models_of(cls, given if version == missing else version)
    )


stand_in("kiota_authentication_azure")
stand_in(
    "kiota_authentication_azure.azure_identity_authentication_provider",
    "AzureIdentityAuthenticationProvider",
)
stand_in("msgraph_core", "GraphClientFactory", "NationalClouds")
stand_in("msgraph", "GraphRequestAdapter", "GraphServiceClient")
cloud.get_cloud_from_metadata_endpoint = get_cloud_from_metadata_endpoint
instead(ComputeManagementClient, "2024-07-01", "2024-11-01")
