// Simplified Chinese sentences of the error codes. Syntax of the placeholders: error-texts.ts.
import type { ErrorText } from './error-texts.ts'
import type { ErrorCode } from './errors.ts'

export const errorTextsZhCn: Record<ErrorCode, ErrorText> = {
  LINK_NOT_FOUND: {
    title: '未连接设备[（{address}）]',
    remedy: '请检查线缆和设备供电，然后重新开始。若仍未发现，请换一个工位并告知负责人。',
  },
  LINK_BUSY: {
    title: '串口[ {address} ]正被其他程序占用',
    remedy: '请关闭占用串口的程序（终端、开发工具或另一个工作站），然后重新开始。若找不到，请联系技术支持。',
  },
  LINK_DENIED: {
    title: '当前用户无权打开串口[ {address}]',
    remedy: '请技术支持为当前用户授予串口权限[：在终端输入“{command}”]。然后重新登录电脑，再次开始。',
  },
  LINK_LOST: {
    title: '与设备的连接中断',
    remedy: '请检查线缆、插头和供电，重新插上设备后再开始。若再次出现，请更换线缆并告知负责人。',
  },
  LINK_STALLED: {
    title: 'USB 转接器停止接收数据',
    remedy: '请拔下 USB 转接器，重新插上后再开始。若再次出现，请更换转接器并告知负责人。',
  },
  LINK_ADDRESS: {
    title: '无法识别地址[“{address}”]',
    remedy:
      '请按以下格式填写：/dev/ttyUSB0、COM3、tcp://192.168.1.20:4000、rfc2217://192.168.1.20:2217 或 lan://192.168.1.30。',
  },
  REMOTE_SERIAL: {
    title: '串口服务器[（{address}）]未按要求执行[：{option}]',
    remedy:
      '请负责人确认该端口支持 RFC 2217（telnet）；若不支持，请在串口服务器上设置波特率、校验位和控制线。也可改用 tcp:// 原始端口。',
  },
  LAN_OUTSIDE: {
    title: '地址[ {address} ]不在允许的网段内',
    remedy: '未发送任何数据。若确为您的设备，请负责人在“设置 - 局域网”中添加其网段。',
  },
  LAN_RANGE: {
    title: '无法使用网段[“{range}”][：超过 {limit} 个地址]',
    remedy:
      '请按 192.168.1.0/24 或 192.168.1.10-192.168.1.60 的格式填写。较大的网络请分段扫描；若网段不被允许，请联系负责人。',
  },
  LAN_INTERFACE: {
    title: '网络接口[ {interface} ]没有地址',
    remedy: '请插好网线或连接 Wi-Fi。也可由负责人在“设置 - 局域网”中选择其他接口。',
  },
  LAN_NAME: {
    title: '在网络中找不到名称[ {host}]',
    remedy: '请检查名称，并确认本机处于同一网络，或直接填写数字地址。若仍不行，请联系技术支持。',
  },
  LAN_UNREACHABLE: {
    title: '设备[（{address}）]在网络上没有应答',
    remedy:
      '请检查设备供电以及是否在此网络中（Wi-Fi 正确、非访客网络），然后重试。若只有它没有应答，请告知技术支持。',
  },
  OTA_PASSWORD: {
    title: '设备[（{address}）]拒绝了密码',
    remedy: '未写入任何内容。请负责人在“设置 - 局域网”中填写这类设备的密码，然后重试。',
  },
  OTA_REFUSED: {
    title: '设备拒绝升级[：{said}]',
    remedy: '请确认固件适用于该型号，然后重试。若再次被拒绝，请改用线缆烧录并告知负责人。',
  },
  OTA_BROKEN: {
    title: '设备中断了传输[（已传 {doneBytes}）]',
    remedy: '设备通常仍运行原固件：请检查供电和 Wi-Fi 信号，然后重试。若再次出现，请告知技术支持。',
  },
  OTA_SILENT: {
    title: '升级过程中设备停止应答[（{timeoutMs}）]',
    remedy: '请等待一分钟，设备可能自行重启。随后断电重启并重试；若仍无应答，请放到一边并告知负责人。',
  },
  OTA_REPLY: {
    title: '设备的应答与配置不符[：{said}]',
    remedy: '请负责人在“设置 - 配置”中确认配置适用于该型号及其固件，然后重试。',
  },
  OTA_TLS: {
    title: '设备[（{address}）]的证书不受信任[：{reason}]',
    remedy: '未发送任何数据。请负责人把签发机构的证书填入配置，或更换设备证书。',
  },
  OTA_REDIRECT: {
    title: '设备[（{address}）]要求把升级发往别处[：{location}]',
    remedy: '本站不会跟随跳转。请负责人在配置（“设置 - 配置”）中填写正确的端口、路径或 https。',
  },
  PULL_NOT_STARTED: {
    title: '设备没有开始下载固件[（{timeoutMs}）]',
    remedy:
      '未写入任何内容。请确认设备与本机处于同一网络，然后重试；若再次出现，请技术支持在防火墙中放行分发端口。',
  },
  PULL_STOPPED: {
    title: '设备中途停止下载固件[（已下载 {doneBytes}）]',
    remedy: '设备通常仍运行原固件：请检查供电和信号，然后重试。若再次出现，请告知技术支持。',
  },
  HANDOUT_UNSET: {
    title: '本站未开启固件分发',
    remedy: '请负责人在“设置 - 局域网”中选择设备下载固件所用的网络接口。',
  },
  HANDOUT_PORT: {
    title: '无法打开固件分发端口[ {port}][：{reason}]',
    remedy:
      '请负责人关闭占用该端口的程序，或在“设置 - 局域网”中更换端口。TFTP 需要 69 端口：Linux 下请用 setcap 或 sysctl net.ipv4.ip_unprivileged_port_start 放行。',
  },
  DEVICE_OFFLINE: {
    title: '消息服务器显示设备[ {device} ]离线',
    remedy: '请检查设备供电和网络，等设备上线后重试。若一直离线，请告知技术支持。',
  },
  BROKER_UNSET: {
    title: '未设置消息服务器',
    remedy: '请负责人在“设置 - 局域网”中填写工厂的消息服务器（MQTT）。',
  },
  BROKER_UNREACHABLE: {
    title: '无法连接消息服务器[ {address}][：{reason}]',
    remedy: '请负责人在“设置 - 局域网”中检查其地址，并确认它正在运行，然后重试。',
  },
  BROKER_DENIED: {
    title: '消息服务器[ {address} ]拒绝本站连接',
    remedy: '请负责人在“设置 - 局域网”中检查用户名、密码和客户端证书。',
  },
  BROKER_TLS: {
    title: '消息服务器[ {address} ]的证书不受信任[：{reason}]',
    remedy: '请负责人在“设置 - 局域网”中填写其签发机构的证书。',
  },
  BROKER_LOST: {
    title: '与消息服务器[ {address} ]的连接中断',
    remedy: '本站会自动重连：请稍候，然后重新开始。若一直未连上，请检查网线并告知负责人。',
  },
  BROKER_REFUSED: {
    title: '消息服务器不允许使用主题[ {topic}]',
    remedy: '请负责人在消息服务器上为本站用户授权该主题，或更正配置中的主题。',
  },
  ROLLOUT_UNKNOWN: {
    title: '本站没有这个批量升级',
    remedy: '请刷新页面，从“局域网”的列表中选择。',
  },
  ROLLOUT_BUSY: {
    title: '设备[ {name} ]已属于正在进行的批量升级',
    remedy: '请等该批量升级结束，或在“局域网”中停止它，然后重新开始。',
  },
  CONSOLE_NO_PROMPT: {
    title: '未看到引导程序的提示符',
    remedy:
      '请将设备断电再上电，然后重新开始。若仍无反应，请检查 TX、RX 接线，并请负责人检查配置中的波特率。',
  },
  CONSOLE_NO_ANSWER: {
    title: '设备[在{timeoutMs|deadlineMs}内]没有应答命令',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边并告知负责人。',
  },
  CONSOLE_REFUSED: {
    title: '设备拒绝了命令[：{line}]',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边，并把记录交给负责人。',
  },
  RECEIVER_SILENT: {
    title: '设备一直没有请求接收固件',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边并告知负责人。',
  },
  RECEIVER_CANCELLED: {
    title: '设备中止了传输',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边并告知负责人。',
  },
  TRANSFER_RETRIES: {
    title: '传输错误过多[（位于第 {offset} 字节）]',
    remedy: '请换用更短或更好的线缆，远离电机和电源，然后重新开始。若多个工位都出现，请告知技术支持。',
  },
  LOADER_SILENT: {
    title: '引导程序没有应答',
    remedy:
      '请让板卡进入引导程序（按住 BOOT 再按一下 RESET，或按配置说明操作），然后重新开始。若仍无应答，请检查接线和供电，并告知负责人。',
  },
  LOADER_REPLY: {
    title: '引导程序的应答无法理解[（命令 {command}）]',
    remedy:
      '请换用更短或更好的线缆，将板卡断电再上电后重新开始。若再次出现，请关闭使用该串口的其他程序，并告知技术支持。',
  },
  LOADER_REFUSED: {
    title: '引导程序拒绝了命令[：{command}][，状态 {status}][，地址 {address}]',
    remedy: '请将板卡断电再上电后重新开始。若再次出现，请将板卡放到一边并告知负责人。',
  },
  STORAGE_WRITE: {
    title: '设备写入存储失败[（地址 {address}）][：{line}]',
    remedy: '请重新开始。若再次出现，闪存可能已损坏：请将设备放到一边并告知负责人。',
  },
  VERIFY_MISMATCH: {
    title: '设备中的内容与写入的不一致[（地址 {address}）]',
    remedy: '请重新开始。若再次出现，闪存可能已损坏：请将设备放到一边并告知负责人。',
  },
  VERSION_UNSEEN: {
    title: '重启后设备没有报告版本',
    remedy: '请将设备断电再上电，确认能否启动，然后重新开始。若再次出现，请放到一边并告知负责人。',
  },
  SWAP_REVERTED: {
    title: '设备退回了旧固件',
    remedy: '新固件未能启动或未被确认。请负责人确认固件使用该产品的密钥签名，然后重新开始。',
  },
  VERSION_DIFFERS: {
    title: '启动的版本与写入的不同[：应为 {expected}，实为 {found}]',
    remedy: '请重新开始。若再次出现，固件自带的版本号可能有误，请告知负责人。',
  },
  DEVICE_UNKNOWN: {
    title: '无法确定这是哪台设备',
    remedy:
      '请核对标签后重新开始。若仍出现，请负责人确认设备已在云端登记[（MAC {mac}）][（SN {sn}）]，或导入设备名单。',
  },
  DEVICE_DIFFERS: {
    title: '设备与指定的不符[：应为 {expected}，实为 {found}]',
    remedy: '请取下此板卡，插入正确的设备。若标签无误，请将两个编号告知负责人。',
  },
  CHIP_DIFFERS: {
    title: '该工位上的芯片不符[：应为 {expected}，实为 {found}]',
    remedy: '请取下该板卡，换上正确产品的板卡。若产品无误，请告知负责人。',
  },
  CHIP_UNKNOWN: {
    title: '当前版本不认识该芯片[：{chip}]',
    remedy: '请负责人确认配置与板卡相符。较新的芯片需要更新程序，请联系技术支持。',
  },
  CHIP_READ_PROTECTED: {
    title: '芯片处于读写保护状态',
    remedy:
      '请将板卡放到一边，未写入任何内容。解除保护会擦除整个芯片；若确需解除，请负责人在配置中设置“unprotect”。',
  },
  CHIP_SECURED: {
    title: '芯片只接受签名或加密的固件[：{fuses}]',
    remedy: '未写入任何内容：写入普通固件会使板卡无法启动。请负责人使用该产品的签名固件和对应的配置。',
  },
  VERSION_UNKNOWN: {
    title: '设备没有报告当前版本',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请负责人确认该工位设置的产品正确。',
  },
  TASK_NONE: {
    title: '没有适用于该设备的升级任务[（当前版本 {version}）]',
    remedy:
      '[云端没有应答，本次按 {syncedAt} 同步的任务判断。]设备可能已是最新版本。否则请负责人在“任务”中为该版本创建并启动升级任务。',
  },
  TASK_STOPPED: {
    title: '升级任务[ {taskId} ]未在运行',
    remedy: '请负责人在“任务”中启动该任务，然后重新开始。',
  },
  TASK_DIFFERS: {
    title: '升级任务与该设备不符',
    remedy: '请负责人核对任务的产品、部件和版本与设备是否一致[：应为 {expected}，实为 {found}]。',
  },
  TASK_TEST: {
    title: '升级任务[ {taskId} ]是测试任务',
    remedy:
      '未写入任何内容。请负责人在“任务”中转为正式任务，或在测试设备的工单（批量推送、命令行）中允许测试任务。',
  },
  DOWNGRADE: {
    title: '设备运行的版本更新[：{found}，任务为 {expected}]',
    remedy: '请将板卡放到一边，未写入任何内容。如确需旧版本，请负责人在工单（批量推送、命令行）中允许降级。',
  },
  HARDWARE_DIFFERS: {
    title: '板卡的硬件版本不符[：{found}，应为 {expected}]',
    remedy: '未写入任何内容。请将板卡归入其对应的硬件版本，或启用该版本的工单。',
  },
  UNIT_REPEATED: {
    title: '该设备已完成[：{passedAt} 已通过]',
    remedy: '未写入任何内容。请将其放入已完成区，并插入下一块板卡。',
  },
  UNIT_ASK: {
    title: '该设备已经通过[（{passedAt}）]',
    remedy: '请将其放入已完成区。如确需重新刷写，请在该工位点击“再刷一次”；系统会记录操作人。',
  },
  UNIT_TWICE: {
    title: '该设备正在[工位 {slotName} ]刷写',
    remedy:
      '此工位未写入任何内容，请拔掉其中一根线缆。如果是两块板卡，请都放到一边，并告知负责人它们的编号相同。',
  },
  TASK_NOT_FOUND: {
    title: '升级任务[ {taskId} ]不存在',
    remedy: '请负责人在“设置 - 产品”中同步，并核对连接的云端和企业。',
  },
  PRODUCT_UNSET: {
    title: '尚未设置本工位烧录的产品',
    remedy: '请负责人在“设置 - 工作台”中选择产品和配置。',
  },
  PROFILE_UNKNOWN: {
    title: '找不到配置[“{profileId}”]',
    remedy: '请负责人在“设置 - 工作台”中选择已有的配置，或在“设置 - 配置”中添加缺少的配置。',
  },
  PROFILE_INVALID: {
    title: '配置[“{profileId|file}”]有错误',
    remedy: '请负责人在“设置 - 配置”中修正[第 {line} 行][（{issue|place|field|name}）]，或选择其他配置。',
  },
  IMAGE_NOT_FOUND: {
    title: '任务所指的位置没有固件文件',
    remedy: '请负责人在云端重新上传固件，或更正任务中的地址。',
  },
  IMAGE_SHORT: {
    title: '固件文件不完整[：共 {expected} 字节，只有 {found} 字节]',
    remedy: '请重新开始。若再次出现，请负责人在云端重新上传固件。',
  },
  IMAGE_SIZE: {
    title: '固件文件大小不符[：应为 {expected} 字节，实为 {found} 字节]',
    remedy: '未写入任何内容。请负责人在云端上传正确的固件，或更正任务中的大小。',
  },
  IMAGE_DIGEST: {
    title: '固件校验值与任务不符',
    remedy: '请勿使用该文件，未写入任何内容。请负责人在云端上传正确的固件，或更正任务中的校验值（MD5）。',
  },
  IMAGE_TOO_LARGE: {
    title: '固件超出设备容量[：固件 {sizeBytes}，设备可容纳 {capacityBytes}]',
    remedy: '未写入任何内容。请负责人确认任务适用于该产品；否则需要缩小固件。',
  },
  IMAGE_FORMAT: {
    title: '固件文件已损坏或类型不符[：{format}][ {reason}][，位置 {at}]',
    remedy: '请负责人重新生成或导出文件。“固件”页面或“flashline image”可显示其内容。',
  },
  IMAGE_ADDRESS: {
    title: '固件将写入芯片的错误位置[：{address}][，{sizeBytes}][，{reason}]',
    remedy:
      '未写入任何内容。请负责人检查配置中的地址，以及“固件”页面（或“flashline image”）中文件的内存布局。',
  },
  IMAGE_CHIP: {
    title: '固件适用于另一种芯片[：应为 {expected}，实为 {found}]',
    remedy: '未写入任何内容。请负责人确认任务、固件文件与产品相符。',
  },
  IMAGE_VERSION: {
    title: '固件版本与任务不符[：应为 {expected}，实为 {found}]',
    remedy: '未写入任何内容。请负责人确认为该任务上传了正确的文件。',
  },
  IMAGE_OVER_CAP: {
    title: '文件超过固件允许的大小[：{sizeBytes}，上限 {capBytes}]',
    remedy: '请负责人确认任务指向的是固件文件，而不是其他文件。',
  },
  IMAGE_UNREADABLE: {
    title: '无法读取固件文件[ {path|file}]',
    remedy: '请检查文件名，并确认电脑的当前用户有读取权限。如位于网络盘，请先复制到本机。',
  },
  CLOUD_UNREACHABLE: {
    title: '无法连接云端[ {host}]',
    remedy: '请检查网线和互联网连接，然后重试。若仍出现，请负责人在“设置 - 云端”中检查地址。',
  },
  CLOUD_TIMEOUT: {
    title: '云端[ {host} ]响应超时',
    remedy: '请稍候重试。若仍出现，请负责人检查网络，以及“设置 - 云端”中的超时设置。',
  },
  CLOUD_SERVER: {
    title: '云端[ {host} ]出现故障[（HTTP {status}）]',
    remedy: '请几分钟后重试。若仍出现，请负责人联系云端服务商。',
  },
  CLOUD_BUSY: {
    title: '云端[ {host} ]请求过多，要求等待',
    remedy: '请一分钟后重试。若仍出现，请负责人减少访问该云端的程序。',
  },
  CLOUD_TOKEN: {
    title: '云端不接受访问令牌',
    remedy: '请负责人在“设置 - 云端”中为该连接填写有效的访问令牌，或改用可登录的账号。',
  },
  CLOUD_FORBIDDEN: {
    title: '连接的账号或令牌没有此项权限',
    remedy: '请负责人为账号开通该产品的权限，或在“设置 - 云端”中更换账号或令牌。',
  },
  CLOUD_REFUSED: {
    title: '云端拒绝了请求[（HTTP {status}）][（代码 {cloudCode}）]',
    remedy: '请负责人核对本机与云端的产品、企业和任务是否一致。',
  },
  CLOUD_REPLY: {
    title: '云端[ {host} ]的应答无法理解',
    remedy: '请确认中间没有代理或登录页面。若仍出现，请负责人在“设置 - 云端”中检查地址。',
  },
  CLOUD_HOST_UNKNOWN: {
    title: '找不到云端地址[：{host}]',
    remedy: '请负责人在“设置 - 云端”中检查地址，并确认本网络能解析域名（DNS）。',
  },
  CLOUD_TLS: {
    title: '云端[ {host} ]的证书不受信任[（{cause}）]',
    remedy: '请负责人检查“设置 - 云端”中的地址和本机时间。若工厂使用自有证书机构，请在连接中添加其证书。',
  },
  CLOUD_PROXY: {
    title: '代理服务器[ {proxy} ]拒绝了请求',
    remedy: '请负责人检查连接中代理的地址、用户名和密码（“设置 - 云端 - 更多”）。',
  },
  CLOUD_CIRCUIT_OPEN: {
    title: '云端[ {host} ]多次失败，暂停访问[（{retryAfterMs}）]',
    remedy: '请稍候重试。如需立即访问，请负责人在“设置 - 云端”中测试连接。',
  },
  CLOUD_CREDENTIALS: {
    title: '云端不接受该账号或密钥[：{message}]',
    remedy: '请负责人在“设置 - 云端”中重新填写该连接的账号、密码或密钥。',
  },
  CLOUD_SIGNATURE: {
    title: '云端不接受密钥的签名[（{reason}）]',
    remedy: '请负责人在“设置 - 云端”中重新填写密钥及其 Secret，两者必须匹配。',
  },
  CLOUD_CLOCK: {
    title: '本机时间与云端不一致[（相差 {skewMs}）]',
    remedy: '请负责人校准本机日期和时间，然后重试。',
  },
  CONNECTION_UNKNOWN: {
    title: '没有这个连接[：{connectionId}]',
    remedy: '请负责人选择“设置 - 云端”中列出的连接，或在其中添加。',
  },
  CONNECTION_LACKS: {
    title: '连接[ {connectionId} ]不支持此操作[：{use}]',
    remedy: '请负责人选择支持此操作的连接，或在“设置 - 云端”中添加。',
  },
  SECRET_MISSING: {
    title: '连接[ {connectionId} ]缺少密码、令牌或密钥[：{secret}]',
    remedy: '请负责人在“设置 - 云端”的该连接中填写。',
  },
  CLOUD_EXPOSED: {
    title: '本地云端[ {host} ]未加密，不能对网络开放',
    remedy: '请用 --tls-cert 和 --tls-key 提供证书；若网络封闭，可使用 --insecure-lan。',
  },
  FIRMWARE_NOT_FOUND: {
    title: '固件目录中没有该固件[：{firmwareId}]',
    remedy: '请负责人在“设置 - 产品”中同步，然后选择“固件”目录中列出的固件。',
  },
  FIRMWARE_UNVERIFIED: {
    title: '该固件在目录中未通过验证[：{status}]',
    remedy: '请负责人在云端控制台完成验证，或明确允许使用。',
  },
  FIRMWARE_UNMATCHED: {
    title: '该文件与目录中的固件都不匹配[：{file}]',
    remedy: '请确认文件正确、完整且未被修改。若云端已列出，请负责人在“设置 - 产品”中同步。',
  },
  UPGRADE_FAILED: {
    title: '设备升级失败[（{failure}）][：{description}]',
    remedy: '请检查设备，断电再上电，然后重新开始。若再次失败，请放到一边并告知负责人。',
  },
  UPGRADE_STALLED: {
    title: '设备升级未按时完成[（已等待 {deadlineMs}）]',
    remedy: '请检查设备的电源和网络，然后再次查看。若仍无进展，请告知负责人。',
  },
  CLOUD_UNSET: {
    title: '尚未设置云端',
    remedy: '请负责人在“设置 - 云端”中添加连接，并在“设置 - 产品”中选用。',
  },
  STEP_TIMEOUT: {
    title: '[“{step}”]步骤超时[（超过 {timeoutMs|deadlineMs}）]',
    remedy: '请将设备断电再上电，然后重新开始。若再次出现，请将设备放到一边并告知负责人。',
  },
  JOB_CANCELLED: {
    title: '任务已取消',
    remedy: '请先查看设备目前可能的状态，设备就绪后可重新开始。',
  },
  JOB_INTERRUPTED: {
    title: '工作站在烧录途中停止运行',
    remedy: '请先查看设备目前可能的状态，然后重新开始。若工作站再次停止，请告知技术支持。',
  },
  SLOT_UNKNOWN: {
    title: '没有这个工位[：{slotId}]',
    remedy: '请插入设备。按地址连接的设备，请负责人在“设置 - 工作台”中添加。',
  },
  SLOT_EMPTY: {
    title: '此处没有插入设备',
    remedy: '请插入设备后再开始。',
  },
  SLOT_BUSY: {
    title: '该工位正在烧录',
    remedy: '请等待完成，或在工作台的卡片上取消。',
  },
  JOB_UNKNOWN: {
    title: '没有这条记录[：{jobId}]',
    remedy: '请在“历史”中查找，它可能属于另一台工作站。',
  },
  SIGN_IN_NEEDED: {
    title: '尚未登录',
    remedy: '请用姓名和 PIN 登录，然后重试。若没有您的姓名，请联系负责人。',
  },
  ROLE_TOO_LOW: {
    title: '您的角色无权执行此操作',
    remedy: '请让[具有“{needs}”角色的]同事操作，或请负责人在“设置 - 操作员”中调整您的角色。',
  },
  PIN_WRONG: {
    title: 'PIN 不正确',
    remedy: '请重新输入[，还可尝试 {attemptsLeft} 次]。如忘记，可由负责人重设。',
  },
  PIN_LOCKED: {
    title: 'PIN 错误次数过多',
    remedy: '请等待[至 {untilAt}]后再试，或由负责人重设 PIN。',
  },
  PIN_EXPIRED: {
    title: 'PIN 已过期',
    remedy: '请设置新 PIN：先输入旧 PIN，再输入新 PIN。如忘记，可由负责人重设。',
  },
  OPERATOR_UNKNOWN: {
    title: '没有该操作员，或已停用',
    remedy: '请选择其他姓名，或由负责人在“设置 - 操作员”中添加。',
  },
  OPERATOR_TAKEN: {
    title: '操作员姓名[ {name} ]已存在',
    remedy: '请负责人使用不同的姓名，以便区分记录。',
  },
  OPERATOR_LAST_LEAD: {
    title: '这是唯一可登录的负责人',
    remedy: '请先将另一位操作员设为负责人，否则将无人能修改设置。',
  },
  CLIENT_REFUSED: {
    title: '此软件的令牌被拒绝',
    remedy: '令牌已吊销或过期。请负责人在“设置 - 工厂”中新建令牌。',
  },
  CLIENT_TAKEN: {
    title: '已有名为 {name} 的客户端',
    remedy: '请负责人换一个名称，或先吊销原来的令牌：记录以名称区分客户端。',
  },
  CLIENT_UNKNOWN: {
    title: '没有此客户端[：{clientId}]',
    remedy: '请负责人查看“设置 - 工厂”中的列表。',
  },
  WEBHOOK_UNKNOWN: {
    title: '没有此 Webhook[：{webhookId}]',
    remedy: '请负责人查看“设置 - 工厂”中的 Webhook 列表。',
  },
  WEBHOOK_ADDRESS: {
    title: '不向 {host|url} 发送[：{reason}]',
    remedy:
      '请负责人为该 Webhook 填写 https 地址，且不含用户名和密码。明文 http 须在其中允许，且仅限本机和内网地址。',
  },
  WEBHOOK_UNREACHABLE: {
    title: '[{host} 的 ]Webhook 暂时不接收记录[：返回 {status}][：{cause}]',
    remedy: '请负责人启动对方软件，或更正地址。记录会等待并自动发送。',
  },
  WEBHOOK_REFUSED: {
    title: '[{host} 的 ]Webhook 拒绝了记录[，状态码 {status}]',
    remedy: '请负责人查看对方软件的日志：多为密钥或路径不符。之后可在“设置 - 上报”中重新发送。',
  },
  WEBHOOK_GONE: {
    title: '[{host} 的 ]Webhook 表示已永久停用',
    remedy: '已将其关闭，记录等待中。请负责人在“设置 - 工厂”中重新启用或删除。',
  },
  DROP_FOLDER: {
    title: '无法使用交换文件夹[ {folder}][（{cause}）]',
    remedy:
      '请负责人连接共享目录，并允许当前用户读取、写入和重命名。期间不会丢失任何内容：文件和记录都会等待。',
  },
  DROP_FILE: {
    title: '文件[ {file}] 不是有效的工单[：{field}][，第 {line} 行][（{reason}）]',
    remedy: '请负责人按 docs/factory-software.md 修改后，再放入文件夹。',
  },
  ORDER_NUMBER: {
    title: '工单[ {number}] 已存在，且内容不同',
    remedy: '请负责人在工作站上修改该工单，或用新的编号重新下发。',
  },
  ORDER_UNARMED: {
    title: '没有启用的工单',
    remedy: '在此之前不会写入任何内容。请在工作台顶部启用本批次工单；若没有，请联系负责人。',
  },
  ORDER_UNKNOWN: {
    title: '没有该工单',
    remedy: '请从工作台的列表中选择。它可能建在另一台工作站上。',
  },
  ORDER_CHANGED: {
    title: '工单[ {name} ]已被他人修改',
    remedy: '没有覆盖任何内容，也未写入板卡。请负责人查看工单当前内容，再重新修改或让板卡重新开始。',
  },
  ORDER_DONE: {
    title: '工单[ {name} ]已完成',
    remedy: '请启用其他工单。如需更多数量，请负责人新建工单。',
  },
  ORDER_SLOT: {
    title: '启用的工单不使用该工位[：{slotName}]',
    remedy: '请将板卡插入工单指定的工位，或请负责人添加该工位。',
  },
  ORDER_PRODUCT: {
    title: '该工位的产品与工单不符[：{found}，应为 {expected}]',
    remedy: '请使用对应产品的工位，或启用该产品的工单。若没有合适的工位，请联系负责人。',
  },
  ORDER_FULL: {
    title: '工单[ {name} ]的最后几台正在刷写',
    remedy: '请让板卡留在原位：若其中有失败的，它会自动开始。若都通过，该工单即完成。',
  },
  ORDER_IMAGE: {
    title: '固件与工单的固件不一致',
    remedy:
      '任务的固件文件已被更换，未写入任何内容。如确需使用新文件，请负责人新建工单，或在本工单中填写其 SHA-256。',
  },
  ORDER_SCAN_FIRST: {
    title: '需要先扫描序列号',
    remedy: '请扫描该工位板卡的标签，然后开始。',
  },
  SLOTS_LEARNING: {
    title: '正在重新编排工位',
    remedy: '请逐个工位插入设备并结束编排，然后再开始。在此之前不会写入任何设备。',
  },
  SCAN_INVALID: {
    title: '不是有效的序列号[：{text}]',
    remedy:
      '请重新扫描标签：应为 {minLength} 到 {maxLength} 位字母数字[，以 {prefix} 开头]。若标签本来如此，请负责人调整规则。',
  },
  SCAN_DUPLICATE: {
    title: '序列号 {sn} 已绑定[：{slotName}]',
    remedy: '请核对两块板卡的标签。扫描正确的一块，或取消另一个绑定；若标签相同，请交给负责人。',
  },
  SCAN_DONE: {
    title: '设备 {sn} 在本工单中已通过',
    remedy: '请放入完成区。如需重新烧录，请联系负责人。',
  },
  SCAN_WRONG_PRODUCT: {
    title: '设备 {sn} 属于其他产品[：{found}，应为 {expected}]',
    remedy: '请将其取下，放回所属批次。若确属本批次，请告知负责人。',
  },
  SCAN_UNKNOWN: {
    title: '设备名单中没有序列号 {sn}',
    remedy: '请核对标签。如无误，请负责人导入包含它的名单。',
  },
  SCAN_BUSY: {
    title: '所选工位正在烧录[：{slotName}]',
    remedy: '请选择其他工位，或在烧录结束后扫描。',
  },
  TASK_CHANGED: {
    title: '任务已被他人修改',
    remedy: '您的操作未生效。请负责人查看当前状态后再决定。',
  },
  TASK_ACTION: {
    title: '任务当前不能执行此操作',
    remedy: '请负责人在“任务”中查看其状态，按钮上说明了前提条件。',
  },
  FIRMWARE_PINNED: {
    title: '该固件已固定在本站',
    remedy: '如确实不再需要，请负责人先在“固件”中取消固定。',
  },
  FIRMWARE_IN_USE: {
    title: '正在运行的任务需要该固件',
    remedy: '请等待任务结束后重试。',
  },
  FIRMWARE_GONE: {
    title: '该镜像已不在本工作站',
    remedy: '请从固件目录重新获取，或再次选择文件。',
  },
  IMAGE_KIND: {
    title: '这不是固件文件[：{kind}]',
    remedy: '请选择要写入设备的文件。如为压缩包，请先解压；本次未保存任何内容。',
  },
  UPLOAD_TOO_MANY: {
    title: '同时上传的文件过多[：{running}]',
    remedy: '请等待其中一个上传完成，再选择此文件。',
  },
  UPLOAD_UNKNOWN: {
    title: '文件未完整上传，工作站已丢弃',
    remedy: '请在“固件”中重新选择文件。',
  },
  UPLOAD_BROKEN: {
    title: '文件未完整到达[：{receivedBytes}，共 {sizeBytes}]',
    remedy: '请重新选择文件。如位于网络盘，请先复制到本机。',
  },
  OUTBOX_UNKNOWN: {
    title: '没有该待发消息',
    remedy: '请负责人再次查看“设置 - 上报”，它可能已送达。',
  },
  OUTBOX_STATE: {
    title: '这条消息已不能这样处理',
    remedy: '请负责人再次查看“设置 - 上报”：它已送达，或已由他人处理。',
  },
  MESSAGE_TOO_LARGE: {
    title: '消息缩短后仍被接收方认为过大',
    remedy: '消息已保留。请负责人与技术支持查明途中对请求大小的限制，然后在“设置 - 上报”中重新发送。',
  },
  UNIT_UNKNOWN: {
    title: '本站没有该设备',
    remedy: '请核对标签上的编号。它可能在其他工作站烧录过。',
  },
  KIT_UNREADABLE: {
    title: '无法读取该文件，它不是离线包或结果文件[：{file}]',
    remedy:
      '请选择以 .flkit 或 .flresults 结尾的文件。如果文件没选错，请从制作处重新复制，可能没有复制完整。',
  },
  KIT_NEWER: {
    title: '该文件由更新版本的 Flashline 制作[（格式 {found}，本站最高支持 {known}）]',
    remedy: '请负责人更新本站，或在相同版本的工作站上重新制作。',
  },
  KIT_TOO_LARGE: {
    title: '文件过大[：{sizeBytes}，上限 {limitBytes}]',
    remedy: '请负责人分成几个离线包，每个包含更少的产品或固件。',
  },
  KIT_CHANGED: {
    title: '文件内容与签名不符[：{path}]',
    remedy: '没有导入任何内容。请从制作处重新复制；若仍被拒绝，请向制作它的负责人要一份新的。',
  },
  KIT_KEY_UNKNOWN: {
    title: '签名该文件的工作站未被本站信任[：{name}][，密钥 {fingerprint}]',
    remedy: '请负责人与对方工作站“设置 - 离线包”中显示的密钥核对，然后加入本站的受信任密钥。',
  },
  KIT_PRACTICE: {
    title: '当前是练习工位，不接收离线包和结果文件',
    remedy:
      '请负责人重新进行首次设置（“设置 - 诊断”）并选择“不用云端”，或在“设置”中选好本工位要烧录的产品；重新启动 Flashline 后再导入。也可用 `flashline kit import` 一步完成。',
  },
  KIT_STATION: {
    title: '该离线包是为另一台工作站制作的[，密钥 {fingerprint}]',
    remedy: '请负责人为本站制作一份，本站密钥见“设置 - 离线包”。',
  },
  KIT_EARLY: {
    title: '该离线包尚未生效，生效时间为 {validFromAt}',
    remedy: '请等到生效时间。如果时间已过，请校正本机时钟。',
  },
  KIT_EXPIRED: {
    title: '离线包[ {name} ]已过期，有效期至 {validToAt}',
    remedy: '[本站在 {recordedAt} 已有记录，调回时钟无效。]请负责人制作一份新的并带到这里。',
  },
  KIT_ROLLED_BACK: {
    title: '离线包[ {name} ]比本站已有的更旧',
    remedy: '请导入最新的一份[：本站的制作于 {haveAt}，此份制作于 {foundAt}]。没有更改任何内容。',
  },
  INPUT_INVALID: {
    title: '输入内容无效[：{field|file}]',
    remedy: '请更正[（格式如 {example}）]后重试。若不清楚应填什么，请打开该页面的“帮助”。',
  },
  DATA_IN_USE: {
    title: '数据目录[ {path} ]正被另一个工作站使用',
    remedy: '请使用已打开的工作站，或先将其关闭。技术支持也可用 --data 指定其他目录。',
  },
  PORT_IN_USE: {
    title: '网络端口[ {port} ]已被其他程序占用',
    remedy: '请关闭占用端口的程序。技术支持也可用 --port 指定其他端口。',
  },
  DISK_FULL: {
    title: '工作站磁盘空间不足[：剩余 {freeMegabytes} MB，需要 {neededMegabytes} MB]',
    remedy: '设备未被写入，有空间之前不会开始烧录。请删除本机上不需要的文件，或“固件”中不用的固件。',
  },
  FILES_UNREACHABLE: {
    title: '无法访问固件文件的存放位置[ {place} ][（{reason}）]',
    remedy: '请负责人确认共享目录已挂载，或对象存储正在运行且地址正确，然后重新启动。',
  },
  FILES_REFUSED: {
    title: '固件文件的存放位置[ {place} ]拒绝访问[（{reason}）]',
    remedy: '请负责人为此账户授予该目录的读写权限；若使用对象存储，请检查存储桶名称、访问密钥和区域。',
  },
  DATABASE_UNREACHABLE: {
    title: '数据库服务器[ {host} ]没有响应[（{reason}）]',
    remedy: '请负责人确认该处的 PostgreSQL 正在运行、地址和端口正确，并且允许本机连接，然后重新启动。',
  },
  DATABASE_REFUSED: {
    title: '数据库服务器[ {host} ]拒绝访问[（{reason}）]',
    remedy:
      '请负责人检查用户名、密码（PGPASSWORD 或 pgpass 文件）和数据库名称，并确认该用户有权在其中创建表。',
  },
  STORE_FULL: {
    title: '工作站磁盘已满',
    remedy: '腾出空间之前不会烧录：请删除磁盘上不需要的文件，然后再开始。若不确定，请联系技术支持。',
  },
  STORE_NEWER: {
    title: '数据由更新版本的 Flashline 写入',
    remedy: '数据未作改动。请负责人安装该版本或更新的版本，或联系技术支持。',
  },
  STORE_BROKEN: {
    title: '工作站数据无法读写',
    remedy: '请停止烧录并联系技术支持。恢复最近的备份之前，请负责人保留一份数据目录[ {path} ]的副本。',
  },
  STORE_BUSY: {
    title: '其他程序占用了工作站数据库',
    remedy:
      '数据没有丢失，释放后会自动继续。请关闭正在读取或复制数据目录的程序，例如数据库查看器、备份或杀毒软件。',
  },
  STORE_READ_ONLY: {
    title: '工作站数据无法写入',
    remedy: '恢复写入之前不会烧录。请负责人检查磁盘是否因故障变为只读，以及工作站是否有权写入数据目录。',
  },
  BACKUP_UNUSABLE: {
    title: '该文件不是完好的工作站备份[：{file}]',
    remedy: '数据未作改动。请负责人另选一个；flashline backup list 会列出已校验的备份。',
  },
  BACKUP_NONE: {
    title: '本站还没有备份',
    remedy: '数据未作改动。请负责人指定保存在别处的备份文件。',
  },
  CHAIN_BROKEN: {
    title: '记录在工作站之外被改动[：{problems} 处]',
    remedy: '请负责人按原样保留一份数据目录，并将列出的记录与以前的导出或备份核对。',
  },
  CHAIN_BEHIND: {
    title: '现有记录少于工作站曾有的记录[：曾有 {known} 条，现有 {found} 条]',
    remedy: '请负责人注意：有人换回了旧数据库，或删除了最后的记录。请保留一份数据目录，并与以前的导出核对。',
  },
  PROOF_UNREADABLE: {
    title: '这不是导出证明文件[：{file}]',
    remedy: '请选择与导出文件一同保存的证明文件。',
  },
  PROOF_DIFFERS: {
    title: '记录与导出时不一致[：{problems} 条不同]',
    remedy: '请负责人注意：导出后文件或记录被改动。请保留两者，并核对列出的记录。',
  },
  EVENTS_GONE: {
    title: '页面未能跟上工作站',
    remedy: '页面会自动重新载入；若没有，请刷新。若经常出现，请告知技术支持，由其联系 Flashline 开发者。',
  },
  CALLS_TOO_MANY: {
    title: '某个程序同时向工作站发出的请求过多[：超过 {limit} 个]',
    remedy: '若是本页面，请刷新。若是其他程序，请联系技术支持：该程序应先等待答复再继续请求。',
  },
  NOT_AUTHORISED: {
    title: '工作站不认识此浏览器',
    remedy: '请打开工作站启动时显示的完整地址，其中包含密钥。若没有该地址，请联系技术支持。',
  },
  UPDATE_FAILED: {
    title: '无法使用更新服务器[ {host}][：{cause}]',
    remedy: '请负责人核对“设置 - 诊断”中的地址：服务器该目录下应有 latest.yml。Flashline 会自动重试。',
  },
  UPDATE_UNTRUSTED: {
    title: '更新来源无法验证，已拒绝[：{cause}]',
    remedy: '请负责人联系发布人员，重新签名并上传到服务器；Linux 上服务器须使用 https。',
  },
  STATION_CRASHED: {
    title: '工作站连续 {crashes} 次意外退出',
    remedy:
      '请拔下最后插入的板子，再启动工作站，并重新烧录当时正在烧录的板子。若仍然如此，请技术支持将“设置 - 诊断”的文件发给 Flashline 开发者。',
  },
  SOFTWARE: {
    title: 'Flashline 内部错误[：{message}]',
    remedy: '请重新开始。若再次出现，请技术支持将“设置 - 诊断”的文件发给 Flashline 开发者。',
  },
}
