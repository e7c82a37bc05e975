// Operators through the whole station: who a job is recorded under, and that a practice bench has operators of its own.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import { createStation, type Station } from '../../main/station/station.ts'
import { resourcesDir } from './one-device.ts'

let dataDir: string
let station: Station
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-bench-operator-'))
  station = await createStation({
    dataDir,
    resourcesDir,
    practice: true,
    version: 'test',
    keychain: async () => null,
  })
})
afterEach(async () => {
  await station.close()
  await rm(dataDir, { recursive: true, force: true })
})

const client = () => createRouterClient(station.router, { context: { caller: createCaller() } })

it('records a job under whoever signed in last, and shows the name on the bench', async () => {
  const [lead, technician, wall] = [client(), client(), client()]
  await lead.operators.save({ operatorId: null, name: 'Ann', role: 'lead', pin: '1111' })
  await lead.operators.save({ operatorId: null, name: 'Bo', role: 'technician', pin: '2222' })
  await technician.operators.signIn({ operatorId: 'bo', pin: '2222' })
  const { slots, benchOperator } = await wall.station.snapshot()
  expect(benchOperator).toBe('Bo')
  const slotId = slots[0]?.slotId ?? ''
  await expect(wall.jobs.start({ slotId })).rejects.toMatchObject({ data: { code: 'SIGN_IN_NEEDED' } })
  const { jobId, operator } = await technician.jobs.start({ slotId })
  expect(operator).toBe('Bo')
  await technician.jobs.cancel({ jobId })
  await technician.operators.signOut()
  expect((await wall.station.snapshot()).benchOperator).toBe('Ann')
})

it('keeps the operators of a practice bench out of the plant’s own folder', async () => {
  await client().operators.save({ operatorId: null, name: 'Ann', role: 'lead', pin: '1111' })
  expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false)
  expect(existsSync(join(dataDir, 'station.sqlite'))).toBe(false)
  await station.close()
  station = await createStation({
    dataDir,
    resourcesDir,
    practice: true,
    version: 'test',
    keychain: async () => null,
  })
  const again = client()
  expect((await again.operators.current()).role).toBeNull()
  const { session } = await again.operators.signIn({ operatorId: 'ann', pin: '1111' })
  expect(session.role).toBe('lead')
})
