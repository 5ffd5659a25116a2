// 2022-08-01, the newest api-version of the track 1 SDK.

package main

import (
	"context"
	"errors"

	"github.com/Azure/azure-sdk-for-go/services/compute/mgmt/2022-08-01/compute"
	"github.com/Azure/azure-sdk-for-go/services/resources/mgmt/2021-04-01/resources"
	"github.com/Azure/go-autorest/autorest/azure"
	"github.com/Azure/go-autorest/autorest/to"
)

const group = "go-newest"

var (
	ctx  = context.Background()
	sets = compute.NewVirtualMachineScaleSetsClientWithBaseURI(url, subscription)
	vms  = compute.NewVirtualMachineScaleSetVMsClientWithBaseURI(url, subscription)
)

func main() {
	runCases([]storyCase{
		{"signs in and makes a resource group", makesGroup},
		{"creates a set and waits for it", creates},
		{"reads the set", reads},
		{"reads the instance view", readsView},
		{"lists sets and instances", lists},
		{"powers off one instance and starts all", powers},
		{"scales out by an update", scales},
		{"deletes instances", deletesInstances},
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
		Sku:      &compute.Sku{Name: to.StringPtr("Standard_D2s_v3"), Tier: to.StringPtr("Standard"), Capacity: to.Int64Ptr(capacity)},
		VirtualMachineScaleSetProperties: &compute.VirtualMachineScaleSetProperties{
			UpgradePolicy: &compute.UpgradePolicy{Mode: compute.UpgradeModeManual},
			Overprovision: to.BoolPtr(false),
			VirtualMachineProfile: &compute.VirtualMachineScaleSetVMProfile{
				OsProfile: &compute.VirtualMachineScaleSetOSProfile{
					ComputerNamePrefix: to.StringPtr("go"), AdminUsername: to.StringPtr("azureuser"), AdminPassword: to.StringPtr("NotASecret-ForTheTests1"),
				},
				StorageProfile: &compute.VirtualMachineScaleSetStorageProfile{
					ImageReference: &compute.ImageReference{
						Publisher: to.StringPtr("Canonical"), Offer: to.StringPtr("0001-com-ubuntu-server-jammy"), Sku: to.StringPtr("22_04-lts-gen2"), Version: to.StringPtr("latest"),
					},
					OsDisk: &compute.VirtualMachineScaleSetOSDisk{CreateOption: compute.DiskCreateOptionTypesFromImage},
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

func creates() error {
	future, err := sets.CreateOrUpdate(ctx, group, "web", model(3, "setup"))
	if err != nil {
		return err
	}
	if err := future.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return err
	}
	made, err := future.Result(sets)
	if err != nil {
		return err
	}
	return first(equal("state", *made.ProvisioningState, "Succeeded"), equal("capacity", *made.Sku.Capacity, 3))
}

func reads() error {
	found, err := sets.Get(ctx, group, "web", "")
	if err != nil {
		return err
	}
	return first(
		equal("name", *found.Name, "web"),
		equal("policy", found.UpgradePolicy.Mode, compute.UpgradeModeManual),
		equal("password is not told", found.VirtualMachineProfile.OsProfile.AdminPassword == nil, true),
	)
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
	for page, err := vms.ListComplete(ctx, group, "web", "", "", "instanceView"); page.NotDone() || err != nil; err = page.NextWithContext(ctx) {
		if err != nil {
			return err
		}
		ids = append(ids, *page.Value().InstanceID+"="+*(*page.Value().InstanceView.Statuses)[1].Code)
	}
	return first(equal("sets", names, "[web]"), equal("instances", ids, "[0=PowerState/running 1=PowerState/running 2=PowerState/running]"))
}

func powers() error {
	off, err := sets.PowerOff(ctx, group, "web", &compute.VirtualMachineScaleSetVMInstanceIDs{InstanceIds: &[]string{"1"}}, nil)
	if err != nil {
		return err
	}
	if err := off.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return err
	}
	view, err := vms.GetInstanceView(ctx, group, "web", "1")
	if err != nil {
		return err
	}
	if err := equal("off", *(*view.Statuses)[1].Code, "PowerState/stopped"); err != nil {
		return err
	}
	on, err := sets.Start(ctx, group, "web", nil)
	if err != nil {
		return err
	}
	return on.WaitForCompletionRef(ctx, sets.Client)
}

func scales() error {
	future, err := sets.Update(ctx, group, "web", compute.VirtualMachineScaleSetUpdate{Sku: &compute.Sku{Capacity: to.Int64Ptr(4)}})
	if err != nil {
		return err
	}
	if err := future.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return err
	}
	scaled, err := future.Result(sets)
	if err != nil {
		return err
	}
	return equal("capacity", *scaled.Sku.Capacity, 4)
}

func deletesInstances() error {
	future, err := sets.DeleteInstances(ctx, group, "web", compute.VirtualMachineScaleSetVMInstanceRequiredIDs{InstanceIds: &[]string{"0"}}, nil)
	if err != nil {
		return err
	}
	if err := future.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return err
	}
	found, err := sets.Get(ctx, group, "web", "")
	if err != nil {
		return err
	}
	return equal("capacity", *found.Sku.Capacity, 3)
}

func missing() error {
	_, err := sets.GetInstanceView(ctx, group, "none")
	return equal("refusal", refusal(err), "404 ResourceNotFound")
}

func fails() error {
	future, err := sets.CreateOrUpdate(ctx, group, "failing", model(1, "broken"))
	if err != nil {
		return err
	}
	err = future.WaitForCompletionRef(ctx, sets.Client)
	var service *azure.ServiceError
	if !errors.As(err, &service) {
		return equal("failure", refusal(err), "a ServiceError")
	}
	return equal("code", service.Code, "VMExtensionProvisioningError")
}

func deletes() error {
	future, err := sets.Delete(ctx, group, "web", nil)
	if err != nil {
		return err
	}
	if err := future.WaitForCompletionRef(ctx, sets.Client); err != nil {
		return err
	}
	_, err = sets.Get(ctx, group, "web", "")
	return equal("refusal", refusal(err), "404 ResourceNotFound")
}
