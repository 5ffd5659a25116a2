// 2015-06-15, the first api-version with scale sets, in the track 1 SDK.

package main

import (
	"context"
	"errors"

	"github.com/Azure/azure-sdk-for-go/services/compute/mgmt/2015-06-15/compute"
	"github.com/Azure/azure-sdk-for-go/services/resources/mgmt/2021-04-01/resources"
	"github.com/Azure/go-autorest/autorest/azure"
	"github.com/Azure/go-autorest/autorest/to"
)

const group = "go-oldest"

var (
	ctx  = context.Background()
	sets = compute.NewVirtualMachineScaleSetsClientWithBaseURI(url, subscription)
	vms  = compute.NewVirtualMachineScaleSetVMsClientWithBaseURI(url, subscription)
)

func main() {
	runCases([]storyCase{
		{"signs in and makes a resource group", makesGroup},
		{"creates a set and waits for it", creates},
		{"reads the instance view", readsView},
		{"lists sets and instances", lists},
		{"scales out by a whole PUT", scales},
		{"a set that is not there: 404 ResourceNotFound", missing},
		{"an operation that fails: its code", fails},
		{"deletes a set", deletes},
	})
}

func makesGroup() error {
	authorizer, err := signIn()
	if err != nil {
		return err
	}
	sets.Authorizer, vms.Authorizer = authorizer, authorizer
	groups := resources.NewGroupsClientWithBaseURI(url, subscription)
	groups.Authorizer = authorizer
	made, err := groups.CreateOrUpdate(ctx, group, resources.Group{Location: to.StringPtr(location)})
	if err != nil {
		return err
	}
	return equal("group", *made.Properties.ProvisioningState, "Succeeded")
}

func model(capacity int64, extensions ...string) compute.VirtualMachineScaleSet {
	installed := []compute.VirtualMachineScaleSetExtension{}
	for _, name := range extensions {
		installed = append(installed, compute.VirtualMachineScaleSetExtension{
			Name: to.StringPtr(name),
			VirtualMachineScaleSetExtensionProperties: &compute.VirtualMachineScaleSetExtensionProperties{
				Publisher: to.StringPtr("Microsoft.Azure.Extensions"), Type: to.StringPtr(name),
				TypeHandlerVersion: to.StringPtr("2.1"), Settings: map[string]string{"commandToExecute": "true"},
			},
		})
	}
	return compute.VirtualMachineScaleSet{
		Location: to.StringPtr(location),
		Sku:      &compute.Sku{Name: to.StringPtr("Standard_A1"), Tier: to.StringPtr("Standard"), Capacity: to.Int64Ptr(capacity)},
		VirtualMachineScaleSetProperties: &compute.VirtualMachineScaleSetProperties{
			UpgradePolicy: &compute.UpgradePolicy{Mode: compute.Manual},
			OverProvision: to.BoolPtr(false),
			VirtualMachineProfile: &compute.VirtualMachineScaleSetVMProfile{
				OsProfile: &compute.VirtualMachineScaleSetOSProfile{
					ComputerNamePrefix: to.StringPtr("go"), AdminUsername: to.StringPtr("azureuser"), AdminPassword: to.StringPtr("NotASecret-ForTheTests1"),
				},
				StorageProfile: &compute.VirtualMachineScaleSetStorageProfile{
					ImageReference: &compute.ImageReference{
						Publisher: to.StringPtr("Canonical"), Offer: to.StringPtr("UbuntuServer"), Sku: to.StringPtr("16.04-LTS"), Version: to.StringPtr("latest"),
					},
					// Before managed disks, each disk lay in a storage account.
					OsDisk: &compute.VirtualMachineScaleSetOSDisk{
						Name: to.StringPtr("os"), CreateOption: compute.FromImage, Caching: compute.ReadWrite,
						VhdContainers: &[]string{"https://account.blob.core.windows.net/vhds"},
					},
				},
				NetworkProfile: &compute.VirtualMachineScaleSetNetworkProfile{
					NetworkInterfaceConfigurations: &[]compute.VirtualMachineScaleSetNetworkConfiguration{{
						Name: to.StringPtr("nic"),
						VirtualMachineScaleSetNetworkConfigurationProperties: &compute.VirtualMachineScaleSetNetworkConfigurationProperties{
							Primary: to.BoolPtr(true),
							IPConfigurations: &[]compute.VirtualMachineScaleSetIPConfiguration{{
								Name: to.StringPtr("ip"),
								VirtualMachineScaleSetIPConfigurationProperties: &compute.VirtualMachineScaleSetIPConfigurationProperties{Subnet: &compute.APIEntityReference{ID: to.StringPtr(subnet)}},
							}},
						},
					}},
				},
				ExtensionProfile: &compute.VirtualMachineScaleSetExtensionProfile{Extensions: &installed},
			},
		},
	}
}

func put(name string, parameters compute.VirtualMachineScaleSet) (compute.VirtualMachineScaleSet, error) {
	future, err := sets.CreateOrUpdate(ctx, group, name, parameters)
	if err != nil {
		return compute.VirtualMachineScaleSet{}, err
	}
	if err := future.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return compute.VirtualMachineScaleSet{}, err
	}
	return future.Result(sets)
}

func creates() error {
	made, err := put("web", model(3, "setup"))
	if err != nil {
		return err
	}
	return first(equal("state", *made.ProvisioningState, "Succeeded"), equal("capacity", *made.Sku.Capacity, 3))
}

func readsView() error {
	view, err := sets.GetInstanceView(ctx, group, "web")
	if err != nil {
		return err
	}
	summary := *view.VirtualMachine.StatusesSummary
	return first(
		equal("lines", len(summary), 1),
		equal("code", *summary[0].Code, "ProvisioningState/succeeded"),
		equal("count", *summary[0].Count, 3),
		equal("extension", *(*view.Extensions)[0].Name, "setup"),
		equal("status", *(*view.Statuses)[0].Code, "ProvisioningState/succeeded"),
	)
}

func lists() error {
	names := []string{}
	for page, err := sets.ListComplete(ctx, group); page.NotDone() || err != nil; err = page.NextWithContext(ctx) {
		if err != nil {
			return err
		}
		names = append(names, *page.Value().Name)
	}
	ids := []string{}
	for page, err := vms.ListComplete(ctx, group, "web", "", "", ""); page.NotDone() || err != nil; err = page.NextWithContext(ctx) {
		if err != nil {
			return err
		}
		ids = append(ids, *page.Value().InstanceID)
	}
	return first(equal("sets", names, "[web]"), equal("instances", ids, "[0 1 2]"))
}

func scales() error {
	found, err := sets.Get(ctx, group, "web")
	if err != nil {
		return err
	}
	found.Sku.Capacity = to.Int64Ptr(4)
	scaled, err := put("web", found)
	if err != nil {
		return err
	}
	return equal("capacity", *scaled.Sku.Capacity, 4)
}

func missing() error {
	_, err := sets.GetInstanceView(ctx, group, "none")
	return equal("refusal", refusal(err), "404 ResourceNotFound")
}

func fails() error {
	_, err := put("failing", model(1, "broken"))
	var service *azure.ServiceError
	if !errors.As(err, &service) {
		return equal("failure", refusal(err), "a ServiceError")
	}
	return equal("code", service.Code, "VMExtensionProvisioningError")
}

func deletes() error {
	future, err := sets.Delete(ctx, group, "web")
	if err != nil {
		return err
	}
	if err := future.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return err
	}
	_, err = sets.Get(ctx, group, "web")
	return equal("refusal", refusal(err), "404 ResourceNotFound")
}
