// How long ago the kernel itself saw the adapter go. Its log has a clock of its own, so "now" is a mark written to the
// same log. Record format: Documentation/ABI/testing/dev-kmsg of Linux.
import { closeSync, constants, openSync, readSync, writeFileSync } from 'node:fs'

/** Milliseconds from the last "USB disconnect" in the kernel's log until now. */
export function sinceDisconnect(): number {
  writeFileSync('/dev/kmsg', 'flashline mark\n')
  const records = readRecords()
  const mark = records.findLast(({ text }) => text === 'flashline mark')
  const gone = records.findLast(({ text }) => text.includes('USB disconnect'))
  if (mark === undefined || gone === undefined) throw new Error('the kernel log says nothing of a disconnect')
  return Math.round(mark.atMs - gone.atMs)
}

function readRecords(): { readonly atMs: number; readonly text: string }[] {
  const log = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK)
  const records: { atMs: number; text: string }[] = []
  const bytes = Buffer.alloc(8192)
  try {
    for (;;) {
      const record = bytes.toString('utf8', 0, readSync(log, bytes))
      const [, atUs = '0', text = ''] = /^\d+,\d+,(\d+),[^;]*;([^\n]*)/.exec(record) ?? []
      records.push({ atMs: Number(atUs) / 1000, text })
    }
  } catch {
    // No more records.
    return records
  } finally {
    closeSync(log)
  }
}
