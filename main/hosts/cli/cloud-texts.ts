// What the commands about clouds say to people, in both languages: words of tables, and sentences. Data and fillings only.
import type {
  CatalogueEntry,
  Delivery,
  Language,
  OutboxState,
  OutboxSummary,
  Task,
  UnreadItem,
  UpgradeProgress,
} from '../../../preload/contract/index.ts'
import type { RosterProblem } from '../../sync/roster.ts'

type Both = Readonly<Record<Language, string>>

const word = (en: string, zhCn: string): Both => ({ en, 'zh-CN': zhCn })

export const taskStatusTexts: Record<Task['status'], Both> = {
  stopped: word('stopped', '已停止'),
  running: word('running', '执行中'),
  pending: word('pending', '待执行'),
  review: word('in review', '审核中'),
}

export const tagTexts: Record<Task['tag'], Both> = {
  formal: word('formal', '正式'),
  test: word('test', '测试'),
}

export const progressTexts: Record<UpgradeProgress['state'], Both> = {
  waiting: word('waiting', '待升级'),
  upgrading: word('upgrading', '升级中'),
  succeeded: word('succeeded', '成功'),
  failed: word('failed', '失败'),
}

export const firmwareStatusTexts: Record<CatalogueEntry['status'], Both> = {
  unverified: word('not verified', '未验证'),
  verified: word('verified', '已验证'),
  verifying: word('being verified', '验证中'),
  failed: word('failed verification', '验证失败'),
  exempt: word('needs no verification', '无需验证'),
  unknown: word('unknown', '未知'),
}

export const deliveryTexts: Record<Delivery, Both> = {
  acknowledged: word('acknowledged', '云端已确认'),
  foundAtCloud: word('found at the cloud', '云端已有'),
  repeated: word('sent again', '已重发'),
  repeatedUnasked: word('sent again, unasked', '未经查询重发'),
}

export const outboxStateTexts: Record<OutboxState, Both> = {
  waiting: word('waiting', '等待中'),
  sent: word('sent', '已送达'),
  dead: word('refused', '被拒收'),
  dismissed: word('left unsent', '不再发送'),
  exported: word('exported', '已导出'),
}

export function outboxSentText({ waiting, dead }: OutboxSummary, language: Language): string {
  if (waiting === 0 && dead === 0) return language === 'zh-CN' ? '已全部送达。' : 'Everything has arrived.'
  return language === 'zh-CN'
    ? `${waiting} 条等待中，${dead} 条被拒收。`
    : `${waiting} still wait, ${dead} were refused.`
}

/** Whether somebody may sign in. */
export const operatorStateTexts = {
  active: word('may sign in', '可登录'),
  inactive: word('may not sign in', '已停用'),
} as const satisfies Record<string, Both>

export const clientStateTexts = {
  active: word('valid', '有效'),
  expired: word('expired', '已过期'),
  revoked: word('revoked', '已吊销'),
} as const satisfies Record<string, Both>

/** Heads of columns and of facts. */
export const headTexts = {
  id: word('ID', 'ID'),
  name: word('Name', '名称'),
  role: word('Role', '角色'),
  description: word('Description', '描述'),
  product: word('Product', '产品'),
  status: word('Status', '状态'),
  tag: word('Tag', '类别'),
  mode: word('Mode', '方式'),
  part: word('Part', '部件'),
  versions: word('Versions', '版本'),
  version: word('Version', '版本'),
  image: word('Image', '固件'),
  scope: word('For', '范围'),
  upgraded: word('Upgraded', '已升级'),
  reviewer: word('Reviewer', '审核人'),
  created: word('Created', '创建时间'),
  time: word('Time', '时间'),
  who: word('Who', '操作人'),
  what: word('What', '内容'),
  devices: word('Devices', '设备数'),
  device: word('Device', '设备'),
  share: word('Share', '占比'),
  task: word('Task', '任务'),
  module: word('Module', '模块'),
  size: word('Size', '大小'),
  digest: word('Digest', '摘要'),
  kind: word('Kind', '类型'),
  address: word('Address', '地址'),
  secrets: word('Secrets', '密钥'),
  productKey: word('Product key', '产品标识'),
  tasks: word('Tasks', '任务'),
  results: word('Results', '结果'),
  progress: word('Progress', '进度'),
  catalogue: word('Catalogue', '固件列表'),
  connection: word('Connection', '连接'),
  synced: word('Synced', '同步时间'),
  items: word('Items', '条目'),
  vanished: word('Vanished', '已消失'),
  unread: word('Unreadable', '无法读取'),
  error: word('Error', '错误'),
} as const satisfies Record<string, Both>

