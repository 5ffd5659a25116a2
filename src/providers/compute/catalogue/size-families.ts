/*
 * The sizes of virtual machines that this emulator's regions offer, family by family.
 * Sources: Microsoft Learn, "Sizes for virtual machines in Azure" and its pages by series (cores,
 * memory, temporary storage, data disks, network interfaces); names of families and their labels as
 * `az vm list-usage` and `az vm list-skus` print them in public repositories.
 */

/**
 * What the sizes of a family have in common, one letter each: P premium storage, 1 and 2 the
 * generations of Hyper-V, A accelerated networking, H encryption at host, E ephemeral OS disk, S may be
 * Spot, U ultra disks in zones, X Arm64, G graphics, L offered in the large regions only.
 */
export type SizeTrait = 'P' | '1' | '2' | 'A' | 'H' | 'E' | 'S' | 'U' | 'X' | 'G' | 'L';

/**
 * Families whose sizes follow a rule: family | label | size, # for the cores | cores | GiB per core |
 * MB of temporary disk per core | traits.
 */
export const REGULAR_FAMILIES = `
standardDv3Family|Standard Dv3 Family vCPUs|D#_v3|2 4 8 16 32 48 64|4|25600|1AHS
standardDSv3Family|Standard DSv3 Family vCPUs|D#s_v3|2 4 8 16 32 48 64|4|8192|P12AHESU
standardDv4Family|Standard Dv4 Family vCPUs|D#_v4|2 4 8 16 32 48 64|4|0|12AHS
standardDSv4Family|Standard DSv4 Family vCPUs|D#s_v4|2 4 8 16 32 48 64|4|0|P12AHSU
standardDDv4Family|Standard DDv4 Family vCPUs|D#d_v4|2 4 8 16 32 48 64|4|38400|12AHES
standardDDSv4Family|Standard DDSv4 Family vCPUs|D#ds_v4|2 4 8 16 32 48 64|4|38400|P12AHESU
standardDAv4Family|Standard DAv4 Family vCPUs|D#a_v4|2 4 8 16 32 48 64 96|4|25600|12AS
standardDASv4Family|Standard DASv4 Family vCPUs|D#as_v4|2 4 8 16 32 48 64 96|4|8192|P12AHESU
standardDv5Family|Standard Dv5 Family vCPUs|D#_v5|2 4 8 16 32 48 64 96|4|0|12AHS
standardDSv5Family|Standard DSv5 Family vCPUs|D#s_v5|2 4 8 16 32 48 64 96|4|0|P12AHSU
standardDDv5Family|Standard DDv5 Family vCPUs|D#d_v5|2 4 8 16 32 48 64 96|4|38400|12AHES
standardDDSv5Family|Standard DDSv5 Family vCPUs|D#ds_v5|2 4 8 16 32 48 64 96|4|38400|P12AHESU
standardDASv5Family|Standard DASv5 Family vCPUs|D#as_v5|2 4 8 16 32 48 64 96|4|0|P12AHSU
standardDADSv5Family|Standard DADSv5 Family vCPUs|D#ads_v5|2 4 8 16 32 48 64 96|4|38400|P12AHESU
standardDLSv5Family|Standard DLSv5 Family vCPUs|D#ls_v5|2 4 8 16 32 48 64 96|2|0|P12AHSU
standardDPSv5Family|Standard DPSv5 Family vCPUs|D#ps_v5|2 4 8 16 32 48 64|4|0|P2AHSXL
standardDPDSv5Family|Standard DPDSv5 Family vCPUs|D#pds_v5|2 4 8 16 32 48 64|4|38400|P2AHESXL
standardDPLSv5Family|Standard DPLSv5 Family vCPUs|D#pls_v5|2 4 8 16 32 48 64|2|0|P2AHSXL
standardEv3Family|Standard Ev3 Family vCPUs|E#_v3|2 4 8 16 20 32 48 64|8|25600|1AHS
standardESv3Family|Standard ESv3 Family vCPUs|E#s_v3|2 4 8 16 20 32 48 64|8|16384|P12AHESU
standardESv4Family|Standard ESv4 Family vCPUs|E#s_v4|2 4 8 16 20 32 48 64|8|0|P12AHSU
standardEDSv4Family|Standard EDSv4 Family vCPUs|E#ds_v4|2 4 8 16 20 32 48 64|8|38400|P12AHESU
standardEASv4Family|Standard EASv4 Family vCPUs|E#as_v4|2 4 8 16 20 32 48 64 96|8|16384|P12AHESU
standardESv5Family|Standard ESv5 Family vCPUs|E#s_v5|2 4 8 16 20 32 48 64 96|8|0|P12AHSU
standardEDSv5Family|Standard EDSv5 Family vCPUs|E#ds_v5|2 4 8 16 20 32 48 64 96|8|38400|P12AHESU
standardEASv5Family|Standard EASv5 Family vCPUs|E#as_v5|2 4 8 16 20 32 48 64 96|8|0|P12AHSU
standardEADSv5Family|Standard EADSv5 Family vCPUs|E#ads_v5|2 4 8 16 20 32 48 64 96|8|38400|P12AHESU
standardFFamily|Standard F Family vCPUs|F#|1 2 4 8 16|2|16384|1AHS
standardFSFamily|Standard FS Family vCPUs|F#s|1 2 4 8 16|2|4096|P12AHES
standardFSv2Family|Standard FSv2 Family vCPUs|F#s_v2|2 4 8 16 32 48 64 72|2|8192|P12AHESU
standardLSv2Family|Standard LSv2 Family vCPUs|L#s_v2|8 16 32 48 64 80|8|10240|P12AHESUL
standardLSv3Family|Standard LSv3 Family vCPUs|L#s_v3|8 16 32 48 64 80|8|10240|P12AHESUL
`;

