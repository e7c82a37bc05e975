// What the commands about profiles say to people, in both languages. Fields and mistakes have their words in the contract.
import type { Language, ProfileOrigin } from '../../../preload/contract/index.ts'

export const profileWords = {
  id: { en: 'ID', 'zh-CN': '编号' },
  protocol: { en: 'Protocol', 'zh-CN': '协议' },
  origin: { en: 'From', 'zh-CN': '来源' },
  name: { en: 'Name', 'zh-CN': '名称' },
  leftOut: { en: 'left out', 'zh-CN': '未采用' },
} as const satisfies Record<string, Record<Language, string>>

export const profileOriginTexts: Record<ProfileOrigin, Record<Language, string>> = {
  builtIn: { en: 'program', 'zh-CN': '程序自带' },
  plant: { en: 'plant', 'zh-CN': '工厂' },
}

export function wholeProfile(profileId: string, language: Language): string {
  return language === 'zh-CN' ? `${profileId}：没有错误。` : `${profileId}: no mistakes.`
}

export function moreMistakes(count: number, language: Language): string {
  return language === 'zh-CN' ? `另有 ${count} 处错误。` : `${count} more.`
}
