// The Azure SDK for Go, track 2, unmodified, as docs/guides/go.md sets it up.

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/compute/armcompute"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resources/armresources"
)

const group = "go-track2"

var (
	ctx  = context.Background()
	sets *armcompute.VirtualMachineScaleSetsClient
	vms  *armcompute.VirtualMachineScaleSetVMsClient
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
		{"goes on with an operation by its resume token", resumes},
		{"deletes instances", deletesInstances},
		{"a set that is not there: 404 ResourceNotFound", missing},
		{"an operation that fails: its code", fails},
		{"a secret that is wrong: 401 of the sign-in", refusesSecret},
		{"follows the next link of a list of 121 machines", pages},
		{"deletes a set", deletes},
	})
}

func options() azcore.ClientOptions {
	return azcore.ClientOptions{Cloud: cloud.Configuration{
		ActiveDirectoryAuthorityHost: url + "/",
		Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: url, Audience: url},
		},
	}}
}

func signIn(secret string) (azcore.TokenCredential, error) {
	return azidentity.NewClientSecretCredential(tenant, "app", secret,
		&azidentity.ClientSecretCredentialOptions{ClientOptions: options(), DisableInstanceDiscovery: true})
}

func groups(credential azcore.TokenCredential) (*armresources.ResourceGroupsClient, error) {
	return armresources.NewResourceGroupsClient(subscription, credential, &arm.ClientOptions{ClientOptions: options()})
}

func makesGroup() error {
	credential, err := signIn("secret")
	if err != nil {
		return err
	}
	client := &arm.ClientOptions{ClientOptions: options()}
	if sets, err = armcompute.NewVirtualMachineScaleSetsClient(subscription, credential, client); err != nil {
		return err
	}
	if vms, err = armcompute.NewVirtualMachineScaleSetVMsClient(subscription, credential, client); err != nil {
		return err
	}
	resources, err := groups(credential)
	if err != nil {
		return err
	}
	made, err := resources.CreateOrUpdate(ctx, group, armresources.ResourceGroup{Location: to.Ptr(location)}, nil)
	if err != nil {
		return err
	}
	return equal("group", *made.Properties.ProvisioningState, "Succeeded")
}

// The least wait that the client takes, where an answer does not say how long.
func done[T any](poller *runtime.Poller[T], err error) (T, error) {
	if err != nil {
		var nothing T
		return nothing, err
	}
	return poller.PollUntilDone(ctx, &runtime.PollUntilDoneOptions{Frequency: time.Second})
}