/** Memory of the largest sizes, which have less than the rule says, in GiB. */
export const MEMORY_EXCEPTIONS: Readonly<Record<string, number>> = {
  E64_v3: 432,
  E64s_v3: 432,
  E64s_v4: 504,
  E64ds_v4: 504,
  E96as_v4: 672,
  E96s_v5: 672,
  E96ds_v5: 672,
  E96as_v5: 672,
  E96ads_v5: 672,
};

/**
 * Families without a rule: family | label | traits | sizes. A size is its name, cores, GiB, MB of
 * temporary disk, data disks and network interfaces; `4-2` cores are four of which two are in use.
 */
export const LISTED_FAMILIES = `
basicAFamily|Basic A Family vCPUs|1|Basic_A0,1,0.75,20480,1,2 Basic_A1,1,1.75,40960,2,2 Basic_A2,2,3.5,61440,4,2 Basic_A3,4,7,122880,8,2 Basic_A4,8,14,245760,16,2
standardA0_A7Family|Standard A0-A7 Family vCPUs|1S|A0,1,0.75,20480,1,2 A1,1,1.75,71680,2,2 A2,2,3.5,138240,4,2 A3,4,7,291840,8,2 A4,8,14,619520,16,4 A5,2,14,138240,4,2 A6,4,28,291840,8,2 A7,8,56,619520,16,4
standardAv2Family|Standard Av2 Family vCPUs|1S|A1_v2,1,2,10240,2,2 A2_v2,2,4,20480,4,2 A4_v2,4,8,40960,8,4 A8_v2,8,16,81920,16,8 A2m_v2,2,16,20480,4,2 A4m_v2,4,32,40960,8,4 A8m_v2,8,64,81920,16,8
standardBSFamily|Standard BS Family vCPUs|P12HE|B1ls,1,0.5,4096,2,2 B1s,1,1,4096,2,2 B1ms,1,2,4096,2,2 B2s,2,4,8192,4,3 B2ms,2,8,16384,4,3 B4ms,4,16,32768,8,4 B8ms,8,32,65536,16,4 B12ms,12,48,98304,16,6 B16ms,16,64,131072,32,8 B20ms,20,80,163840,32,8
standardBsv2Family|Standard Bsv2 Family vCPUs|P12AH|B2ts_v2,2,1,0,4,2 B2ls_v2,2,4,0,4,2 B2s_v2,2,8,0,4,2 B4ls_v2,4,8,0,8,2 B4s_v2,4,16,0,8,2 B8ls_v2,8,16,0,16,4 B8s_v2,8,32,0,16,4 B16ls_v2,16,32,0,32,4 B16s_v2,16,64,0,32,4 B32ls_v2,32,64,0,32,8 B32s_v2,32,128,0,32,8
standardBasv2Family|Standard Basv2 Family vCPUs|P12AH|B2ats_v2,2,1,0,4,2 B2als_v2,2,4,0,4,2 B2as_v2,2,8,0,4,2 B4als_v2,4,8,0,8,2 B4as_v2,4,16,0,8,2 B8als_v2,8,16,0,16,2 B8as_v2,8,32,0,16,2
standardBpsv2Family|Standard Bpsv2 Family vCPUs|P2AHXL|B2pts_v2,2,1,0,4,2 B2pls_v2,2,4,0,4,2 B2ps_v2,2,8,0,4,2 B4pls_v2,4,8,0,8,2 B4ps_v2,4,16,0,8,2
standardDFamily|Standard D Family vCPUs|1S|D1,1,3.5,51200,4,2 D2,2,7,102400,8,2 D3,4,14,204800,16,4 D4,8,28,409600,32,8 D11,2,14,102400,8,2 D12,4,28,204800,16,4 D13,8,56,409600,32,8 D14,16,112,819200,64,8
standardDSFamily|Standard DS Family vCPUs|P1S|DS1,1,3.5,7168,4,2 DS2,2,7,14336,8,2 DS3,4,14,28672,16,4 DS4,8,28,57344,32,8 DS11,2,14,28672,8,2 DS12,4,28,57344,16,4 DS13,8,56,114688,32,8 DS14,16,112,229376,64,8
standardDv2Family|Standard Dv2 Family vCPUs|1AHS|D1_v2,1,3.5,51200,4,2 D2_v2,2,7,102400,8,2 D3_v2,4,14,204800,16,4 D4_v2,8,28,409600,32,8 D5_v2,16,56,819200,64,8 D11_v2,2,14,102400,8,2 D12_v2,4,28,204800,16,4 D13_v2,8,56,409600,32,8 D14_v2,16,112,819200,64,8 D15_v2,20,140,1024000,64,8
standardDSv2Family|Standard DSv2 Family vCPUs|P12AHESU|DS1_v2,1,3.5,7168,4,2 DS2_v2,2,7,14336,8,2 DS3_v2,4,14,28672,16,4 DS4_v2,8,28,57344,32,8 DS5_v2,16,56,114688,64,8 DS11_v2,2,14,28672,8,2 DS12_v2,4,28,57344,16,4 DS13_v2,8,56,114688,32,8 DS14_v2,16,112,229376,64,8 DS15_v2,20,140,286720,64,8
standardESv3Family|Standard ESv3 Family vCPUs|P12AHESU|E4-2s_v3,4-2,32,65536,8,2 E8-2s_v3,8-2,64,131072,16,4 E8-4s_v3,8-4,64,131072,16,4
standardEASv5Family|Standard EASv5 Family vCPUs|P12AHSU|E4-2as_v5,4-2,32,0,8,2 E8-2as_v5,8-2,64,0,16,4 E8-4as_v5,8-4,64,0,16,4
standardNCSv3Family|Standard NCSv3 Family vCPUs|P12ASGL|NC6s_v3,6,112,344064,12,4 NC12s_v3,12,224,688128,24,8 NC24s_v3,24,448,1376256,32,8 NC24rs_v3,24,448,1376256,32,8
Standard NCASv3_T4 Family|Standard NCASv3_T4 Family vCPUs|P12AESGL|NC4as_T4_v3,4,28,180224,8,2 NC8as_T4_v3,8,56,360448,16,4 NC16as_T4_v3,16,110,360448,32,8 NC64as_T4_v3,64,440,2883584,32,8
standardNVSv3Family|Standard NVSv3 Family vCPUs|P12ASGL|NV12s_v3,12,112,344064,12,4 NV24s_v3,24,224,688128,24,8 NV48s_v3,48,448,1376256,32,8
StandardNVADSA10v5Family|Standard NVADSA10v5 Family vCPUs|P12AESGL|NV6ads_A10_v5,6,55,184320,4,2 NV12ads_A10_v5,12,110,368640,8,2 NV18ads_A10_v5,18,220,737280,16,4 NV36ads_A10_v5,36,440,1474560,32,4
standardMSFamily|Standard MS Family vCPUs|P12AHSUL|M8ms,8,218.75,256000,8,4 M16ms,16,437.5,512000,16,8 M32ls,32,256,1024000,32,8 M32ts,32,192,1024000,32,8 M32ms,32,875,1024000,32,8 M64ls,64,512,2048000,64,8 M64s,64,1024,2048000,64,8 M64ms,64,1792,2048000,64,8 M128s,128,2048,4096000,64,8 M128ms,128,3892,4096000,64,8
`;
