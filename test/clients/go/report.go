// What both programs share: the stories' reports (support/client-case.ts), the settings, the sign-in.
// The Azure SDK for Go, track 1, unmodified, as docs/guides/go.md sets it up.

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/Azure/go-autorest/autorest"
	"github.com/Azure/go-autorest/autorest/azure"
	"github.com/Azure/go-autorest/autorest/azure/auth"
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

func signIn() (autorest.Authorizer, error) {
	config := auth.NewClientCredentialsConfig("app", "secret", tenant)
	config.AADEndpoint, config.Resource = url+"/", url
	return config.Authorizer()
}

func equal(what string, actual, expected interface{}) error {
	if fmt.Sprint(actual) != fmt.Sprint(expected) {
		return fmt.Errorf("%s: %v is not %v", what, actual, expected)
	}
	return nil
}

// The status and the code that the client makes of a refusal.
func refusal(err error) string {
	var detailed autorest.DetailedError
	var request *azure.RequestError
	if errors.As(err, &detailed) {
		if errors.As(detailed.Original, &request) && request.ServiceError != nil {
			return fmt.Sprint(detailed.StatusCode, " ", request.ServiceError.Code)
		}
		return fmt.Sprint(detailed.StatusCode, " ", detailed.Original)
	}
	return fmt.Sprint(err)
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
