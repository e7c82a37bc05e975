// The export of the history, read back as a spreadsheet program and as other software read it.
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createHistoryDesk, type ExportPart, type HistoryDesk } from '../../main/station/history-desk.ts'
import { csvHead, csvLine } from '../../main/station/job-csv.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import { type HistoryFilter, type Job, jobSchema } from '../../preload/contract/index.ts'
import { anyJob, job, step, tempFolder } from '../store/job-fixture.ts'

async function openDesk(jobs: readonly Job[]): Promise<{ desk: HistoryDesk; store: Store }> {
  const store = await openStore(await tempFolder())
  onTestFinished(() => store.close())
  for (const one of jobs) {
    await store.jobs.begin(one)
    await store.jobs.save(one, [], [])
  }
  const records = { ...store.history, list: store.jobs.list, get: store.jobs.get }
  const proofs = { ...store.chain, station: () => 'Bench 1', now: () => new Date(), sign: null }
  return { desk: createHistoryDesk(records, proofs), store }
}

async function exportAll(desk: HistoryDesk, format: 'csv' | 'json', filter: HistoryFilter = {}) {
  const parts: ExportPart[] = []
  for (let next: string | null | undefined; next !== null; ) {
    const part: ExportPart = await desk.export({ ...filter, format, ...(next ? { next } : {}) })
    parts.push(part)
    next = part.next
  }
  return {
    parts,
    text: parts.map(({ text }) => text).join(''),
    rows: parts.reduce((sum, one) => sum + one.rows, 0),
  }
}

const ended = (number: number, part: Partial<Job> = {}) =>
  job(`j${number}`, {
    outcome: 'passed',
    endedAt: new Date(Date.UTC(2026, 0, 2, 4, 0, number)).toISOString(),
    ...part,
  })

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true })

test('the table says of each job what its record says', async () => {
  const { desk } = await openDesk([
    ended(1, {
      lot: 'L1',
      orderId: 'o1',
      operator: '李娜',
      steps: [step({ retries: 2 }), step({ retries: 1 })],
    }),
    ended(2, { outcome: 'failed', error: { code: 'LINK_LOST', step: 'flash', context: {} }, task: null }),
  ])
  const { text, rows } = await exportAll(desk, 'csv')
  expect(rows).toBe(2)
  expect(text.startsWith('\ufeffjobId,startedAt,endedAt,')).toBe(true)
  const [failed, passed] = rowsOf(text)
  expect(failed).toMatchObject({
    jobId: 'j2',
    outcome: 'failed',
    errorCode: 'LINK_LOST',
    errorStep: 'flash',
    taskId: '',
  })
  expect(passed).toEqual({
    jobId: 'j1',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: '2026-01-02T04:00:01.000Z',
    durationMs: '3356000',
    outcome: 'passed',
    errorCode: '',
    errorStep: '',
    deviceState: 'incomplete',
    corrected: '',
    productId: 'p1',
    partType: 'mcu',
    partIdentify: '0',
    deviceId: 'd1',
    mac: '00:11:22:33:44:55',
    sn: 'SN1',
    fromVersion: '10000',
    fromVersionText: '1.0.0',
    toVersion: '20001',
    toVersionText: '',
    bootedVersion: '',
    bootedVersionText: '',
    firmwareSizeBytes: '1024',
    firmwareMd5: 'a'.repeat(32),
    taskId: 't1',
    taskName: 'To 2.0.1',
    orderId: 'o1',
    lot: 'L1',
    slotId: 'usb:1-1',
    slotName: 'A1',
    link: '/dev/ttyUSB0',
    protocol: 'ymodem',
    profileId: 'u-boot',
    operator: '李娜',
    retries: '3',
  })
})

test('any text is read back as it was: quotes, commas, line ends, Chinese', () => {
  fc.assert(
    fc.property(
      anyJob,
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '=', "'", '固', 'a', ' ') }),
      (facts, sn) => {
        const one: Job = { jobId: 'j1', ...facts, device: { ...facts.device, sn } }
        const rows = rowsOf(csvHead + csvLine(one))
        expect(rows).toHaveLength(1)
        const written = /^[=+\-@\t\r\n]/.test(sn) ? `'${sn}` : sn
        expect(rows[0]?.sn).toBe(written)
      },
    ),
  )
})

test('nothing a device calls itself is a formula', () => {
  for (const sn of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '=HYPERLINK("http://evil.example","x")',
  ]) {
    const [row] = rowsOf(csvHead + csvLine(ended(1, { device: { deviceId: null, mac: null, sn } })))
    expect(row?.sn).toBe(`'${sn}`)
  }
  // A number is one, also below zero: no text may come here from outside.
  const [row] = rowsOf(csvHead + csvLine(ended(1, { startedAt: '2026-01-02T05:00:00.000Z' })))
  expect(row?.durationMs).toBe('-3599000')
})

test('JSON lines are the jobs of the contract', async () => {
  const { desk, store } = await openDesk([ended(1, { steps: [step()] }), ended(2), ended(3, { lot: 'L1' })])
  const { text } = await exportAll(desk, 'json')
  const lines = text.trimEnd().split('\n')
  expect(lines.map((line) => jobSchema.parse(JSON.parse(line)))).toEqual(
    (await store.jobs.list({ limit: 9 })).jobs,
  )
  expect((await exportAll(desk, 'json', { lot: 'L1' })).rows).toBe(1)
  expect(await exportAll(desk, 'json', { lot: 'none' })).toMatchObject({ text: '', rows: 0 })
  expect((await exportAll(desk, 'csv', { lot: 'none' })).text).toBe(csvHead)
})

test('parts are bounded in rows and bytes, and joined they are the whole', async () => {
  // So long that a part is full before it has all its rows.
  const url = `http://127.0.0.1/${'x'.repeat(20_000)}`
  const jobs = Array.from({ length: 300 }, (_, number) => {
    const { firmware } = ended(number)
    return ended(number, { firmware: firmware && { ...firmware, url } })
  })
  const { desk } = await openDesk(jobs)
  const { parts, text } = await exportAll(desk, 'json')
  expect(parts.length).toBeGreaterThan(6)
  for (const part of parts) expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(900_000)
  const ids = text
    .trimEnd()
    .split('\n')
    .map((line) => jobSchema.parse(JSON.parse(line)).jobId)
  expect(ids).toEqual(jobs.map(({ jobId }) => jobId).toReversed())
  const table = await exportAll(desk, 'csv')
  expect(table.parts).toHaveLength(1)
  expect(rowsOf(table.text).map(({ jobId }) => jobId)).toEqual(ids)
})

test('a part of another filter or format does not fit', async () => {
  const { desk } = await openDesk(Array.from({ length: 260 }, (_, number) => ended(number)))
  const { next } = await desk.export({ format: 'json', productId: 'p1' })
  if (next === null) throw new Error('everything came at once')
  await expect(desk.export({ format: 'json', next })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    context: { field: 'next' },
  })
  await expect(desk.export({ format: 'csv', productId: 'p1', next })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
  await expect(desk.export({ format: 'json', next: 'nonsense' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
  expect((await desk.export({ productId: 'p1', format: 'json', next })).rows).toBe(10)
})

test('jobs that end during an export are not in it, and none is in it twice', async () => {
  const { desk, store } = await openDesk(Array.from({ length: 260 }, (_, number) => ended(number)))
  const first = await desk.export({ format: 'json' })
  await store.jobs.begin(ended(999))
  const second = await desk.export({ format: 'json', next: first.next ?? '' })
  expect(second.next).toBe(null)
  expect(first.rows + second.rows).toBe(260)
  expect(second.text).not.toContain('j999')
})
