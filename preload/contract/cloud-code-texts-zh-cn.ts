// Chinese sentences of what the clouds' own error codes mean. Syntax of the placeholders: error-texts.ts.
import type { CloudMeaning } from './cloud-codes.ts'
import type { ErrorText } from './error-texts.ts'

const wait = '请几分钟后重试。'
const provider = '若仍出现，请负责人联系云端服务商。'
const makers = '若仍出现，请技术支持将“设置 - 诊断”的文件发给 Flashline 开发者。'

export const cloudCodeTextsZhCn: Record<CloudMeaning, ErrorText> = {
  // 请求内容
  fieldInvalid: {
    title: '云端不接受某项内容[：{message}]',
    remedy: '请负责人在任务或连接中更正后重新提交。',
  },
  fieldMissing: {
    title: '缺少云端要求的内容[：{message}]',
    remedy: '请负责人补全后重新提交。',
  },
  addressInvalid: {
    title: '任务中的地址无效[：{message}]',
    remedy: '请负责人更正任务中的固件下载地址。',
  },
  partUnknown: {
    title: '云端不认识该部件或固件类型',
    remedy: '请负责人在任务和烧录配置中选择 Wi-Fi 模组、MCU 或子设备。',
  },
  orderUnknown: {
    title: '云端不支持这种排序',
    remedy: `请改按其他列排序。${makers}`,
  },
  changeUnknown: {
    title: '云端不认识这种设备列表变更',
    remedy: '请负责人选择添加、移除或替换设备。',
  },
  parameterMissing: {
    title: '缺少云端要求的参数[：{message}]',
    remedy: `请负责人补全连接中的产品、地域和实例。${makers}`,
  },
  parameterInvalid: {
    title: '云端不接受某个参数[：{message}]',
    remedy: `请负责人更正查询的产品、设备、模块和版本。${makers}`,
  },
  pageInvalid: {
    title: '云端的列表没有这一页',
    remedy: `列表可能已变短，请重新同步。${makers}`,
  },
  requestInvalid: {
    title: '云端无法理解该请求[：{message}]',
    remedy: `请负责人检查连接的地址、路径后缀和附加参数。${makers}`,
  },
  requestTooLarge: {
    title: '请求超过云端允许的大小',
    remedy: '请负责人减少一次指定的设备数量。',
  },
  fileTooLarge: {
    title: '文件超过云端允许的大小',
    remedy: '请负责人确认文件是否正确，或改用更小的固件。',
  },
  timeUnreadable: {
    title: '云端无法识别请求中的时间',
    remedy: `请负责人检查本机日期以及连接的云端类型。${makers}`,
  },

  // 任务与固件
  taskUnknown: {
    title: '云端没有该升级任务',
    remedy: '请负责人同步任务，并核对连接的产品和企业。',
  },
  taskNameExists: {
    title: '该产品下已有同名任务',
    remedy: '请负责人为任务另取名称。',
  },
  fromVersionExists: {
    title: '已有部件和起始版本相同的任务',
    remedy: '请负责人修改已有任务，或先停止并删除它。',
  },
  taskStateConflict: {
    title: '任务的当前状态不允许此操作',
    remedy: '请负责人同步任务，查看其状态后再选择可行的操作。',
  },
  taskNotApproved: {
    title: '任务尚未通过审核',
    remedy: '请负责人提交审核；审核人通过后任务即开始执行。',
  },
  taskUnderReview: {
    title: '任务正在审核中',
    remedy: '请等待审核人通过或驳回。如较紧急，请负责人联系审核人。',
  },
  taskBusy: {
    title: '执行中或审核中的任务不能删除',
    remedy: '请负责人先停止任务，或等审核结束后再删除。',
  },
  taskTagMismatch: {
    title: '此操作只适用于另一类任务',
    remedy: '请负责人确认任务是正式还是测试：审核只用于正式任务，转正式和变更设备只用于测试任务。',
  },
  scopeUnknown: {
    title: '云端不接受任务的升级范围',
    remedy: '请负责人选择全部设备，或指定任务的设备。',
  },
  scopeEmpty: {
    title: '任务没有指定设备',
    remedy: '请负责人先为任务添加设备，再启动任务。',
  },
  notAuditor: {
    title: '只有任务指定的审核人可以审核',
    remedy: '请负责人联系指定的审核人，由其用成员账号（而非访问密钥）登录并审核。',
  },
  ownReview: {
    title: '提交人不能审核自己的任务',
    remedy: '请负责人指定另一位成员为审核人。',
  },
  firmwareUnknown: {
    title: '云端没有该固件',
    remedy: '请负责人重新上传固件，或更正任务。',
  },
  firmwareVersionExists: {
    title: '该版本的固件已存在',
    remedy: '请负责人使用已有固件，或为新固件改用其他版本号。',
  },
  firmwareInUse: {
    title: '该固件正被执行中的任务使用',
    remedy: '请负责人先停止任务，再修改固件。',
  },

  // 设备与产品
  productUnknown: {
    title: '云端没有该产品',
    remedy: '请负责人核对“设置 - 产品”中的产品 ID，以及连接所属的企业。',
  },
  deviceUnknown: {
    title: '云端没有该设备',
    remedy: '请负责人登记该设备，或更正设备名单。',
  },
  deviceForbidden: {
    title: '该账号无权查看此设备，或设备不存在',
    remedy: '请负责人核对设备，并确认它已绑定到该连接的账号。',
  },
  deviceNotOfToken: {
    title: '该令牌属于另一台设备',
    remedy: '请负责人改用可代表该产品全部设备的连接。',
  },
  deviceOfOtherProduct: {
    title: '部分设备不属于该产品',
    remedy: '请负责人将其他产品的设备从名单中移除。',
  },
  deviceNewest: {
    title: '设备已是最新版本',
    remedy: '无需处理。如需其他版本，请负责人创建任务。',
  },
  deviceOffline: {
    title: '设备不在线',
    remedy: '请为设备接通电源和网络后重试。若一直离线，请告知技术支持。',
  },
  deviceUpgradeFailed: {
    title: '设备上报升级失败',
    remedy: '请将设备断电再上电，然后重新升级。若再次出现，请将设备放到一边并告知负责人。',
  },
  deviceTimedOut: {
    title: '设备未及时响应云端',
    remedy: '请检查设备的电源和网络后重试。若再次出现，请告知技术支持。',
  },

  // 身份
  passwordWrong: {
    title: '密码错误',
    remedy: '请负责人在“设置 - 云端”中重新填写该连接的密码。',
  },
  accountLocked: {
    title: '密码错误次数过多，账号被暂时锁定',
    remedy: '请负责人等待一分钟，再在“设置 - 云端”中填写正确的密码。',
  },
  refreshTokenWrong: {
    title: '云端未延长登录',
    remedy: '工作站会自动重新登录。若失败，请负责人重新填写账号。',
  },
  accessKeyUnknown: {
    title: '云端没有该访问密钥',
    remedy: '请负责人从云端控制台重新复制密钥到该连接。',
  },
  accessKeyDisabled: {
    title: '访问密钥已被禁用',
    remedy: '请负责人在云端控制台启用该密钥，或更换密钥。',
  },
  accessKeyWrong: {
    title: '访问密钥与其 Secret 不匹配',
    remedy: '请负责人在“设置 - 云端”中重新填写该密钥的 Secret。',
  },
  authorizeCodeWrong: {
    title: '设备授权码错误',
    remedy: '请负责人在“设置 - 云端”中重新填写该设备的授权码。',
  },
  tokenNeeded: {
    title: '云端要求访问令牌',
    remedy: '请负责人在“设置 - 云端”中填写该连接的账号或令牌。',
  },
  tokenInvalid: {
    title: '访问令牌无效',
    remedy: '请负责人在“设置 - 云端”中填写有效的令牌或账号。',
  },
  tokenExpired: {
    title: '访问令牌已过期',
    remedy: '请负责人填写新的令牌，或工作站可用来登录的账号。',
  },
  tokenReplaced: {
    title: '访问令牌已被新令牌取代',
    remedy: '另有程序在使用同一登录，请负责人为工作站单独配置账号或令牌。',
  },
  sessionEnded: {
    title: '用户登录不存在或已失效',
    remedy: '请负责人在“设置 - 云端”中填写新的 iotToken。',
  },
  identityMissing: {
    title: '该登录已不再对应用户',
    remedy: '同一账号在别处登录过，请负责人在“设置 - 云端”中填写新的 iotToken。',
  },
  forbidden: {
    title: '该账号没有此项权限',
    remedy: '请负责人为账号开通权限，或改用其他连接。',
  },
  corpNeeded: {
    title: '此操作需要企业成员账号或访问密钥',
    remedy: '请负责人在连接中选择企业账号或访问密钥。',
  },
  corpDiffers: {
    title: '令牌属于另一企业',
    remedy: '请负责人更正连接的企业或账号。',
  },
  adminNeeded: {
    title: '此操作需要企业管理员',
    remedy: '请负责人联系企业管理员操作，或为该连接的账号授予管理员角色。',
  },
  rightTooLow: {
    title: '成员的权限不足',
    remedy: '请负责人联系管理员授予权限，或由有权限的成员操作。',
  },
  memberUnknown: {
    title: '企业没有该成员',
    remedy: '请负责人核对审核人的 ID。',
  },
  appKeyUnknown: {
    title: '网关没有该 App Key',
    remedy: '请负责人从云端控制台重新复制 App Key 和密钥到该连接。',
  },
  appNotAuthorised: {
    title: '应用未获得此接口的授权，或授权已失效',
    remedy: '请负责人在云端控制台为该应用开通此接口。',
  },
  signatureMissing: {
    title: '网关未收到签名',
    remedy: '请负责人确认代理服务器没有删除请求头。',
  },
  signatureWrong: {
    title: '签名不匹配',
    remedy: '请负责人重新填写 Key 和 Secret；两者必须匹配，前后不能有空格。',
  },
  bodyAltered: {
    title: '请求在途中被改动',
    remedy: '请负责人确认代理服务器没有改动发送的内容。',
  },
  clockOff: {
    title: '本机时间与云端不一致[（相差 {skewMs}）]',
    remedy: '请负责人校准本机日期和时间后重试。',
  },
  nonceUsed: {
    title: '云端已收到过同一请求',
    remedy: '请重试。若仍出现，请负责人确认代理服务器没有重复发送请求。',
  },

  // 云端自身
  callUnknown: {
    title: '云端没有此接口',
    remedy: '请负责人检查连接的地址、路径后缀和云端类型。',
  },
  hostUnknown: {
    title: '网关不服务于该地址',
    remedy: '请负责人更正连接的地址：每个地域有各自的地址。',
  },
  hostBlocked: {
    title: '云端的地址已被封禁',
    remedy: '请负责人联系云端服务商。',
  },
  schemeUnsupported: {
    title: '网关不支持以该协议（http 或 https）调用',
    remedy: '请负责人将连接地址中的 http 改为 https，或反之。',
  },
  stageUnknown: {
    title: '网关没有该环境',
    remedy: '请负责人按接口发布的环境，在连接中选择 RELEASE、PRE 或 TEST。',
  },
  networkRefused: {
    title: '网关不接受来自本网络的调用',
    remedy: '请负责人在云端控制台放行本网络的地址。',
  },
  quotaUsed: {
    title: '已购买的调用次数用完',
    remedy: '请负责人在云端控制台续购。',
  },
  subscriptionEnded: {
    title: '云端服务已到期或欠费',
    remedy: '请负责人办理续费。',
  },
  gatewayMisconfigured: {
    title: '云端网关的配置有误',
    remedy: '请负责人联系云端服务商。',
  },
  throttled: {
    title: '请求过多，云端要求等待',
    remedy: '请稍候[（{retryAfterMs}）]再重试。若仍出现，请负责人减少访问该云端的程序。',
  },
  backendFailed: {
    title: '云端网关未得到后端服务的应答',
    remedy: `${wait}${provider}`,
  },
  serviceUnavailable: {
    title: '云端暂时不可用',
    remedy: `${wait}${provider}`,
  },
  serverFault: {
    title: '云端出现故障',
    remedy: `${wait}${provider}`,
  },
}