func model(capacity int64, extensions ...string) armcompute.VirtualMachineScaleSet {
	installed := []*armcompute.VirtualMachineScaleSetExtension{}
	for _, name := range extensions {
		installed = append(installed, &armcompute.VirtualMachineScaleSetExtension{
			Name: to.Ptr(name),
			Properties: &armcompute.VirtualMachineScaleSetExtensionProperties{
				Publisher: to.Ptr("Microsoft.Azure.Extensions"), Type: to.Ptr(name),
				TypeHandlerVersion: to.Ptr("2.1"), Settings: map[string]string{"commandToExecute": "true"},
			},
		})
	}
	return armcompute.VirtualMachineScaleSet{
		Location: to.Ptr(location),
		SKU:      &armcompute.SKU{Name: to.Ptr("Standard_D2s_v3"), Tier: to.Ptr("Standard"), Capacity: to.Ptr(capacity)},
		Properties: &armcompute.VirtualMachineScaleSetProperties{
			UpgradePolicy: &armcompute.UpgradePolicy{Mode: to.Ptr(armcompute.UpgradeModeManual)},
			Overprovision: to.Ptr(false),
			VirtualMachineProfile: &armcompute.VirtualMachineScaleSetVMProfile{
				OSProfile: &armcompute.VirtualMachineScaleSetOSProfile{
					ComputerNamePrefix: to.Ptr("go"), AdminUsername: to.Ptr("azureuser"), AdminPassword: to.Ptr("NotASecret-ForTheTests1"),
				},
				StorageProfile: &armcompute.VirtualMachineScaleSetStorageProfile{
					ImageReference: &armcompute.ImageReference{
						Publisher: to.Ptr("Canonical"), Offer: to.Ptr("0001-com-ubuntu-server-jammy"), SKU: to.Ptr("22_04-lts-gen2"), Version: to.Ptr("latest"),
					},
					OSDisk: &armcompute.VirtualMachineScaleSetOSDisk{CreateOption: to.Ptr(armcompute.DiskCreateOptionTypesFromImage)},
				},
				NetworkProfile: &armcompute.VirtualMachineScaleSetNetworkProfile{
					NetworkInterfaceConfigurations: []*armcompute.VirtualMachineScaleSetNetworkConfiguration{{
						Name: to.Ptr("nic"),
						Properties: &armcompute.VirtualMachineScaleSetNetworkConfigurationProperties{
							Primary: to.Ptr(true),
							IPConfigurations: []*armcompute.VirtualMachineScaleSetIPConfiguration{{
								Name:       to.Ptr("ip"),
								Properties: &armcompute.VirtualMachineScaleSetIPConfigurationProperties{Subnet: &armcompute.APIEntityReference{ID: to.Ptr(subnet)}},
							}},
						},
					}},
				},
				ExtensionProfile: &armcompute.VirtualMachineScaleSetExtensionProfile{Extensions: installed},
			},
		},
	}
}

func creates() error {
	made, err := done(sets.BeginCreateOrUpdate(ctx, group, "web", model(3, "setup"), nil))
	if err != nil {
		return err
	}
	return first(equal("state", *made.Properties.ProvisioningState, "Succeeded"), equal("capacity", *made.SKU.Capacity, 3))
}

func reads() error {
	found, err := sets.Get(ctx, group, "web", nil)
	if err != nil {
		return err
	}
	return first(
		equal("name", *found.Name, "web"),
		equal("policy", *found.Properties.UpgradePolicy.Mode, armcompute.UpgradeModeManual),
		equal("password is not told", found.Properties.VirtualMachineProfile.OSProfile.AdminPassword == nil, true),
		equal("time of creation is read", found.Properties.TimeCreated.IsZero(), false),
	)
}

func readsView() error {
	view, err := sets.GetInstanceView(ctx, group, "web", nil)
	if err != nil {
		return err
	}
	summary := view.VirtualMachine.StatusesSummary
	return first(
		equal("lines", len(summary), 1),
		equal("code", *summary[0].Code, "ProvisioningState/succeeded"),
		equal("count", *summary[0].Count, 3),
		equal("extension", *view.Extensions[0].Name, "setup"),
		equal("status", *view.Statuses[0].Code, "ProvisioningState/succeeded"),
	)
}

func lists() error {
	names := []string{}
	for pager := sets.NewListPager(group, nil); pager.More(); {
		page, err := pager.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, set := range page.Value {
			names = append(names, *set.Name)
		}
	}
	states := []string{}
	expanded := armcompute.VirtualMachineScaleSetVMsClientListOptions{Expand: to.Ptr("instanceView")}
	for pager := vms.NewListPager(group, "web", &expanded); pager.More(); {
		page, err := pager.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, vm := range page.Value {
			states = append(states, *vm.InstanceID+"="+*vm.Properties.InstanceView.Statuses[1].Code)
		}
	}
	return first(equal("sets", names, "[web]"), equal("instances", states, "[0=PowerState/running 1=PowerState/running 2=PowerState/running]"))
}

func powers() error {
	one := armcompute.VirtualMachineScaleSetVMInstanceIDs{InstanceIDs: []*string{to.Ptr("1")}}
	if _, err := done(sets.BeginPowerOff(ctx, group, "web", &armcompute.VirtualMachineScaleSetsClientBeginPowerOffOptions{VMInstanceIDs: &one})); err != nil {
		return err
	}
	view, err := vms.GetInstanceView(ctx, group, "web", "1", nil)
	if err != nil {
		return err
	}
	if err := equal("off", *view.Statuses[1].Code, "PowerState/stopped"); err != nil {
		return err
	}
	_, err = done(sets.BeginStart(ctx, group, "web", nil))
	return err
}

