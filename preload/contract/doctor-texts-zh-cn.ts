// Chinese sentences of what `flashline doctor` finds.
import type { DoctorTexts } from './doctor-texts.ts'

const none = ''

export const doctorTextsZhCn: DoctorTexts = {
  checkLate: {
    title: '{seconds} 秒内未完成',
    remedy: '本机有部分没有应答。请重新检查；若仍如此，请告知技术支持。',
  },
  checkBroken: { title: '无法检查', remedy: none },
  systemKnown: {
    title: 'Flashline {flashline}，系统 {system} {release}，{arch}，Node {node}[，Electron {electron}]',
    remedy: none,
  },
  systemUnknown: {
    title: 'Flashline 没有为 {system} {release}（{arch}）提供安装包（Node {node}）',
    remedy: '或许可用。经过测试的是 x64 或 arm64 上的 Windows、macOS 和 Linux。',
  },
  nativeLoaded: { title: '已加载：{modules}', remedy: none },
  nativeBroken: {
    title: '原生模块 {module} 无法加载：{reason}',
    remedy: '请用适合本系统和处理器的安装包重新安装 Flashline；从源码运行时：npm ci。',
  },
  dataNone: { title: '尚无数据文件夹，首次启动时会创建 {path}', remedy: none },
  dataFine: { title: '{path} 仅当前用户可用', remedy: none },
  dataOpen: { title: '本机其他用户可以查看 {path}（权限 {mode}）', remedy: '请在终端输入：' },
  dataForeign: {
    title: '{path} 属于其他用户（{owner}）',
    remedy: '请以该用户启动 Flashline，或将文件夹改为您所有：',
  },
  dataReadOnly: {
    title: '{path} 无法写入（{reason}）',
    remedy: '记录无法保存。请授予当前用户写权限，确认磁盘没有写保护，或用 --data 指定其他文件夹。',
  },
  dataNetwork: {
    title: '{path} 位于网络驱动器（{fileSystem}）',
    remedy: '数据库在网络驱动器上容易损坏。请将数据文件夹放在本机磁盘上（--data）。',
  },
  secretsOpen: {
    title: '其他用户可以读取已保存的密码和令牌：{path}（权限 {mode}）',
    remedy: '请在终端输入以下命令，并更换其中的密钥：',
  },
  diskFine: { title: '剩余 {freeMegabytes} MB[，记录在 {syncMilliseconds} 毫秒内落盘]', remedy: none },
  diskLow: {
    title: '仅剩 {freeMegabytes} MB；固件和记录需要 {wantedMegabytes} MB',
    remedy: '请腾出空间：在“固件”中删除旧固件，或删除此磁盘上的其他文件。',
  },
  diskFull: {
    title: '仅剩 {freeMegabytes} MB：结果可能很快无法记录',
    remedy: '请立即腾出至少 {wantedMegabytes} MB：删除旧固件或此磁盘上的其他文件。',
  },
  diskSlow: {
    title: '磁盘较慢：一条记录落盘需要 {syncMilliseconds} 毫秒',
    remedy: '工位多时任务会晚结束。请将数据文件夹放在固态硬盘上（--data），不要放在 SD 卡上。',
  },
  settingsFine: { title: '设置可以读取', remedy: none },
  settingsUnreadable: {
    title: '设置无法读取',
    remedy: '请修正所指文件，或恢复其副本。移走该文件后，工作站将以空白设置启动。',
  },
  profilesFine: { title: '{count} 个配置，均无错误', remedy: none },
  profileBroken: {
    title: '配置 {file} 未被采用：{issue}',
    remedy: '请在“设置 - 配置”中修正；`flashline profile check` 会指出行和列。',
  },
  keychainWorks: { title: '测试条目已写入、读回并删除', remedy: none },
  keychainOff: { title: '未使用（FLASHLINE_KEYCHAIN=off）；密钥保存在 {path}', remedy: none },
  keychainMissing: {
    title: '没有可用的钥匙串；密钥保存在 {path}，仅当前用户可读[（{reason}）]',
    remedy: '用于夹具时没有问题。个人电脑请登录桌面以解锁钥匙串（Linux：安装 gnome-keyring 或 KWallet）。',
  },
  portsNone: { title: '没有插入 USB 串口', remedy: none },
  portFine: { title: '{path}：{product}[，驱动 {driver}]', remedy: none },
  portBusy: {
    title: '{path} 被 {program} 占用（进程 {pid}）',
    remedy: '如果那是正在执行任务的工作站，则一切正常；否则请关闭该程序。',
  },
  portDenied: {
    title: '当前用户无权打开 {path}[（组 {group}）]',
    remedy: '请允许当前用户打开串口（Linux 用以下命令），然后注销并重新登录电脑：',
  },
  portGroupPending: {
    title: '当前用户暂时无法打开 {path}：加入组 {group} 是在登录之后',
    remedy: '请注销并重新登录电脑；服务需要重启。',
  },
  portsUnlisted: {
    title: '无法列出串口：{reason}',
    remedy: '仍可在“设置 - 工位”中按名称打开串口，例如 /dev/ttyUSB0 或 COM3。',
  },
  rulesInstalled: { title: 'Flashline 的 udev 规则已安装', remedy: none },
  rulesMissing: {
    title: 'Flashline 的 udev 规则未安装：转接器的权限和速度无法保证',
    remedy: '请在终端输入：',
  },
  modemManager: {
    title: 'ModemManager 正在运行：它会打开新串口，并可能向板卡发送数据',
    remedy: '安装 udev 规则可让它避开：',
  },
  driverMissing: {
    title: '{place} 上的 {product} 没有驱动',
    remedy: '请加载驱动；若没有，请先安装内核的附加模块（linux-modules-extra）：',
  },
  driverTaken: {
    title: '有程序直接占用 {place} 上的 {product}，因此没有串口',
    remedy: '请关闭该程序（调试器、虚拟机），然后重新插入转接器。',
  },
  brailleTaken: {
    title: 'brltty 将 {place} 上的 {product} 当作盲文显示器占用',
    remedy: '若无人使用此类显示器，请停用它并重新插入转接器：',
  },
  driversMac: {
    title:
      '没有出现串口（/dev/cu.*）的转接器需要厂商驱动：CH340 和 CP210x 自带驱动，请在“系统设置 - 隐私与安全性”中允许',
    remedy: none,
  },
  driversWindows: {
    title:
      '没有出现 COM 口的转接器需要厂商驱动（CH340：WCH，CP210x：Silicon Labs，FTDI：VCP）；设备管理器会以黄色标记显示',
    remedy: none,
  },
  hubsFine: { title: '{hubs} 个集线器后有 {ports} 个串口，没有问题', remedy: none },
  hubsUntold: { title: '本系统不提供集线器的连接方式，只能看到层数', remedy: none },
  hubDeep: {
    title: '{path} 前面串接了 {depth} 个集线器；USB 最多允许五个',
    remedy: '请将其集线器插得离电脑更近：过长的串接会随机出错。',
  },
  hubShared: {
    title: '{ports} 个转接器共用 {place} 处集线器的一个转换器（合计 12 Mbit/s）',
    remedy: '请分散到多个集线器，或使用每个端口各有转换器的集线器（multi-TT）。',
  },
  hubUnpowered: {
    title: '{place} 处的集线器没有外接电源，其设备共需 {milliamps} mA（上限 500 mA）',
    remedy: '请接上电源，或换用带电源的集线器：供电不足时板卡会在烧录中重启。',
  },
  controllerFull: {
    title: 'USB 控制器 {place} 已使用约 96 个端点中的 {endpoints} 个',
    remedy: '请将其余集线器插到另一个控制器（PCIe 扩展卡）：超过上限后，新板卡不会出现。',
  },
  connectionsNone: { title: '未设置连接', remedy: none },
  connectionsOffline: { title: '已设置 {count} 个连接；未测试（离线）', remedy: none },
  connectionWorks: {
    title:
      '{connectionId}（{host}）：{calls} 个接口可用[，经代理 {proxy}][，自有证书颁发机构：{authorities}]',
    remedy: none,
  },
  connectionFailed: { title: '{connectionId}（{host}），{call}[，经代理 {proxy}]', remedy: none },
  connectionLate: {
    title: '{connectionId}（{host}）未在 {seconds} 秒内应答全部接口[，经代理 {proxy}]',
    remedy: '请检查网络，如有代理也请检查；然后在“设置 - 云端”中测试连接。',
  },
  proxyUnused: {
    title: '本机设有代理（{variable}），但连接 {connectionId} 没有使用',
    remedy: '如果不经代理无法连到云端，请在“设置 - 云端”中填写代理。',
  },
  certificatesUnchecked: {
    title: '未检查证书：NODE_TLS_REJECT_UNAUTHORIZED 为 0',
    remedy: '请去掉该变量，改为在连接中填写工厂自有的证书颁发机构。',
  },
  authorityUnreadable: {
    title: '{connectionId} 的一个证书无法读取',
    remedy: '请在“设置 - 云端”中重新填写颁发机构的证书（PEM）。',
  },
  authorityExpired: {
    title: '{connectionId} 的证书颁发机构 {subject} 已于 {validToAt} 到期',
    remedy: '请索取新证书，并在“设置 - 云端”中填写。',
  },
  clockFine: { title: '与 {host} 相差 {seconds} 秒，时区 {zone}', remedy: none },
  clockUnasked: { title: '未向云端询问时间；时区 {zone}', remedy: none },
  clockOff: {
    title: '与 {host} 相差 {minutes} 分钟；达到 15 分钟时云端会拒绝签名和令牌',
    remedy: '请校准时钟，最好开启自动对时（NTP）。时区：{zone}。',
  },
  clockWrong: {
    title: '与 {host} 相差 {minutes} 分钟：签名和令牌会被拒绝',
    remedy: '请立即校准时钟，最好开启自动对时（NTP）。时区：{zone}。',
  },
  doorFree: { title: '端口 {port} 可供 `serve` 使用', remedy: none },
  doorTaken: {
    title: '端口 {port} 已被占用（{reason}）',
    remedy: '如果那是您的工作站，则一切正常；否则 `serve` 会另选端口，或用 --port 指定。',
  },
  foldersNone: { title: '未设置', remedy: none },
  folderFine: { title: '{folder} 可以读取、写入和重命名', remedy: none },
  folderUnusable: {
    title: '无法使用 {folder}[（{reason}）]',
    remedy:
      '请检查共享是否已连接，以及当前用户能否读取、写入和重命名；或在“设置 - 工厂”中改用其他文件夹。期间不会丢失任何内容：文件和记录都会等待。',
  },
  databaseNone: { title: '尚无数据库', remedy: none },
  databaseFine: { title: '完好，{megabytes} MB，版本 {version}', remedy: none },
  databaseUnproved: {
    title: '{megabytes} MB，版本 {version}；校验会拖慢工作站，故未进行：可在命令行运行 `flashline doctor`',
    remedy: none,
  },
  databaseOld: { title: '完好，版本 {version}：下次启动时升级到 {known}', remedy: none },
  databaseNewer: {
    title: '由更新的 Flashline 写入（版本 {version}，本程序只认识 {known}）',
    remedy: '请重新安装该版本的 Flashline，或使用其他数据文件夹。',
  },
  databaseDamaged: {
    title: '已损坏：{problem}',
    remedy: '请重启工作站：它会保留损坏的文件，使用最新的完好备份，并取回仍可读取的记录。',
  },
  databaseRecovered: {
    title: '{at} 曾损坏或恢复：取回 {broughtOver} 条记录，丢失 {lost} 条',
    remedy: '请负责人查看屏幕顶部的提示并点击“已知悉”。若再次发生，请考虑更换磁盘。',
  },
  databaseUnreadable: { title: '无法打开', remedy: none },
  databaseLog: {
    title: '其日志已增长到 {megabytes} MB',
    remedy: '有程序一直在读取：请关闭该程序并重启工作站。',
  },
}
