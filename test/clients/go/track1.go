// The sign-in and the errors of the Azure SDK for Go, track 1, unmodified, as docs/guides/go.md sets it up.

package main

import (
	"errors"
	"fmt"

	"github.com/Azure/go-autorest/autorest"
	"github.com/Azure/go-autorest/autorest/azure"
	"github.com/Azure/go-autorest/autorest/azure/auth"
)

func signIn() (autorest.Authorizer, error) {
	config := auth.NewClientCredentialsConfig("app", "secret", tenant)
	config.AADEndpoint, config.Resource = url+"/", url
	return config.Authorizer()
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