func update(capacity int64) armcompute.VirtualMachineScaleSetUpdate {
	return armcompute.VirtualMachineScaleSetUpdate{SKU: &armcompute.SKU{Capacity: to.Ptr(capacity)}}
}

func scales() error {
	scaled, err := done(sets.BeginUpdate(ctx, group, "web", update(4), nil))
	if err != nil {
		return err
	}
	return equal("capacity", *scaled.SKU.Capacity, 4)
}

// Another process could do so. What the second call says beside the token is not sent.
func resumes() error {
	begun, err := sets.BeginUpdate(ctx, group, "web", update(5), nil)
	if err != nil {
		return err
	}
	token, err := begun.ResumeToken()
	if err != nil {
		return err
	}
	resumed, err := done(sets.BeginUpdate(ctx, group, "web", update(0), &armcompute.VirtualMachineScaleSetsClientBeginUpdateOptions{ResumeToken: token}))
	if err != nil {
		return err
	}
	return equal("capacity", *resumed.SKU.Capacity, 5)
}

func deletesInstances() error {
	one := armcompute.VirtualMachineScaleSetVMInstanceRequiredIDs{InstanceIDs: []*string{to.Ptr("0")}}
	if _, err := done(sets.BeginDeleteInstances(ctx, group, "web", one, nil)); err != nil {
		return err
	}
	found, err := sets.Get(ctx, group, "web", nil)
	if err != nil {
		return err
	}
	return equal("capacity", *found.SKU.Capacity, 4)
}

func missing() error {
	_, err := sets.GetInstanceView(ctx, group, "none", nil)
	return equal("refusal", refusal(err), "404 ResourceNotFound")
}

func fails() error {
	_, err := done(sets.BeginCreateOrUpdate(ctx, group, "failing", model(1, "broken"), nil))
	var failure *azcore.ResponseError
	if !errors.As(err, &failure) {
		return fmt.Errorf("%v is no ResponseError", err)
	}
	return equal("code", failure.ErrorCode, "VMExtensionProvisioningError")
}

func refusesSecret() error {
	credential, err := signIn("wrong")
	if err != nil {
		return err
	}
	resources, err := groups(credential)
	if err != nil {
		return err
	}
	_, err = resources.Get(ctx, group, nil)
	var failure *azidentity.AuthenticationFailedError
	if !errors.As(err, &failure) {
		return fmt.Errorf("%v is no AuthenticationFailedError", err)
	}
	return equal("status", failure.RawResponse.StatusCode, 401)
}

func pages() error {
	many := model(121)
	many.SKU.Name = to.Ptr("Standard_B1s")
	many.Properties.SinglePlacementGroup = to.Ptr(false)
	if _, err := done(sets.BeginCreateOrUpdate(ctx, group, "many", many, nil)); err != nil {
		return err
	}
	sizes := []int{}
	for pager := vms.NewListPager(group, "many", nil); pager.More(); {
		page, err := pager.NextPage(ctx)
		if err != nil {
			return err
		}
		sizes = append(sizes, len(page.Value))
	}
	return equal("pages", sizes, "[120 1]")
}

func deletes() error {
	if _, err := done(sets.BeginDelete(ctx, group, "web", nil)); err != nil {
		return err
	}
	_, err := sets.Get(ctx, group, "web", nil)
	return equal("refusal", refusal(err), "404 ResourceNotFound")
}

// The status and the code that the client makes of a refusal.
func refusal(err error) string {
	var response *azcore.ResponseError
	if errors.As(err, &response) {
		return fmt.Sprint(response.StatusCode, " ", response.ErrorCode)
	}
	return fmt.Sprint(err)
}