export const allDevices = word('all devices', '全部设备')
export const upToDate = word(
  'Up to date: no task for this device at this version.',
  '已是最新：没有适用于该设备当前版本的任务。',
)
export const noUpgrade = word('No upgrade of this device is known.', '没有该设备的升级记录。')
export const stalledText = word('not ended in ten minutes', '十分钟内未完成')
export const confirmText = word('has to be confirmed on the device or in the app', '需在设备或应用上确认')
export const typeSecret = word('Secret (not shown), then Enter: ', '请输入密钥（不显示），按回车结束：')
export const typePin = word(
  'PIN, 4 to 12 digits (not shown), then Enter: ',
  '请输入 4 到 12 位数字 PIN（不显示），按回车结束：',
)
export const passwordInUrl = word(
  'Others on this computer can see the password in --database: PGPASSWORD or a pgpass file is safer.',
  '本机的其他用户可以看到 --database 中的密码：使用 PGPASSWORD 或 pgpass 文件更安全。',
)
export const reported = word('The cloud has the result.', '云端已收到结果。')
export const issued = word('The cloud has the ota-log.', '云端已记录升级下发。')
export const unmatchedText = word('fits no firmware of the catalogue', '与固件列表不匹配')

/** What was done to a task. */
export const taskDoneTexts = {
  start: word('Started', '已启动'),
  stop: word('Stopped', '已停止'),
  delete: word('Deleted', '已删除'),
  promote: word('Made formal', '已转为正式'),
  submit: word('Submitted for review', '已提交审核'),
  approve: word('Approved', '已批准'),
  reject: word('Rejected', '已驳回'),
  devices: word('Devices changed', '设备已更改'),
} as const satisfies Record<string, Both>
export type TaskOperationName = keyof typeof taskDoneTexts

/** What was done to a connection, a product or a secret. */
export const settingDoneTexts = {
  stored: word('Stored', '已保存'),
  removed: word('Removed', '已删除'),
} as const satisfies Record<string, Both>

/** The part of a list that was shown, when it is not the whole. */
export function pageText(offset: number, shown: number, total: number, language: Language): string {
  if (language === 'zh-CN') return `第 ${offset + 1} 至 ${offset + shown} 条，共 ${total} 条。`
  return `${offset + 1} to ${offset + shown} of ${total}.`
}

export function unreadText({ index, id, field }: UnreadItem, language: Language): string {
  if (language === 'zh-CN')
    return `云端返回的第 ${index + 1} 条${id === null ? '' : `（${id}）`}无法读取：${field}`
  return `Item ${index + 1}${id === null ? '' : ` (${id})`} of the cloud's answer cannot be read: ${field}`
}

export function rosterText(added: number, language: Language): string {
  if (language === 'zh-CN') return `已导入 ${added} 台设备。`
  return `${added} ${added === 1 ? 'device' : 'devices'} imported.`
}

const rosterReasonTexts: Readonly<Record<RosterProblem['reason'], Both>> = {
  missing: word('is missing', '缺失'),
  notMac: word('is no MAC', '不是有效的 MAC'),
  tooLong: word('is too long', '过长'),
  duplicate: word('was there before', '重复'),
  columnCount: word('has another number of columns than the first', '列数与首行不同'),
  quotes: word('has a quote that does not end', '引号未闭合'),
}

export function rosterProblemText({ line, reason, field }: RosterProblem, language: Language): string {
  const text = rosterReasonTexts[reason][language]
  if (language === 'zh-CN') return `第 ${line} 行：${field}${text}`
  return `Line ${line}: ${field === '' ? 'it' : field} ${text}`
}

/** Above an answer that the cloud did not give. */
export function offlineText(syncedAt: string, cause: string | null, language: Language): string {
  return language === 'zh-CN'
    ? `云端无法判断（${cause}），根据 ${syncedAt} 同步的任务得出：`
    : `The cloud could not say (${cause}). By the tasks that were synced at ${syncedAt}:`
}
