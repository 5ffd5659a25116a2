import type { SettingsTable } from './client-settings-entry.ts';
import { credentials } from './credentials.ts';

/** The SDKs. Java and .NET: from their documents, not run by our tests. */
export const sdkSettings: SettingsTable = {
  python: {
    summary: 'azure-mgmt-compute and azure-identity for Python',
    exports: (place) => ({ ...credentials(place), REQUESTS_CA_BUNDLE: place.caBundleFile }),
    next: (place) => [
      'from azure.identity import ClientSecretCredential',
      'from azure.mgmt.compute import ComputeManagementClient',
      `url = ${text(place.url)}`,
      `credential = ClientSecretCredential(${text(place.tenantId)}, ${text(place.client.id)}, ${text(place.client.secret)},`,
      '                                    authority=url, disable_instance_discovery=True)',
      `client = ComputeManagementClient(credential, ${text(place.subscriptionId)}, base_url=url,`,
      '                                 credential_scopes=[url + "/.default"])',
    ],
  },
  node: {
    summary: '@azure/arm-compute and @azure/identity for Node.js',
    exports: (place) => ({ ...credentials(place), NODE_EXTRA_CA_CERTS: place.caFile }),
    next: (place) => [
      'import { ClientSecretCredential } from "@azure/identity";',
      'import { ComputeManagementClient } from "@azure/arm-compute";',
      `const url = ${text(place.url)};`,
      `const credential = new ClientSecretCredential(${text(place.tenantId)}, ${text(place.client.id)}, ${text(place.client.secret)},`,
      '  { authorityHost: url, disableInstanceDiscovery: true });',
      `const client = new ComputeManagementClient(credential, ${text(place.subscriptionId)}, { endpoint: url });`,
    ],
  },
  go: {
    summary: 'the Azure SDK for Go, track 2 and track 1',
    exports: (place) => ({ ...credentials(place), SSL_CERT_FILE: place.caBundleFile }),
    next: (place) => [
      'Track 2 (armcompute):',
      'lazulite := cloud.Configuration{',
      `  ActiveDirectoryAuthorityHost: ${text(`${place.url}/`)},`,
      '  Services: map[cloud.ServiceName]cloud.ServiceConfiguration{',
      `    cloud.ResourceManager: {Endpoint: ${text(place.url)}, Audience: ${text(place.url)}},`,
      '  },',
      '}',
      'Give it to arm.ClientOptions and to the azidentity options, there with DisableInstanceDiscovery: true.',
      'Track 1 (services/compute):',
      `config := auth.NewClientCredentialsConfig(${text(place.client.id)}, ${text(place.client.secret)}, ${text(place.tenantId)})`,
      `config.AADEndpoint, config.Resource = ${text(`${place.url}/`)}, ${text(place.url)}`,
      `client := compute.NewVirtualMachineScaleSetsClientWithBaseURI(${text(place.url)}, ${text(place.subscriptionId)})`,
      'client.Authorizer, err = config.Authorizer()',
    ],
  },
  dotnet: {
    summary: 'Azure.ResourceManager and Azure.Identity for .NET',
    exports: (place) => ({ ...credentials(place), SSL_CERT_FILE: place.caBundleFile }),
    next: (place) => [
      `var url = new Uri(${text(place.url)});`,
      `var credential = new ClientSecretCredential(${text(place.tenantId)}, ${text(place.client.id)}, ${text(place.client.secret)},`,
      '  new ClientSecretCredentialOptions { AuthorityHost = url, DisableInstanceDiscovery = true });',
      `var client = new ArmClient(credential, ${text(place.subscriptionId)},`,
      `  new ArmClientOptions { Environment = new ArmEnvironment(url, ${text(place.url)}) });`,
      'On Windows and macOS trust the CA file in the system instead of by SSL_CERT_FILE.',
    ],
  },
  java: {
    summary: 'azure-resourcemanager-compute and azure-identity for Java',
    exports: credentials,
    next: (place) => [
      `Once: keytool -importcert -noprompt -alias lazulite -storepass changeit -file ${text(place.caFile)} -keystore lazulite.jks`,
      'Then: java -Djavax.net.ssl.trustStore=lazulite.jks -Djavax.net.ssl.trustStorePassword=changeit …',
      `String url = ${text(place.url)};`,
      'AzureEnvironment lazulite = new AzureEnvironment(Map.of(',
      '  "managementEndpointUrl", url, "resourceManagerEndpointUrl", url, "activeDirectoryEndpointUrl", url + "/",',
      '  "activeDirectoryResourceId", url, "activeDirectoryGraphResourceId", url, "microsoftGraphResourceId", url));',
      `TokenCredential credential = new ClientSecretCredentialBuilder().tenantId(${text(place.tenantId)})`,
      `  .clientId(${text(place.client.id)}).clientSecret(${text(place.client.secret)}).authorityHost(url).disableInstanceDiscovery().build();`,
      `ComputeManager compute = ComputeManager.authenticate(credential, new AzureProfile(${text(place.tenantId)}, ${text(place.subscriptionId)}, lazulite));`,
    ],
  },
};

/** A string literal as all of these languages write it. */
function text(value: string): string {
  return JSON.stringify(value);
}
