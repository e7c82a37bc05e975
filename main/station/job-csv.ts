// The history as a table for spreadsheet programs: RFC 4180, one line a job, the columns fixed, times UTC. Pure. The first
// part of a file begins with the mark of UTF-8, without which they do not read Chinese.
import type { Job } from '../../preload/contract/index.ts'

type Cell = string | number | null

/** In their order; a name never changes and never moves, new ones come at the end. */
const columns: readonly (readonly [name: string, cell: (job: Job) => Cell])[] = [
  ['jobId', (job) => job.jobId],
  ['startedAt', (job) => job.startedAt],
  ['endedAt', (job) => job.endedAt],
  ['durationMs', durationMs],
  ['outcome', (job) => job.outcome],
  ['errorCode', (job) => job.error?.code ?? null],
  ['errorStep', (job) => job.error?.step ?? null],
  ['deviceState', (job) => job.deviceState],
  ['corrected', (job) => job.correction?.reason ?? null],
  ['productId', (job) => job.productId],
  ['partType', (job) => job.part.type],
  ['partIdentify', (job) => job.part.identify],
  ['deviceId', (job) => job.device.deviceId],
  ['mac', (job) => job.device.mac],
  ['sn', (job) => job.device.sn],
  ['fromVersion', (job) => job.fromVersion.number],
  ['fromVersionText', (job) => job.fromVersion.text],
  ['toVersion', (job) => job.toVersion.number],
  ['toVersionText', (job) => job.toVersion.text],
  ['bootedVersion', (job) => job.bootedVersion.number],
  ['bootedVersionText', (job) => job.bootedVersion.text],
  ['firmwareSizeBytes', (job) => job.firmware?.sizeBytes ?? null],
  ['firmwareMd5', (job) => job.firmware?.md5 ?? null],
  ['taskId', (job) => job.task?.taskId ?? null],
  ['taskName', (job) => job.task?.name ?? null],
  ['orderId', (job) => job.orderId],
  ['lot', (job) => job.lot],
  ['slotId', (job) => job.slotId],
  ['slotName', (job) => job.slotName],
  ['link', (job) => job.link],
  ['protocol', (job) => job.protocol],
  ['profileId', (job) => job.profileId],
  ['operator', (job) => job.operator],
  ['retries', (job) => job.steps.reduce((sum, { retries }) => sum + retries, 0)],
]

/** Names of columns need no quotes. */
export const csvHead = `\ufeff${columns.map(([name]) => name).join(',')}\r\n`

export function csvLine(job: Job): string {
  return line(columns.map(([, cell]) => cell(job)))
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`
}

/**
 * A spreadsheet program takes what begins with one of these for a formula, and a device may call itself anything: an
 * apostrophe in front makes it text.
 */
const formula = /^[=+\-@\t\r\n]/

function written(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function durationMs({ startedAt, endedAt }: Job): number | null {
  return endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt)
}
