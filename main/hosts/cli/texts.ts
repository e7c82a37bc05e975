// The few sentences of the command line that are no error texts, in both languages. Steps, states and errors have
// theirs in the contract.
import type {
  Job,
  Language,
  OrderEvent,
  RolloutItem,
  Step,
  WorkOrder,
} from '../../../preload/contract/index.ts'

export const stepOutcomeTexts: Record<Step['outcome'], Record<Language, string>> = {
  running: { en: 'running', 'zh-CN': '进行中' },
  passed: { en: 'done', 'zh-CN': '完成' },
  failed: { en: 'failed', 'zh-CN': '失败' },
  skipped: { en: 'skipped', 'zh-CN': '跳过' },
  cancelled: { en: 'cancelled', 'zh-CN': '已取消' },
  interrupted: { en: 'interrupted', 'zh-CN': '已中断' },
}

export const outcomeTexts: Record<Job['outcome'], Record<Language, string>> = {
  running: { en: 'RUNNING', 'zh-CN': '进行中' },
  passed: { en: 'PASS', 'zh-CN': '通过' },
  failed: { en: 'FAIL', 'zh-CN': '失败' },
  refused: { en: 'REFUSED', 'zh-CN': '拒绝' },
  cancelled: { en: 'CANCELLED', 'zh-CN': '已取消' },
  interrupted: { en: 'INTERRUPTED', 'zh-CN': '已中断' },
}

export const orderStateTexts: Record<WorkOrder['state'], Record<Language, string>> = {
  ready: { en: 'NOT ARMED', 'zh-CN': '未启用' },
  armed: { en: 'ARMED', 'zh-CN': '已启用' },
  done: { en: 'DONE', 'zh-CN': '已结束' },
}

export const orderEventTexts: Record<OrderEvent['what'], Record<Language, string>> = {
  created: { en: 'MADE', 'zh-CN': '新建' },
  edited: { en: 'CHANGED', 'zh-CN': '修改' },
  armed: { en: 'ARMED', 'zh-CN': '启用' },
  disarmed: { en: 'DISARMED', 'zh-CN': '停用' },
  finished: { en: 'FINISHED', 'zh-CN': '结束' },
  pinned: { en: 'IMAGE FIXED', 'zh-CN': '固件锁定' },
  repeated: { en: 'ONCE MORE', 'zh-CN': '再次刷写' },
}

export const itemTexts: Record<RolloutItem['state'], Record<Language, string>> = {
  waiting: { en: 'WAITING', 'zh-CN': '等待' },
  preflight: { en: 'ASKED', 'zh-CN': '询问' },
  running: { en: 'RUNNING', 'zh-CN': '进行中' },
  passed: { en: 'PASS', 'zh-CN': '通过' },
  failed: { en: 'FAIL', 'zh-CN': '失败' },
  skipped: { en: 'SKIPPED', 'zh-CN': '跳过' },
  notStarted: { en: 'NOT STARTED', 'zh-CN': '未启动' },
}

export const left: Record<Language, string> = { en: 'left', 'zh-CN': '剩余' }

export function waitingText(count: number, language: Language): string {
  if (language === 'zh-CN') return `还有 ${count} 条消息等待发送到云端，下次连接时发送。`
  const messages = count === 1 ? 'message waits' : 'messages wait'
  return `${count} ${messages} for the cloud and will be sent at the next connection.`
}

/** How many of a rollout ended how. */
export function pushedText(count: (state: RolloutItem['state']) => number, language: Language): string {
  const [passed, failed] = [count('passed'), count('failed')]
  const [skipped, notStarted] = [count('skipped'), count('notStarted')]
  return language === 'zh-CN'
    ? `通过 ${passed}，失败 ${failed}，跳过 ${skipped}，未启动 ${notStarted}`
    : `${passed} passed, ${failed} failed, ${skipped} skipped, ${notStarted} not started`
}

/** Heads of the devices of the LAN. */
export const lanHeadTexts = {
  name: { en: 'Name', 'zh-CN': '名称' },
  address: { en: 'Address', 'zh-CN': '地址' },
  model: { en: 'Model', 'zh-CN': '型号' },
  version: { en: 'Version', 'zh-CN': '版本' },
  mac: { en: 'MAC', 'zh-CN': 'MAC' },
  profileId: { en: 'Usual profile', 'zh-CN': '常用配置' },
} as const satisfies Record<string, Record<Language, string>>

/** Heads of the facts of an identified device. */
export const identifyTexts = {
  chip: { en: 'Chip', 'zh-CN': '芯片' },
  protocol: { en: 'Protocol', 'zh-CN': '协议' },
  serialNumber: { en: 'Serial number', 'zh-CN': '序列号' },
  deviceId: { en: 'Device ID', 'zh-CN': '设备 ID' },
  flash: { en: 'Flash', 'zh-CN': '闪存' },
  version: { en: 'Version', 'zh-CN': '版本' },
  profiles: { en: 'Profiles that fit', 'zh-CN': '适用配置' },
} as const satisfies Record<string, Record<Language, string>>

/** What a doctor's report comes to. */
export function doctorSummary(warnings: number, failures: number, language: Language): string {
  if (warnings + failures === 0)
    return language === 'en' ? 'This computer is fit to be a station.' : '本机适合作为工作站。'
  return language === 'en'
    ? `${failures} that ${failures === 1 ? 'does' : 'do'} not work, ${warnings} to look after.`
    : `${failures} 项故障，${warnings} 项需要注意。`
}
