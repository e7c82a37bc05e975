// What the command line says of the chain of records, proofs and backups, in both languages.
import type {
  ChainProblem,
  ChainProblemKind,
  ChainRecovery,
  ChainReport,
  Language,
  Recovery,
} from '../../../preload/contract/index.ts'
import type { CheckedProof } from '../../station/database-once.ts'

type Texts = Readonly<Record<Language, (facts: Record<string, string | number>) => string>>

const problemTexts: Record<ChainProblemKind, Texts> = {
  recordEdited: {
    en: ({ jobNo, jobId }) => `record ${jobNo} (${jobId}) was edited after its end`,
    'zh-CN': ({ jobNo, jobId }) => `记录 ${jobNo}（${jobId}）在结束后被修改`,
  },
  recordMissing: {
    en: ({ jobNo, jobId }) => `record ${jobNo} (${jobId}) was removed`,
    'zh-CN': ({ jobNo, jobId }) => `记录 ${jobNo}（${jobId}）被删除`,
  },
  recordAdded: {
    en: ({ jobNo, jobId }) => `record ${jobNo} (${jobId}) was added from outside`,
    'zh-CN': ({ jobNo, jobId }) => `记录 ${jobNo}（${jobId}）是从外部添加的`,
  },
  entryEdited: {
    en: ({ entryNo, jobNo }) => `entry ${entryNo} of the chain (record ${jobNo}) was edited`,
    'zh-CN': ({ entryNo, jobNo }) => `链中第 ${entryNo} 条（记录 ${jobNo}）被修改`,
  },
  entryMissing: {
    en: ({ entryNo }) => `entry ${entryNo} of the chain was removed, or several from there on`,
    'zh-CN': ({ entryNo }) => `链中第 ${entryNo} 条起被删除`,
  },
  entryMoved: {
    en: ({ entryNo, jobNo }) => `entry ${entryNo} of the chain (record ${jobNo}) was moved`,
    'zh-CN': ({ entryNo, jobNo }) => `链中第 ${entryNo} 条（记录 ${jobNo}）被移动`,
  },
  linkBroken: {
    en: ({ entryNo, jobNo }) =>
      `entry ${entryNo} of the chain (record ${jobNo}) does not follow the one before it`,
    'zh-CN': ({ entryNo, jobNo }) => `链中第 ${entryNo} 条（记录 ${jobNo}）与前一条不衔接`,
  },
  headBehind: {
    en: ({ entryNo }) => `entry ${entryNo}: the chain was longer before, or ended otherwise`,
    'zh-CN': ({ entryNo }) => `第 ${entryNo} 条：链以前更长，或链尾不同`,
  },
  startMissing: { en: () => 'the beginning of the chain was removed', 'zh-CN': () => '链的开头被删除' },
}

export function chainProblemText({ kind, entryNo, jobNo, jobId }: ChainProblem, language: Language): string {
  return problemTexts[kind][language]({ entryNo: entryNo ?? '-', jobNo: jobNo ?? '-', jobId: jobId ?? '-' })
}

export function chainText(report: ChainReport, language: Language): string {
  const { records, recordsBefore, problemCount } = report
  if (language === 'zh-CN') {
    const before = recordsBefore === 0 ? '' : `，另有 ${recordsBefore} 条早于记录链`
    return `记录链：${records} 条记录${before}；${problemCount === 0 ? '完整' : `${problemCount} 处不符`}`
  }
  const before = recordsBefore === 0 ? '' : `, ${recordsBefore} from before it`
  const found =
    problemCount === 0
      ? 'whole'
      : `${problemCount} ${problemCount === 1 ? 'place does' : 'places do'} not fit`
  return `chain: ${records} ${records === 1 ? 'record' : 'records'}${before}; ${found}`
}

export function chainRecoveryText({ at, broughtIn, lostEntries }: ChainRecovery, language: Language): string {
  return language === 'zh-CN'
    ? `${at}：数据库曾恢复，重新编入 ${broughtIn} 条记录，放弃 ${lostEntries ?? '?'} 条链条目`
    : `${at}: the database was put back; ${broughtIn} records entered anew, ${lostEntries ?? '?'} entries given up`
}

const proofTexts: Record<CheckedProof['problems'][number]['kind'], Readonly<Record<Language, string>>> = {
  signature: { en: 'the signature does not fit', 'zh-CN': '签名不符' },
  entry: { en: 'the proof of this record was edited', 'zh-CN': '该记录的证明被修改' },
  line: { en: 'this record was edited in the export', 'zh-CN': '导出文件中的该记录被修改' },
  lineMissing: { en: 'this record was removed from the export', 'zh-CN': '该记录已从导出文件中删除' },
  lineAdded: { en: 'a record was added to the export', 'zh-CN': '导出文件中多出一条记录' },
  chain: { en: 'the station has another record, or none', 'zh-CN': '工作站中的记录不同或已不存在' },
  head: {
    en: 'the chain of the station has been cut or rewritten since',
    'zh-CN': '此后工作站的记录链被截断或改写',
  },
}

export function proofProblemText(
  { kind, jobId }: CheckedProof['problems'][number],
  language: Language,
): string {
  return jobId === null ? proofTexts[kind][language] : `${jobId}: ${proofTexts[kind][language]}`
}

export function proofText({ records, at, station, publicKey }: CheckedProof, language: Language): string {
  if (language === 'zh-CN')
    return `证明：${station}，${at}，${records} 条记录，${publicKey === null ? '未签名' : `签名密钥 ${publicKey}`}`
  return `proof: ${station}, ${at}, ${records} records, ${publicKey === null ? 'not signed' : `signed by ${publicKey}`}`
}

export function restoredText({ backupAt, keptIn }: Recovery, language: Language): string {
  const kept = keptIn ?? '-'
  return language === 'zh-CN'
    ? `已恢复${backupAt === null ? '' : ` ${backupAt} 的`}备份。原数据库保存在数据目录的 ${kept} 中。`
    : `Put back${backupAt === null ? '' : ` as of ${backupAt}`}. The database before is in the data folder under ${kept}.`
}
