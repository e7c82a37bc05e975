// What the commands about kits say to people, in both languages.
import type { ImportedKit, KitEntry, Language, ResultFile } from '../../../preload/contract/index.ts'

type Both = Readonly<Record<Language, string>>
const word = (en: string, zhCn: string): Both => ({ en, 'zh-CN': zhCn })

export const kitStateTexts: Record<KitEntry['state'], Both> = {
  valid: word('valid', '有效'),
  early: word('not valid yet', '尚未生效'),
  expired: word('expired', '已过期'),
  replaced: word('replaced by a newer one', '已被更新的取代'),
}

export const kitFactTexts = {
  name: word('Name', '名称'),
  madeBy: word('Made by', '制作'),
  madeAt: word('Made at', '制作时间'),
  key: word('Key', '密钥'),
  trusted: word('Trusted as', '信任名称'),
  notTrusted: word('not trusted here', '未被本站信任'),
  valid: word('Valid', '有效期'),
  tasks: word('Tasks', '任务'),
  orders: word('Work orders', '工单'),
  profiles: word('Profiles', '配置'),
  images: word('Images', '固件'),
  devices: word('Devices', '设备数'),
  results: word('Results', '结果数'),
  differs: word('Differ here', '与本站不同的配置'),
  thisStation: word('this station', '本站'),
} as const satisfies Record<string, Both>

export function importedText(imported: ImportedKit, language: Language): string[] {
  const { isKnown, ordersAdded, ordersKept, profilesKept, bench, kit } = imported
  const isChinese = language === 'zh-CN'
  const { tasks, images } = kit
  const known = isChinese ? '该离线包已在本站，没有更改。' : 'This kit is here already; nothing was changed.'
  const taken = isChinese
    ? `已导入：${tasks.length} 个任务，${images.length} 个固件，${ordersAdded} 个工单。`
    : `Taken in: ${tasks.length} tasks, ${images.length} images, ${ordersAdded} work orders.`
  const said = [isKnown ? known : taken]
  if (ordersKept > 0)
    said.push(
      isChinese
        ? `${ordersKept} 个工单保持不变（已启用或已完成）。`
        : `Left as they are, armed or done: ${ordersKept}.`,
    )
  if (profilesKept.length > 0)
    said.push(
      isChinese
        ? `保留本站的配置：${profilesKept.join('、')}。如需替换请用 --replace-profiles。`
        : `Profiles left as this station has them: ${profilesKept.join(', ')}. --replace-profiles takes those of the kit.`,
    )
  if (bench !== null)
    said.push(isChinese ? `本站产品已设为 ${bench}。` : `This bench is now set to product ${bench}.`)
  return said
}

export function exportedText(file: ResultFile | null, language: Language): string {
  if (file === null) return language === 'zh-CN' ? '没有等待上报的结果。' : 'No results wait.'
  const { jobs, messages } = file
  return language === 'zh-CN'
    ? `已导出 ${jobs} 个作业的 ${messages} 条消息。本站不再自行发送。`
    : `${messages} messages of ${jobs} jobs went into the file; this station does not send them itself any more.`
}

export function broughtText({ jobs, messages, added }: ResultFile, language: Language): string {
  return language === 'zh-CN'
    ? `${jobs} 个作业，${messages} 条消息：新增 ${added}，已有 ${messages - added}。`
    : `${jobs} jobs, ${messages} messages: ${added} new, ${messages - added} known already.`
}
