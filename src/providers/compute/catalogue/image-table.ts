/*
 * Platform images: publisher | offer | operating system | GiB of the OS disk | versions | SKUs. In
 * versions # is a date (20240802), % one without century, and each stands for several dates; without
 * either the versions are listed. Generation and architecture are read from the SKU's name.
 * Sources of names: documentation of Microsoft's quick-starts and of `az vm image list`, the alias
 * documents of az 2.45 and 2.74, templates in public repositories. Versions are like those that
 * publishers give, not a record of them.
 */
export const PLATFORM_IMAGES = `
Canonical|UbuntuServer|Linux|30|14.04.#0|14.04.5-LTS
Canonical|UbuntuServer|Linux|30|16.04.#0|16.04-LTS 16_04-lts-gen2 16.04.0-LTS
Canonical|UbuntuServer|Linux|30|18.04.#0|18.04-LTS 18_04-lts-gen2 18_04-lts-arm64 18.04-DAILY-LTS
Canonical|0001-com-ubuntu-server-focal|Linux|30|20.04.#0|20_04-lts 20_04-lts-gen2 20_04-lts-arm64
Canonical|0001-com-ubuntu-server-focal-daily|Linux|30|20.04.#0|20_04-daily-lts 20_04-daily-lts-gen2
Canonical|0001-com-ubuntu-server-jammy|Linux|30|22.04.#0|22_04-lts 22_04-lts-gen2 22_04-lts-arm64
Canonical|0001-com-ubuntu-server-jammy-daily|Linux|30|22.04.#0|22_04-daily-lts 22_04-daily-lts-gen2
Canonical|0001-com-ubuntu-minimal-focal|Linux|30|20.04.#0|minimal-20_04-lts minimal-20_04-lts-gen2
Canonical|0001-com-ubuntu-minimal-jammy|Linux|30|22.04.#0|minimal-22_04-lts minimal-22_04-lts-gen2
Canonical|0001-com-ubuntu-confidential-vm-jammy|Linux|30|22.04.#0|22_04-lts-cvm
Canonical|ubuntu-24_04-lts|Linux|30|24.04.#0|server server-gen1 server-arm64 minimal minimal-gen1 cvm
Canonical|ubuntu-24_04-lts-daily|Linux|30|24.04.#0|server server-gen1 server-arm64
Debian|debian-10|Linux|30|0.#.1829|10 10-gen2 10-backports 10-backports-gen2
Debian|debian-11|Linux|30|0.#.1829|11 11-gen2 11-backports 11-backports-gen2
Debian|debian-12|Linux|30|0.#.1829|12 12-gen2 12-arm64 12-backports 12-backports-gen2
Debian|debian-13|Linux|30|0.#.1829|13 13-gen2 13-arm64
credativ|Debian|Linux|30|9.0.#0|8 9 9-backports
OpenLogic|CentOS|Linux|30|7.3.#00|6.9 7.2 7.3 7.4
OpenLogic|CentOS|Linux|30|7.5.#01|7.5 7.6 7.7 7_8 7_9 7_9-gen2
OpenLogic|CentOS|Linux|30|8.5.#00|8_4 8_4-gen2 8_5 8_5-gen2
RedHat|RHEL|Linux|64|7.9.#11|7-LVM 7-RAW 7lvm-gen2 7_9 79-gen2 7.8
RedHat|RHEL|Linux|64|8.10.#18|8 8-gen2 8-lvm 8-lvm-gen2 8-LVM-arm64 8_10 810-gen2 8_6 86-gen2
RedHat|RHEL|Linux|64|9.4.#16|9-lvm 9-lvm-gen2 9_4 94_gen2 9_2 92-gen2 9_4-arm64 9_0
RedHat|rhel-raw|Linux|10|8.10.#18|8-raw 8-raw-gen2 9-raw 9-raw-gen2
SUSE|openSUSE-leap-15-4|Linux|30|#.1.0|gen1 gen2
SUSE|openSUSE-leap-15-5|Linux|30|#.1.0|gen1 gen2
SUSE|opensuse-leap-15-3|Linux|30|#.1.0|gen1 gen2
SUSE|sles-12-sp5|Linux|30|#.1.0|gen1 gen2
SUSE|sles-15-sp3|Linux|30|#.1.0|gen1 gen2
SUSE|sles-15-sp5|Linux|30|#.1.0|gen1 gen2
SUSE|sles-15-sp6|Linux|30|#.1.0|gen1 gen2 gen2-arm64
kinvolk|flatcar-container-linux-free|Linux|30|3760.2.0,3815.2.5,3975.2.0|stable stable-gen2 beta beta-gen2 alpha alpha-gen2
kinvolk|flatcar-container-linux|Linux|30|3760.2.0,3815.2.5,3975.2.0|stable stable-gen2 beta beta-gen2
CoreOS|CoreOS|Linux|30|2345.3.0,2512.2.0,2512.3.0|Stable Beta Alpha
Oracle|Oracle-Linux|Linux|30|8.9.1,8.9.2,8.10.1|79-gen2 ol79-lvm ol79-lvm-gen2 ol89-lvm ol89-lvm-gen2 ol810-lvm-gen2
Oracle|Oracle-Linux|Linux|30|9.3.1,9.3.2,9.4.1|ol93-lvm-gen2 ol94-lvm ol94-lvm-gen2 ol94-arm64-lvm-gen2
almalinux|almalinux-x86_64|Linux|30|8.10.#01|8-gen1 8-gen2
almalinux|almalinux-x86_64|Linux|30|9.4.#01|9-gen1 9-gen2
almalinux|almalinux-arm|Linux|30|9.4.#01|9-arm-gen2-arm64
resf|rockylinux-x86_64|Linux|10|9.4.#0|8-base 8-lvm 9-base 9-lvm
microsoftcblmariner|cbl-mariner|Linux|30|2.#.01|cbl-mariner-2 cbl-mariner-2-gen2 cbl-mariner-2-arm64
MicrosoftCBLMariner|azure-linux-3|Linux|30|3.#.01|azure-linux-3 azure-linux-3-gen2 azure-linux-3-arm64
microsoftazurelinux|azurelinux-4|Linux|30|4.#.01|4 4-gen1 4-arm64
microsoft-dsvm|ubuntu-2004|Linux|150|24.05.08,24.06.11,24.07.19|2004 2004-gen2
microsoft-dsvm|ubuntu-hpc|Linux|64|22.04.#01|2004 2204
MicrosoftWindowsServer|WindowsServer|Windows|127|7601.24214.%|2008-R2-SP1 2008-R2-SP1-smalldisk
MicrosoftWindowsServer|WindowsServer|Windows|127|9200.25031.%|2012-Datacenter 2012-datacenter-gensecond 2012-Datacenter-smalldisk
MicrosoftWindowsServer|WindowsServer|Windows|127|9600.22134.%|2012-R2-Datacenter 2012-r2-datacenter-gensecond 2012-R2-Datacenter-smalldisk
MicrosoftWindowsServer|WindowsServer|Windows|127|14393.7259.%|2016-Datacenter 2016-datacenter-gensecond 2016-Datacenter-smalldisk 2016-Datacenter-Server-Core 2016-datacenter-server-core-g2 2016-Datacenter-with-Containers 2016-datacenter-with-containers-g2
MicrosoftWindowsServer|WindowsServer|Windows|127|17763.6189.%|2019-Datacenter 2019-datacenter-gensecond 2019-Datacenter-smalldisk 2019-datacenter-smalldisk-g2 2019-Datacenter-Core 2019-datacenter-core-g2 2019-Datacenter-with-Containers 2019-datacenter-with-containers-g2 2019-Datacenter-Core-with-Containers 2019-datacenter-core-with-containers-g2
MicrosoftWindowsServer|WindowsServer|Windows|127|20348.2655.%|2022-Datacenter 2022-datacenter-g2 2022-datacenter-smalldisk 2022-datacenter-smalldisk-g2 2022-datacenter-core 2022-datacenter-core-g2 2022-datacenter-core-smalldisk 2022-datacenter-core-smalldisk-g2 2022-datacenter-azure-edition 2022-datacenter-azure-edition-core 2022-datacenter-azure-edition-smalldisk 2022-datacenter-azure-edition-core-smalldisk 2022-datacenter-azure-edition-hotpatch
MicrosoftWindowsServer|WindowsServer|Windows|127|26100.2314.%|2025-datacenter 2025-datacenter-g2 2025-datacenter-core 2025-datacenter-core-g2 2025-datacenter-smalldisk-g2 2025-datacenter-azure-edition 2025-datacenter-azure-edition-core 2025-datacenter-azure-edition-smalldisk
MicrosoftWindowsServer|WindowsServerSemiAnnual|Windows|127|19042.1889.%|Datacenter-Core-20H2-with-Containers-smalldisk
MicrosoftWindowsDesktop|Windows-10|Windows|127|19045.4780.%|win10-22h2-pro win10-22h2-pro-g2 win10-22h2-ent win10-22h2-ent-g2
MicrosoftWindowsDesktop|windows-11|Windows|127|22631.4037.%|win11-22h2-pro win11-23h2-pro win11-23h2-ent win11-23h2-avd win11-24h2-pro
MicrosoftSQLServer|sql2019-ws2022|Windows|127|15.0.%|standard enterprise sqldev web sqldev-gen2 standard-gen2 enterprise-gen2
MicrosoftSQLServer|sql2022-ws2022|Windows|127|16.0.%|standard-gen2 enterprise-gen2 sqldev-gen2 web-gen2
MicrosoftVisualStudio|visualstudio2022|Windows|127|2024.%.01|vs-2022-comm-latest-ws2022 vs-2022-ent-latest-ws2022
`;

/** What # and % stand for; the last one is the newest. */
export const VERSION_DATES = ['20240510', '20240712', '20240802'];
