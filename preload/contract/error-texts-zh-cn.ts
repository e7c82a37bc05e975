// Simplified Chinese sentences of the error codes. Syntax of the placeholders: error-texts.ts.
import type { ErrorText } from './error-texts.ts'
import type { ErrorCode } from './errors.ts'

export const errorTextsZhCn: Record<ErrorCode, ErrorText> = {
  LINK_NOT_FOUND: {
    title: '未连接设备[（{address}）]',
    remedy: '请检查线缆和设备供电，然后重新开始。',
  },
  LINK_BUSY: {
    title: '串口[ {address} ]正被其他程序占用',
    remedy: '请关闭占用串口的程序（终端、开发工具或另一个工作站），然后重新开始。',
  },
  LINK_DENIED: {
    title: '当前用户无权打开串口[ {address}]',
    remedy: '请给当前用户授予串口权限（Linux 下加入 dialout 组），重新登录后再开始。',
  },
  LINK_LOST: {
    title: '与设备的连接中断',
    remedy: '请检查线缆、插头和供电，重新插上设备后再开始。',
  },
  LINK_STALLED: {
    title: '串口适配器停止接收数据',
    remedy: '请拔下 USB 适配器，重新插上后再开始。若再次出现，请更换适配器。',
  },
  LINK_ADDRESS: {
    title: '无法识别地址[“{address}”]',
    remedy:
      '请按以下格式填写：/dev/ttyUSB0、COM3、tcp://192.168.1.20:4000、rfc2217://192.168.1.20:2217 或 lan://192.168.1.30。',
  },
  REMOTE_SERIAL: {
    title: '串口服务器[（{address}）]未按要求执行[：{option}]',
    remedy:
      '请确认该端口支持 RFC 2217（telnet）；若不支持，请在服务器上设置波特率、校验位和控制线，或改用 tcp:// 原始端口。',
  },
  LAN_OUTSIDE: {
    title: '地址[ {address} ]不在本站允许访问的网段内',
    remedy: '未发送任何数据。若确为您的设备，请在“设置 - 局域网”中添加其网段。',
  },
  LAN_RANGE: {
    title: '无法使用网段[“{range}”][：超过 {limit} 个地址]',
    remedy: '请按 192.168.1.0/24 或 192.168.1.10-192.168.1.60 的格式填写，并分段扫描。',
  },
  LAN_INTERFACE: {
    title: '网络接口[ {interface} ]没有地址',
    remedy: '请插好网线或连接 Wi-Fi，或在“设置 - 局域网”中选择其他接口。',
  },
  LAN_NAME: {
    title: '在网络中找不到名称[ {host}]',
    remedy: '请检查名称，并确认本机处于同一网络，或直接填写数字地址。',
  },
  LAN_UNREACHABLE: {
    title: '设备[（{address}）]在网络上没有应答',
    remedy: '请检查设备供电以及是否在此网络中（Wi-Fi、VLAN、访客隔离），然后重试。其他设备不受影响。',
  },
  OTA_PASSWORD: {
    title: '设备[（{address}）]拒绝了密码',
    remedy: '未写入任何内容。请在“设置 - 局域网”中填写这类设备的密码，然后重试。',
  },
  OTA_REFUSED: {
    title: '设备拒绝升级[：{said}]',
    remedy: '请确认固件适用于该型号且空间足够，然后重试。若再次被拒绝，请改用线缆烧录。',
  },
  OTA_BROKEN: {
    title: '设备中断了传输[（已传 {doneBytes}）]',
    remedy: '设备通常仍运行原固件。请检查供电和 Wi-Fi 信号，然后重试。',
  },
  OTA_SILENT: {
    title: '升级过程中设备停止应答[（{timeoutMs}）]',
    remedy: '请等待一分钟，设备可能自行重启；随后断电重启并重试。',
  },
  OTA_REPLY: {
    title: '设备的应答与配置不符[：{said}]',
    remedy: '请确认配置适用于该型号及其固件，然后重试。',
  },
  OTA_TLS: {
    title: '设备[（{address}）]的证书不受信任[：{reason}]',
    remedy: '未发送任何数据。请把签发机构的证书填入配置，或更换设备证书。',
  },
  OTA_REDIRECT: {
    title: '设备[（{address}）]要求把升级发往别处[：{location}]',
    remedy: '本站不会跟随跳转。请在配置中填写正确的端口、路径或 https。',
  },
  PULL_NOT_STARTED: {
    title: '已通知设备下载固件，但设备没有开始[（{timeoutMs}）]',
    remedy: '请确认设备能访问本机（同一网络，防火墙放行下载端口），然后重试。未写入任何内容。',
  },
  PULL_STOPPED: {
    title: '设备中途停止下载固件[（已下载 {doneBytes}）]',
    remedy: '设备通常仍运行原固件。请检查供电和信号，然后重试。',
  },
  HANDOUT_UNSET: {
    title: '本站未开启固件分发',
    remedy: '请在“设置 - 局域网”中选择设备下载固件所用的网络接口。',
  },
  HANDOUT_PORT: {
    title: '无法打开固件分发端口[ {port}][：{reason}]',
    remedy:
      '请关闭占用该端口的程序或更换端口。TFTP 需要 69 端口：Linux 下请用 setcap 或 sysctl net.ipv4.ip_unprivileged_port_start 放行。',
  },
  DEVICE_OFFLINE: {
    title: '消息服务器显示设备[ {device} ]离线',
    remedy: '请检查设备供电和网络，等设备上线后重试。',
  },
  BROKER_UNSET: {
    title: '未设置消息服务器',
    remedy: '请在“设置 - 局域网”中填写工厂的消息服务器。',
  },
  BROKER_UNREACHABLE: {
    title: '无法连接消息服务器[ {address}][：{reason}]',
    remedy: '请检查其地址以及是否正在运行，然后重试。',
  },
  BROKER_DENIED: {
    title: '消息服务器[ {address} ]拒绝本站连接',
    remedy: '请在“设置 - 局域网”中检查用户名、密码和客户端证书。',
  },
  BROKER_TLS: {
    title: '消息服务器[ {address} ]的证书不受信任[：{reason}]',
    remedy: '请在“设置 - 局域网”中填写其签发机构的证书。',
  },
  BROKER_LOST: {
    title: '与消息服务器[ {address} ]的连接中断',
    remedy: '本站会自动重连。请检查网络，然后重新开始。',
  },
  BROKER_REFUSED: {
    title: '消息服务器不允许使用主题[ {topic}]',
    remedy: '请在消息服务器上为本站用户授权，或更正配置中的主题。',
  },
  ROLLOUT_UNKNOWN: {
    title: '本站没有这个批量升级',
    remedy: '请刷新页面，从列表中选择。',
  },
  ROLLOUT_BUSY: {
    title: '设备[ {name} ]已属于正在进行的批量升级',
    remedy: '请等其结束或先停止它，然后重新开始。',
  },
  CONSOLE_NO_PROMPT: {
    title: '未看到引导程序的提示符',
    remedy: '请将设备断电再上电，然后重新开始。若仍无反应，请检查 TX、RX 接线和配置中的波特率。',
  },
  CONSOLE_NO_ANSWER: {
    title: '设备[在{timeoutMs|deadlineMs}内]没有应答命令',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边。',
  },
  CONSOLE_REFUSED: {
    title: '设备拒绝了命令[：{line}]',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边，并把控制台日志交给线长。',
  },
  RECEIVER_SILENT: {
    title: '设备一直没有请求接收固件',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边。',
  },
  RECEIVER_CANCELLED: {
    title: '设备中止了传输',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边。',
  },
  TRANSFER_RETRIES: {
    title: '传输错误过多[（位于第 {offset} 字节）]',
    remedy: '请换用更短或更好的线缆，远离电机和电源，然后重新开始。',
  },
  LOADER_SILENT: {
    title: '引导程序没有应答',
    remedy:
      '请让板卡进入引导程序（按住 BOOT 再按一下 RESET，或按配置说明操作），然后重新开始。若仍无应答，请检查 TX、RX 和供电。',
  },
  LOADER_REPLY: {
    title: '引导程序的应答无法理解[（命令 {command}）]',
    remedy: '请换用更短或更好的线，关闭其他正在访问该板卡的程序，断电重启后重新开始。',
  },
  LOADER_REFUSED: {
    title: '引导程序拒绝了命令[：{command}][，状态 {status}][，地址 {address}]',
    remedy: '请将板卡断电重启后重新开始。若再次出现，请将板卡搁置。',
  },
  STORAGE_WRITE: {
    title: '设备写入存储失败[（地址 {address}）][：{line}]',
    remedy: '请重新开始。若再次出现，闪存可能已损坏，请将设备放到一边。',
  },
  VERIFY_MISMATCH: {
    title: '设备中的内容与写入的不一致[（地址 {address}）]',
    remedy: '请重新开始。若再次出现，闪存可能已损坏，请将设备放到一边。',
  },
  VERSION_UNSEEN: {
    title: '重启后设备没有报告版本',
    remedy: '请将设备断电再上电，确认能否启动，然后重新开始。',
  },
  SWAP_REVERTED: {
    title: '设备退回了旧固件',
    remedy: '新固件未能启动或未被确认。请确认固件使用该产品的密钥签名，然后重新开始。',
  },
  VERSION_DIFFERS: {
    title: '设备启动的版本与写入的不同[：应为 {expected}，实为 {found}]',
    remedy: '请重新开始。若再次出现，固件自带的版本号可能有误，请告知线长。',
  },
  DEVICE_UNKNOWN: {
    title: '无法确定这是哪台设备',
    remedy: '请确认设备已在云端登记[（MAC {mac}）][（SN {sn}）]，或手动输入设备 ID。',
  },
  DEVICE_DIFFERS: {
    title: '设备与指定的不符[：应为 {expected}，实为 {found}]',
    remedy: '请插入正确的设备，或不指定设备直接开始。',
  },
  CHIP_DIFFERS: {
    title: '该工位上的芯片不符[：应为 {expected}，实为 {found}]',
    remedy: '请取下该板卡，换上正确产品的板卡。',
  },
  CHIP_UNKNOWN: {
    title: '本程序不认识该芯片[：{chip}]',
    remedy: '请确认配置与板卡相符；比本程序更新的芯片需要更新程序。',
  },
  CHIP_READ_PROTECTED: {
    title: '芯片处于读写保护状态',
    remedy: '解除保护会擦除整个芯片。若确需解除，请在配置中设置“unprotect”；否则请将板卡搁置。',
  },
  CHIP_SECURED: {
    title: '芯片只接受签名或加密的固件[：{fuses}]',
    remedy: '写入普通固件会使其无法启动，因此未写入任何内容。请使用该产品的签名固件和对应的升级方式。',
  },
  VERSION_UNKNOWN: {
    title: '设备没有报告当前版本',
    remedy: '请将设备断电再上电，然后重新开始，并确认本工位设置的产品正确。',
  },
  TASK_NONE: {
    title: '没有适用于该设备的升级任务[（当前版本 {version}）]',
    remedy:
      '[云端没有应答，本次按 {syncedAt} 同步的任务判断。]设备可能已是最新版本；否则请为该版本创建并启动升级任务。',
  },
  TASK_STOPPED: {
    title: '升级任务[ {taskId} ]未在运行',
    remedy: '请在云端启动该任务，然后重新开始。',
  },
  TASK_DIFFERS: {
    title: '升级任务与该设备不符',
    remedy: '请核对任务的产品、部件和版本与设备是否一致[：应为 {expected}，实为 {found}]。',
  },
  TASK_NOT_FOUND: {
    title: '升级任务[ {taskId} ]不存在',
    remedy: '请核对任务 ID，并确认工作站连接的云端和企业正确。',
  },
  PRODUCT_UNSET: {
    title: '尚未设置本工位烧录的产品',
    remedy: '请在“设置”中选择产品和配置。',
  },
  PROFILE_UNKNOWN: {
    title: '找不到配置[“{profileId}”]',
    remedy: '请在“设置”中选择已有的配置，或安装缺少的配置。',
  },
  PROFILE_INVALID: {
    title: '配置[“{profileId|file}”]有错误',
    remedy: '请修正配置[第 {line} 行][（{issue|place|field|name}）]，或在“设置”中选择其他配置。',
  },
  IMAGE_NOT_FOUND: {
    title: '任务所指的位置没有固件文件',
    remedy: '请在云端重新上传固件，或更正任务中的地址。',
  },
  IMAGE_SHORT: {
    title: '固件文件不完整[：共 {expected} 字节，只有 {found} 字节]',
    remedy: '请重新开始。若再次出现，请在云端重新上传固件。',
  },
  IMAGE_SIZE: {
    title: '固件文件大小不符[：应为 {expected} 字节，实为 {found} 字节]',
    remedy: '请在云端上传正确的固件，或更正任务中的大小。',
  },
  IMAGE_DIGEST: {
    title: '固件校验值与任务不符',
    remedy: '请勿使用该文件。请在云端上传正确的固件，或更正任务中的校验值。',
  },
  IMAGE_TOO_LARGE: {
    title: '固件超出设备容量[：固件 {sizeBytes}，设备可容纳 {capacityBytes}]',
    remedy: '请确认任务适用于该产品；否则需要缩小固件。',
  },
  IMAGE_FORMAT: {
    title: '固件文件已损坏，或该芯片不支持此类文件[：{format}][ {reason}][，位置 {at}]',
    remedy: '请重新生成或导出文件；“flashline image”可显示其内容。',
  },
  IMAGE_ADDRESS: {
    title: '文件或配置给出的固件地址不正确[：{address}][，{sizeBytes}][，{reason}]',
    remedy: '请检查配置中的地址和文件的内存布局（“flashline image”）。',
  },
  IMAGE_CHIP: {
    title: '固件适用于另一种芯片[：应为 {expected}，实为 {found}]',
    remedy: '请确认任务、固件文件与产品相符。',
  },
  IMAGE_VERSION: {
    title: '固件版本与任务不符[：应为 {expected}，实为 {found}]',
    remedy: '请确认为该任务上传了正确的文件。',
  },
  IMAGE_OVER_CAP: {
    title: '固件超过工作站允许的大小[：{sizeBytes}，上限 {capBytes}]',
    remedy: '请确认任务指向的是固件文件。',
  },
  IMAGE_UNREADABLE: {
    title: '无法读取固件文件[ {path|file}]',
    remedy: '请检查文件名，并确认当前用户有读取权限。',
  },
  CLOUD_UNREACHABLE: {
    title: '无法连接云端[ {host}]',
    remedy: '请检查网线、互联网连接和云端地址，然后重试。',
  },
  CLOUD_TIMEOUT: {
    title: '云端[ {host} ]响应超时',
    remedy: '请稍候重试。若仍出现，请检查网络和连接的超时设置。',
  },
  CLOUD_SERVER: {
    title: '云端[ {host} ]出现故障[（HTTP {status}）]',
    remedy: '请几分钟后重试。若仍出现，请联系云端运营方。',
  },
  CLOUD_BUSY: {
    title: '云端[ {host} ]请求过多，要求等待',
    remedy: '请一分钟后重试。若仍出现，请减少访问该云端的程序。',
  },
  CLOUD_TOKEN: {
    title: '云端不接受访问令牌',
    remedy: '请为该连接填写有效的访问令牌，或改用可登录的账号。',
  },
  CLOUD_FORBIDDEN: {
    title: '该访问令牌没有此项权限',
    remedy: '请为账号开通该产品的权限，或为该连接更换账号或令牌。',
  },
  CLOUD_REFUSED: {
    title: '云端拒绝了请求[（HTTP {status}）][（代码 {cloudCode}）]',
    remedy: '请核对本机与云端的产品、企业和任务是否一致。',
  },
  CLOUD_REPLY: {
    title: '云端[ {host} ]的应答无法理解',
    remedy: '请检查云端地址，并确认中间没有代理或登录页面。',
  },
  CLOUD_HOST_UNKNOWN: {
    title: '找不到云端地址[：{host}]',
    remedy: '请检查云端地址，以及本网络能否解析域名。',
  },
  CLOUD_TLS: {
    title: '云端[ {host} ]的证书不受信任[（{cause}）]',
    remedy: '请检查云端地址和本机时间。若工厂使用自有证书机构，请在连接中添加其证书。',
  },
  CLOUD_PROXY: {
    title: '代理服务器[ {proxy} ]拒绝了请求',
    remedy: '请检查连接中代理的地址、用户名和密码。',
  },
  CLOUD_CIRCUIT_OPEN: {
    title: '云端[ {host} ]多次失败，暂停访问[（{retryAfterMs}）]',
    remedy: '请稍候重试；如需立即访问，请测试连接。',
  },
  CLOUD_CREDENTIALS: {
    title: '云端不接受该账号或密钥[：{message}]',
    remedy: '请重新填写该连接的账号、密码或密钥。',
  },
  CLOUD_SIGNATURE: {
    title: '云端不接受签名[（{reason}）]',
    remedy: '请检查连接中的密钥与其 Secret 是否匹配。',
  },
  CLOUD_CLOCK: {
    title: '本机时间与云端不一致[（相差 {skewMs}）]',
    remedy: '请校准本机日期和时间后重试。',
  },
  CONNECTION_UNKNOWN: {
    title: '没有这个连接[：{connectionId}]',
    remedy: '请选择“设置”中列出的连接，或在其中添加。',
  },
  CONNECTION_LACKS: {
    title: '连接[ {connectionId} ]不支持此操作[：{use}]',
    remedy: '请选择支持此操作的云端连接，或在“设置”中添加。',
  },
  SECRET_MISSING: {
    title: '连接[ {connectionId} ]缺少密钥[：{secret}]',
    remedy: '请在“设置”的该连接中填写。',
  },
  CLOUD_EXPOSED: {
    title: '本地云端[ {host} ]未加密，不能对网络开放',
    remedy: '请用 --tls-cert 和 --tls-key 提供证书；若网络封闭，可使用 --insecure-lan。',
  },
  FIRMWARE_NOT_FOUND: {
    title: '固件目录中没有该固件[：{firmwareId}]',
    remedy: '请同步目录后选择其中列出的固件。',
  },
  FIRMWARE_UNVERIFIED: {
    title: '该固件在目录中未通过验证[：{status}]',
    remedy: '请在云端控制台完成验证，或明确允许使用。',
  },
  FIRMWARE_UNMATCHED: {
    title: '该文件与目录中的固件都不匹配[：{file}]',
    remedy: '请确认文件正确、完整且未被修改，并同步目录。',
  },
  UPGRADE_FAILED: {
    title: '设备升级失败[（{failure}）][：{description}]',
    remedy: '请检查设备，断电再上电，然后在云端重新发起升级。',
  },
  UPGRADE_STALLED: {
    title: '设备升级未按时完成[（已等待 {deadlineMs}）]',
    remedy: '请检查设备的电源和网络，然后再次查看。',
  },
  CLOUD_UNSET: {
    title: '尚未设置云端',
    remedy: '请在“设置”中添加云端连接，并为产品选用。',
  },
  STEP_TIMEOUT: {
    title: '[“{step}”]步骤超时[（超过 {timeoutMs|deadlineMs}）]',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边。',
  },
  JOB_CANCELLED: {
    title: '任务已取消',
    remedy: '设备就绪后可重新开始。',
  },
  JOB_INTERRUPTED: {
    title: '工作站在烧录途中停止运行',
    remedy: '请先查看设备目前可能的状态，然后重新开始。',
  },
  SLOT_UNKNOWN: {
    title: '没有这个工位[：{slotId}]',
    remedy: '请插入设备，或在“设置”中添加其地址。',
  },
  SLOT_EMPTY: {
    title: '此处没有插入设备',
    remedy: '请插入设备后再开始。',
  },
  SLOT_BUSY: {
    title: '该工位正在烧录',
    remedy: '请等待完成，或先取消。',
  },
  JOB_UNKNOWN: {
    title: '没有这条记录[：{jobId}]',
    remedy: '请在“历史”中查找。',
  },
  INPUT_INVALID: {
    title: '输入内容无效[：{field|file}]',
    remedy: '请更正[（格式如 {example}）]后重试。',
  },
  DATA_IN_USE: {
    title: '数据目录[ {path} ]正被另一个工作站使用',
    remedy: '请使用已打开的工作站，或用 --data 为本工作站指定其他目录。',
  },
  PORT_IN_USE: {
    title: '网络端口[ {port} ]已被其他程序占用',
    remedy: '请用 --port 指定其他端口，或关闭占用的程序。',
  },
  STORE_FULL: {
    title: '工作站磁盘已满',
    remedy: '请清理磁盘空间后再开始。在此之前不会烧录。',
  },
  STORE_NEWER: {
    title: '数据由更新版本的 Flashline 写入',
    remedy: '请安装该版本或更新的版本。数据未作改动。',
  },
  STORE_BROKEN: {
    title: '工作站数据无法读写',
    remedy: '请停止烧录，备份数据目录[ {path}]，并恢复最近的备份。',
  },
  EVENTS_GONE: {
    title: '画面未能跟上工作站',
    remedy: '画面会自动重新载入；若没有，请刷新页面。',
  },
  NOT_AUTHORISED: {
    title: '此浏览器尚未登录工作站',
    remedy: '请打开工作站启动时显示的地址，其中包含密钥。',
  },
  SOFTWARE: {
    title: 'Flashline 内部错误[：{message}]',
    remedy: '请重新开始。若再次出现，请将该记录发给 Flashline 的开发者。',
  },
}
