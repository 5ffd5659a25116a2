// What all programs share: the stories' reports (support/client-case.ts) and the settings.

package main

import (
	"encoding/json"
	"fmt"
	"os"
)

var (
	url          = os.Getenv("LAZULITE_URL")
	tenant       = os.Getenv("LAZULITE_TENANT")
	subscription = os.Getenv("LAZULITE_SUBSCRIPTION")
	subnet       = "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.Network/virtualNetworks/net/subnets/default"
)

const location = "westeurope"

type storyCase struct {
	name string
	run  func() error
}

// What comes after a failure would stand on ground that is not there.
func runCases(cases []storyCase) {
	out := json.NewEncoder(os.Stdout)
	for _, one := range cases {
		report := map[string]string{"case": one.name}
		err := one.run()
		if err != nil {
			report["error"] = err.Error()
		}
		if out.Encode(report) != nil || err != nil {
			return
		}
	}
}

func equal(what string, actual, expected interface{}) error {
	if fmt.Sprint(actual) != fmt.Sprint(expected) {
		return fmt.Errorf("%s: %v is not %v", what, actual, expected)
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
