import type { SettingsTable } from './client-settings-entry.ts';

/** From its documents, not run by our tests. */
export const otherSettings: SettingsTable = {
  powershell: {
    summary: 'Azure PowerShell; in pwsh: lazulite env powershell | Out-String | Invoke-Expression',
    shell: 'powershell',
    exports: (place) => ({
      AZURE_TENANT_ID: place.tenantId,
      AZURE_CLIENT_ID: place.client.id,
      AZURE_CLIENT_SECRET: place.client.secret,
      AZURE_SUBSCRIPTION_ID: place.subscriptionId,
      SSL_CERT_FILE: place.caBundleFile,
    }),
    next: (place) => [
      'Set-AzConfig -DisableInstanceDiscovery $true -Scope Process',
      `Add-AzEnvironment -Name lazulite -ARMEndpoint ${place.url}`,
      '$secret = ConvertTo-SecureString $env:AZURE_CLIENT_SECRET -AsPlainText -Force',
      '$credential = [pscredential]::new($env:AZURE_CLIENT_ID, $secret)',
      'Connect-AzAccount -Environment lazulite -ServicePrincipal -Credential $credential -Tenant $env:AZURE_TENANT_ID',
      'Get-AzVmss',
      'On Windows and macOS trust the CA file in the system instead of by SSL_CERT_FILE.',
    ],
  },
};
