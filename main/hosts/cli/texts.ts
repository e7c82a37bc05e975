// The few sentences of the command line that are no error texts, in both languages. Steps, states and errors have
// theirs in the contract.
import type { Job, Language, Step } from '../../../preload/contract/index.ts'

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

export const left: Record<Language, string> = { en: 'left', 'zh-CN': '剩余' }

export function waitingText(count: number, language: Language): string {
  if (language === 'zh-CN') return `还有 ${count} 条消息等待发送到云端，下次连接时发送。`
  const messages = count === 1 ? 'message waits' : 'messages wait'
  return `${count} ${messages} for the cloud and will be sent at the next connection.`
}

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
