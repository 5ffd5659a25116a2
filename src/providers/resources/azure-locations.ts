/** A region of the public cloud, as the list of locations describes it. */
export interface AzureLocation {
  readonly name: string;
  readonly displayName: string;
  readonly geography: string;
  readonly geographyGroup: string;
  readonly longitude: string;
  readonly latitude: string;
  readonly physicalLocation: string;
  readonly regionCategory: 'Recommended' | 'Other';
  /** Undefined for regions that have none. */
  readonly pairedRegion: string | undefined;
  readonly zoneCount: 0 | 3;
}

/**
 * name | display name | geography | geography group | longitude | latitude | place | R(ecommended) or
 * O(ther) | paired region | availability zones. The recommended ones come first, as Azure lists them.
 * Sources: answers of `az account list-locations` in public repositories (names, places, groups, pairs)
 * and the documentation of regions and their pairs; coordinates are the published, rounded ones.
 */
const TABLE = `
eastus|East US|United States|US|-79.8164|37.3719|Virginia|R|westus|3
eastus2|East US 2|United States|US|-78.3889|36.6681|Virginia|R|centralus|3
southcentralus|South Central US|United States|US|-98.5|29.4167|Texas|R|northcentralus|3
westus2|West US 2|United States|US|-119.852|47.233|Washington|R|westcentralus|3
westus3|West US 3|United States|US|-112.074036|33.448376|Phoenix|R|eastus|3
australiaeast|Australia East|Australia|Asia Pacific|151.2094|-33.86|New South Wales|R|australiasoutheast|3
southeastasia|Southeast Asia|Asia Pacific|Asia Pacific|103.833|1.283|Singapore|R|eastasia|3
northeurope|North Europe|Europe|Europe|-6.2597|53.3478|Ireland|R|westeurope|3
swedencentral|Sweden Central|Sweden|Europe|17.14127|60.67488|Gävle|R|swedensouth|3
uksouth|UK South|United Kingdom|Europe|-0.799|50.941|London|R|ukwest|3
westeurope|West Europe|Europe|Europe|4.9|52.3667|Netherlands|R|northeurope|3
centralus|Central US|United States|US|-93.6208|41.5908|Iowa|R|eastus2|3
southafricanorth|South Africa North|South Africa|Africa|28.21837|-25.73134|Johannesburg|R|southafricawest|3
centralindia|Central India|India|Asia Pacific|73.9197|18.5822|Pune|R|southindia|3
eastasia|East Asia|Asia Pacific|Asia Pacific|114.188|22.267|Hong Kong|R|southeastasia|3
indonesiacentral|Indonesia Central|Indonesia|Asia Pacific|106.816666|-6.2|Jakarta|R||3
japaneast|Japan East|Japan|Asia Pacific|139.77|35.68|Tokyo, Saitama|R|japanwest|3
japanwest|Japan West|Japan|Asia Pacific|135.5022|34.6939|Osaka|R|japaneast|3
koreacentral|Korea Central|Korea|Asia Pacific|126.978|37.5665|Seoul|R|koreasouth|3
malaysiawest|Malaysia West|Malaysia|Asia Pacific|101.693207|3.140853|Kuala Lumpur|R||3
newzealandnorth|New Zealand North|New Zealand|Asia Pacific|174.76349|-36.84853|Auckland|R||3
canadacentral|Canada Central|Canada|Canada|-79.383|43.653|Toronto|R|canadaeast|3
austriaeast|Austria East|Austria|Europe|16.37208|48.20849|Vienna|R||3
belgiumcentral|Belgium Central|Belgium|Europe|4.3517|50.8503|Brussels|R||3
denmarkeast|Denmark East|Denmark|Europe|12.5683|55.6761|Copenhagen|R||3
francecentral|France Central|France|Europe|2.373|46.3772|Paris|R|francesouth|3
germanywestcentral|Germany West Central|Germany|Europe|8.682127|50.110924|Frankfurt|R|germanynorth|3
italynorth|Italy North|Italy|Europe|9.18109|45.46888|Milan|R||3
norwayeast|Norway East|Norway|Europe|10.752245|59.913868|Norway|R|norwaywest|3
polandcentral|Poland Central|Poland|Europe|21.01666|52.23334|Warsaw|R||3
spaincentral|Spain Central|Spain|Europe|-3.4209|40.4259|Madrid|R||3
switzerlandnorth|Switzerland North|Switzerland|Europe|8.564572|47.451542|Zurich|R|switzerlandwest|3
mexicocentral|Mexico Central|Mexico|Mexico|-100.389888|20.588818|Querétaro State|R||3
uaenorth|UAE North|UAE|Middle East|55.316666|25.266666|Dubai|R|uaecentral|3
brazilsouth|Brazil South|Brazil|South America|-46.633|-23.55|Sao Paulo State|R|southcentralus|3
chilecentral|Chile Central|Chile|South America|-70.673676|-33.447487|Santiago|R||3
israelcentral|Israel Central|Israel|Middle East|33.4506633|31.2655698|Israel|R||3
qatarcentral|Qatar Central|Qatar|Middle East|51.439327|25.551462|Doha|R||3
jioindiawest|Jio India West|India|Asia Pacific|70.05773|22.470701|Jamnagar|O|jioindiacentral|0
northcentralus|North Central US|United States|US|-87.6278|41.8819|Illinois|O|southcentralus|0
westus|West US|United States|US|-122.417|37.783|California|O|eastus|0
westcentralus|West Central US|United States|US|-110.234|40.89|Wyoming|O|westus2|0
southafricawest|South Africa West|South Africa|Africa|18.843266|-34.075691|Cape Town|O|southafricanorth|0
australiacentral|Australia Central|Australia|Asia Pacific|149.1244|-35.3075|Canberra|O|australiacentral2|0
australiacentral2|Australia Central 2|Australia|Asia Pacific|149.1244|-35.3075|Canberra|O|australiacentral|0
australiasoutheast|Australia Southeast|Australia|Asia Pacific|144.9631|-37.8136|Victoria|O|australiaeast|0
jioindiacentral|Jio India Central|India|Asia Pacific|79.08886|21.146633|Nagpur|O|jioindiawest|0
koreasouth|Korea South|Korea|Asia Pacific|129.0756|35.1796|Busan|O|koreacentral|0
southindia|South India|India|Asia Pacific|80.1636|12.9822|Chennai|O|centralindia|0
westindia|West India|India|Asia Pacific|72.868|19.088|Mumbai|O|southindia|0
canadaeast|Canada East|Canada|Canada|-71.217|46.817|Quebec|O|canadacentral|0
francesouth|France South|France|Europe|2.1972|43.8345|Marseille|O|francecentral|0
germanynorth|Germany North|Germany|Europe|8.806422|53.073635|Berlin|O|germanywestcentral|0
norwaywest|Norway West|Norway|Europe|5.733107|58.969975|Norway|O|norwayeast|0
swedensouth|Sweden South|Sweden|Europe|13.0007|55.6059|Malmö|O|swedencentral|0
switzerlandwest|Switzerland West|Switzerland|Europe|6.143158|46.204391|Geneva|O|switzerlandnorth|0
ukwest|UK West|United Kingdom|Europe|-3.084|53.427|Cardiff|O|uksouth|0
uaecentral|UAE Central|UAE|Middle East|54.366669|24.466667|Abu Dhabi|O|uaenorth|0
brazilsoutheast|Brazil Southeast|Brazil|South America|-43.2075|-22.90278|Rio|O|brazilsouth|0
`;

export const AZURE_LOCATIONS: readonly AzureLocation[] = TABLE.trim().split('\n').map(readRow);

const BY_NAME = new Map(AZURE_LOCATIONS.map((location) => [location.name, location]));

/** By the normalized name. */
export function findLocation(name: string): AzureLocation | undefined {
  return BY_NAME.get(name);
}

function readRow(row: string): AzureLocation {
  const [
    name = '',
    displayName = '',
    geography = '',
    geographyGroup = '',
    longitude = '',
    latitude = '',
    physicalLocation = '',
    category,
    pair,
    zones,
  ] = row.split('|');
  return {
    name,
    displayName,
    geography,
    geographyGroup,
    longitude,
    latitude,
    physicalLocation,
    regionCategory: category === 'R' ? 'Recommended' : 'Other',
    pairedRegion: pair === '' ? undefined : pair,
    zoneCount: zones === '3' ? 3 : 0,
  };
}
