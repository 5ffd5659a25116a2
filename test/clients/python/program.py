"""azure-mgmt-compute and azure-identity, unmodified, as docs/guides/python.md sets them up.

Arguments: every api-version of the package that has scale sets; each is asked.
"""

import os
import sys
from importlib import import_module

import azure.mgmt.compute
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
)
from azure.identity import ClientSecretCredential
from azure.mgmt.compute import ComputeManagementClient
from azure.mgmt.monitor import MonitorManagementClient
from azure.mgmt.resource import ResourceManagementClient, SubscriptionClient

from case_report import equal, raises, run_cases
from model import linux_set

URL = os.environ["LAZULITE_URL"]
TENANT = os.environ["LAZULITE_TENANT"]
SUBSCRIPTION = os.environ["LAZULITE_SUBSCRIPTION"]
SETTINGS = {"base_url": URL, "credential_scopes": [URL + "/.default"]}


def credential(secret="secret"):
    # disable_instance_discovery since azure-identity 1.13.0; instance_discovery in its beta.
    return ClientSecretCredential(
        TENANT,
        "app",
        secret,
        authority=URL,
        instance_discovery=False,
        disable_instance_discovery=True,
    )


class Story:
    """One api-version in one resource group of its own."""

    def __init__(self, api_version):
        self.client = ComputeManagementClient(
            credential(), SUBSCRIPTION, api_version=api_version, **SETTINGS
        )
        self.group = "python-" + api_version
        self.sets = self.client.virtual_machine_scale_sets

    def view(self, name):
        return self.sets.get_instance_view(self.group, name)


def has_api_versions(_):
    folder = os.path.dirname(azure.mgmt.compute.__file__)
    found = [
        name[1:].replace("_", "-")
        for name in sorted(os.listdir(folder))
        if os.path.exists(os.path.join(folder, name, "operations"))
        and hasattr(
            import_module(f"azure.mgmt.compute.{name}.operations"),
            "VirtualMachineScaleSetsOperations",
        )
    ]
    equal(found, sys.argv[1:])


def finds_subscription(_):
    found = SubscriptionClient(credential(), **SETTINGS).subscriptions.list()
    equal([subscription.subscription_id for subscription in found], [SUBSCRIPTION])


def wrong_secret(_):
    groups = ResourceManagementClient(credential("wrong"), SUBSCRIPTION, **SETTINGS).resource_groups
    error = raises(ClientAuthenticationError, lambda: list(groups.list()))
    if "AADSTS7000215" not in str(error):
        raise AssertionError(f"not the code of a wrong secret: {error}")


def makes_group(story):
    groups = ResourceManagementClient(credential(), SUBSCRIPTION, **SETTINGS).resource_groups
    group = groups.create_or_update(story.group, {"location": "westeurope"})
    equal(group.properties.provisioning_state, "Succeeded")


def creates(story):
    model = linux_set(SUBSCRIPTION, 3, ["setup"])
    created = story.sets.begin_create_or_update(story.group, "web", model).result()
    equal(created.provisioning_state, "Succeeded")
    equal(created.sku.capacity, 3)
    equal(type(created).__module__.split(".")[3], version_module(story))


def version_module(story):
    return "v" + story.group.removeprefix("python-").replace("-", "_")


def reads_instance_view(story):
    view = story.view("web")
    summary = view.virtual_machine.statuses_summary
    equal([(line.code, line.count) for line in summary], [("ProvisioningState/succeeded", 3)])
    equal(type(summary[0].count), int)
    equal([extension.name for extension in view.extensions], ["setup"])
    (status,) = view.statuses
    equal(
        (status.code, status.level, status.display_status, status.message),
        ("ProvisioningState/succeeded", "Info", "Provisioning succeeded", None),
    )
    equal(status.time.utcoffset().total_seconds(), 0)


def reads_metrics(story):
    monitor = MonitorManagementClient(credential(), SUBSCRIPTION, **SETTINGS)
    uri = story.sets.get(story.group, "web").id
    names = [found.name.value for found in monitor.metric_definitions.list(uri)]
    equal(names[:2], ["VmAvailabilityMetric", "Percentage CPU"])
    (namespace,) = monitor.metric_namespaces.list(uri)
    equal(namespace.properties.metric_namespace_name, "Microsoft.Compute/virtualMachineScaleSets")
    answer = monitor.metrics.list(uri, metricnames=names[0], aggregation="Average", timespan="PT1H")
    (metric,) = answer.value
    equal((answer.namespace, metric.unit), ("Microsoft.Compute/virtualMachineScaleSets", "Count"))
    (series,) = metric.timeseries
    equal({point.average for point in series.data} <= {None, 1.0}, True)
    error = raises(HttpResponseError, lambda: monitor.metrics.list(uri, metricnames="none"))
    equal(error.status_code, 400)


def lists(story):
    equal([found.name for found in story.sets.list(story.group)], ["web"])
    machines = story.client.virtual_machine_scale_set_vms
    equal([found.instance_id for found in machines.list(story.group, "web")], ["0", "1", "2"])
    view = machines.get_instance_view(story.group, "web", "1")
    equal(
        [status.code for status in view.statuses],
        ["ProvisioningState/succeeded", "PowerState/running"],
    )


def restarts(story):
    story.sets.begin_restart(story.group, "web").result()
    story.sets.begin_power_off(story.group, "web", {"instance_ids": ["1"]}).result()
    view = story.client.virtual_machine_scale_set_vms.get_instance_view(story.group, "web", "1")
    equal(view.statuses[1].code, "PowerState/stopped")


def missing_set(story):
    error = raises(ResourceNotFoundError, story.view, "none")
    equal((error.status_code, error.error.code), (404, "ResourceNotFound"))


def failed_operation(story):
    model = linux_set(SUBSCRIPTION, 2, ["broken"])
    poller = story.sets.begin_create_or_update(story.group, "failing", model)
    error = raises(HttpResponseError, poller.result)
    equal(error.error.code, "VMExtensionProvisioningError")
    equal(poller.status(), "Failed")
    (extension,) = story.view("failing").extensions
    equal(
        [(line.code, line.count) for line in extension.statuses_summary],
        [("ProvisioningState/failed", 2)],
    )


def deletes(story):
    story.sets.begin_delete(story.group, "web").result()
    story.sets.begin_delete(story.group, "web").result()
    equal([found.name for found in story.sets.list(story.group)], ["failing"])


SIGN_IN_CASES = [
    ("its packages have these api-versions with scale sets, and no others", has_api_versions),
    ("signs in and finds the subscription", finds_subscription),
    ("a wrong secret: ClientAuthenticationError", wrong_secret),
]

CASES = [
    ("makes a resource group", makes_group),
    ("creates a set and waits for it", creates),
    ("reads the instance view, with counts as integers", reads_instance_view),
    ("reads the availability of its machines by azure-mgmt-monitor", reads_metrics),
    ("lists sets and instances", lists),
    ("restarts all and powers off one", restarts),
    ("a set that is not there: ResourceNotFoundError", missing_set),
    ("an operation that fails: HttpResponseError with its code", failed_operation),
    ("deletes a set, and again without an error", deletes),
]

run_cases(SIGN_IN_CASES, None)
for version in sys.argv[1:]:
    run_cases(CASES, Story(version), prefix=version + ": ")
