// Which messages the delivery screen shows, and in which order; and how a file from the station becomes bytes again.
import { expect, it } from 'vitest'
import type { OutboxRow } from '../../preload/contract/index.ts'
import { bytesOfBase64 } from '../../renderer/screens/settings/diagnostics/save-file.ts'
import { shownRows } from '../../renderer/screens/settings/outbox/outbox-view.ts'

const row = (outboxId: number, state: OutboxRow['state']): OutboxRow => ({
  outboxId,
  jobId: `j${outboxId}`,
  deviceId: 'd1',
  connectionId: null,
  kind: 'report',
  state,
  attempts: 1,
  createdAt: '2026-01-02T03:04:05.000Z',
  nextAttemptAt: null,
  sentAt: null,
  delivery: null,
  lastError: null,
  origin: null,
  decision: null,
})
const rows = [
  row(1, 'waiting'),
  row(2, 'dead'),
  row(3, 'waiting'),
  row(4, 'dead'),
  row(9, 'sent'),
  row(8, 'sent'),
]
const ids = (filter: Parameters<typeof shownRows>[1]) =>
  shownRows(rows, filter).map(({ outboxId }) => outboxId)

it('shows what needs a person first, and each part as the station lists it', () => {
  expect(ids('open')).toEqual([2, 4, 1, 3])
  expect(ids('dead')).toEqual([2, 4])
  expect(ids('waiting')).toEqual([1, 3])
  expect(ids('sent')).toEqual([9, 8])
})

it('gives the bytes of a file back as they were', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  expect(bytesOfBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
})
