// The contract as its callers see it: typed errors, and the start-all rule.
import { createRouterClient, isDefinedError, safe } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { Slots } from '../../main/bench/slots.ts'
import { createCaller, type SessionSource } from '../../main/station/caller.ts'
import { EventHub } from '../../main/station/event-hub.ts'
import type { StationParts } from '../../main/station/parts.ts'
import { createRouter } from '../../main/station/router.ts'
import { FlashlineError, type Job } from '../../preload/contract/index.ts'

const source = (slotId: string) => ({
  slotId,
  name: slotId,
  kind: 'usb' as const,
  address: `/dev/${slotId}`,
  profileId: 'p',
  productId: 'q',
  hint: null,
})

const everybodyLeads: SessionSource = {
  sessionOf: () => ({ open: true, operator: null, role: 'lead' }),
  used: () => undefined,
}

function client(start: (slotId: string) => Promise<Job>) {
  const slots = new Slots(
    () => undefined,
    () => undefined,
  )
  for (const slotId of ['a', 'b']) slots.put(source(slotId), true)
  slots.put(source('empty'), false)
  const parts = {
    hub: new EventHub(() => new Date(0)),
    slots,
    jobs: { start },
    orders: { armed: {} },
    operators: everybodyLeads,
  } as unknown as StationParts
  return createRouterClient(createRouter(parts), { context: { caller: createCaller() } })
}

describe('router', () => {
  it('turns an error with a code into the typed error of the contract', async () => {
    const station = client(async () => {
      throw new FlashlineError('SLOT_BUSY', { slotId: 'a' })
    })
    const { error } = await safe(station.jobs.start({ slotId: 'a' }))
    expect(isDefinedError(error) && error.data).toEqual({ code: 'SLOT_BUSY', context: { slotId: 'a' } })
  })

  it('hides what an unknown error says behind SOFTWARE, without a stack', async () => {
    const station = client(async () => {
      throw new Error('secret path')
    })
    const { error } = await safe(station.jobs.start({ slotId: 'a' }))
    expect(isDefinedError(error) && error.data.code).toBe('SOFTWARE')
    expect(JSON.stringify(error)).not.toContain('router.test.ts')
  })

  it('starts every ready slot, and none that is empty', async () => {
    const asked: string[] = []
    const station = client(async (slotId) => {
      asked.push(slotId)
      if (slotId === 'a') throw new FlashlineError('LINK_BUSY')
      return { jobId: `job of ${slotId}` } as Job
    })
    expect(await station.jobs.startAll()).toEqual({ started: ['job of b'] })
    expect(asked).toEqual(['a', 'b'])
  })

  it('says why when no slot could be started', async () => {
    const station = client(async () => {
      throw new FlashlineError('PRODUCT_UNSET')
    })
    const { error } = await safe(station.jobs.startAll())
    expect(isDefinedError(error) && error.data.code).toBe('PRODUCT_UNSET')
  })
})
