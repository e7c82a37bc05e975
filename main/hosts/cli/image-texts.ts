// The words of `flashline image`, in both languages. Data only; names that a format itself uses stay as they are.
import type { Language } from '../../../preload/contract/index.ts'
import type { ImageFormat } from '../../firmware/formats/parsed-image.ts'

type Both = Readonly<Record<Language, string>>

const word = (en: string, zhCn: string): Both => ({ en, 'zh-CN': zhCn })

export const formatTexts: Record<ImageFormat, Both> = {
  raw: word('raw bytes', '原始数据'),
  intelHex: word('Intel HEX', 'Intel HEX'),
  sRecord: word('Motorola S-record', 'Motorola S-record'),
  elf: word('ELF', 'ELF'),
  uf2: word('UF2', 'UF2'),
  espApp: word('ESP image', 'ESP 镜像'),
  espMerged: word('ESP flash', 'ESP 整片镜像'),
  mcuboot: word('MCUboot image', 'MCUboot 镜像'),
}

export const imageHeadTexts = {
  file: word('File', '文件'),
  format: word('Format', '格式'),
  size: word('Size', '大小'),
  version: word('Version', '版本'),
  chip: word('Chip', '芯片'),
  entry: word('Entry', '入口地址'),
} as const satisfies Record<string, Both>

/** What a file may say about itself besides; a fact without a word here keeps its own name. */
export const imageFactTexts: Readonly<Record<string, Both>> = {
  project: word('Project', '项目'),
  built: word('Built', '编译时间'),
  idf: word('ESP-IDF', 'ESP-IDF'),
  elfSha256: word('ELF SHA-256', 'ELF SHA-256'),
  flash: word('Flash', '闪存参数'),
  minRevision: word('Lowest revision', '最低芯片版本'),
  maxRevision: word('Highest revision', '最高芯片版本'),
  hash: word('Own digest', '内置摘要'),
  app: word('First application', '首个应用'),
  signature: word('Signature', '签名'),
  encrypted: word('Encrypted', '已加密'),
  securityCounter: word('Security counter', '安全计数'),
  loadAddress: word('Load address', '加载地址'),
  paddingBytes: word('Padding (bytes)', '填充字节数'),
  trailingBytes: word('Bytes behind the image', '镜像后的字节数'),
  machine: word('Processor', '处理器'),
  byteOrder: word('Byte order', '字节序'),
  header: word('Header', '头信息'),
  family: word('Family', '系列'),
  description: word('Made for', '适用设备'),
  notFlashedBlocks: word('Blocks not flashed', '不写入的块数'),
}

export const gapText = word('gap', '空隙')
export const unplacedText = word(
  'The file does not say where it belongs: the profile gives the address.',
  '文件未包含地址：由配置给出写入地址。',
)

export function moreRegionsText(count: number, language: Language): string {
  return language === 'zh-CN'
    ? `另有 ${count} 个区域，--json 可列出全部。`
    : `${count} more regions; --json has all.`
}
