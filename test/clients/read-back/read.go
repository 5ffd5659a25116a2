// What the Azure SDK for Go reads of the set named by the arguments, as one JSON object.

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"github.com/Azure/azure-sdk-for-go/services/compute/mgmt/2022-08-01/compute"
	"github.com/Azure/go-autorest/autorest/azure/auth"
)

func main() {
	url, subscription := os.Getenv("LAZULITE_URL"), os.Getenv("LAZULITE_SUBSCRIPTION")
	group, name := os.Args[1], os.Args[2]
	ctx := context.Background()
	config := auth.NewClientCredentialsConfig("app", "secret", os.Getenv("LAZULITE_TENANT"))
	config.AADEndpoint, config.Resource = url+"/", url
	authorizer, err := config.Authorizer()
	check(err)
	sets := compute.NewVirtualMachineScaleSetsClientWithBaseURI(url, subscription)
	machines := compute.NewVirtualMachineScaleSetVMsClientWithBaseURI(url, subscription)
	sets.Authorizer, machines.Authorizer = authorizer, authorizer
	found, err := sets.Get(ctx, group, name, "")
	check(err)
	view, err := sets.GetInstanceView(ctx, group, name)
	check(err)
	page, err := machines.ListComplete(ctx, group, name, "", "", "")
	check(err)
	instances := []string{}
	for page.NotDone() {
		instances = append(instances, *page.Value().InstanceID)
		check(page.NextWithContext(ctx))
	}
	sort.Strings(instances)
	summary := []string{}
	for _, line := range *view.VirtualMachine.StatusesSummary {
		summary = append(summary, fmt.Sprint(*line.Code, " ", *line.Count))
	}
	profile := found.VirtualMachineProfile
	image := profile.StorageProfile.ImageReference
	nic := (*profile.NetworkProfile.NetworkInterfaceConfigurations)[0]
	check(json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"id":        *found.ID,
		"location":  *found.Location,
		"sku":       fmt.Sprint(*found.Sku.Name, " ", *found.Sku.Tier, " ", *found.Sku.Capacity),
		"state":     *found.ProvisioningState,
		"unique":    *found.UniqueID,
		"upgrades":  found.UpgradePolicy.Mode,
		"admin":     *profile.OsProfile.AdminUsername,
		"image":     fmt.Sprint(*image.Publisher, " ", *image.Offer, " ", *image.Sku, " ", *image.Version),
		"subnet":    *(*nic.IPConfigurations)[0].Subnet.ID,
		"tags":      found.Tags,
		"instances": instances,
		"summary":   summary,
	}))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
