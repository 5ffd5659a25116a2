"""Between packages of Debian 12 that do not fit; nothing here touches a request or an answer, and the
collection and the SDK stay as Debian has them.

Its azure.azcollection 1.16 imports the backup client of a release that its python3-azure no longer has,
in the module that every azure_rm_* module loads first; nothing here uses it. And it asks for network at
2021-03-01, which this python3-azure leaves out; the one before it is given instead. Last, it asks the
model of a set to validate itself before it is sent, which models of this python3-azure no longer do."""

import functools
import sys
import types

from azure.mgmt import recoveryservicesbackup
from azure.mgmt.compute import _serialization
from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.recoveryservicesbackup import activestamp

recoveryservicesbackup.RecoveryServicesBackupClient = activestamp.RecoveryServicesBackupClient
models = types.ModuleType("azure.mgmt.recoveryservicesbackup.models")
sys.modules[models.__name__] = recoveryservicesbackup.models = models


def instead(client, missing, given):
    create, models_of = client.__init__, client.models.__func__

    @functools.wraps(create)
    def create_given(self, *args, api_version=None, **options):
        create(self, *args, api_version=given if api_version == missing else api_version, **options)

    client.__init__ = create_given
    client.models = classmethod(
        lambda cls, version: models_of(cls, given if version == missing else version)
    )


instead(NetworkManagementClient, "2021-03-01", "2021-02-01")
_serialization.Model.validate = lambda self: []
