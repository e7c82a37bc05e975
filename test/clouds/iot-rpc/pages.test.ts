import { describe, expect, it } from 'vitest'
import { answerWith } from '../xlink/scripted-server.ts'
import { openRpc, wireEntry, wirePage } from './open-rpc.ts'

const never = new AbortController().signal

describe('all pages', () => {
  interface Service {
    readonly sizes: readonly number[]
    readonly told: (page: number) => object
    /** Page numbers beyond the list begin again. */
    readonly repeats?: boolean
  }

  async function listFrom({ sizes, told, repeats = false }: Service) {
    await using open = await openRpc()
    open.server.answer = (response, request) => {
      const page = Number(new URL(request.url, open.server.baseUrl).searchParams.get('CurrentPage'))
      const shown = repeats ? Math.min(page, sizes.length) : page
      const before = sizes.slice(0, shown - 1).reduce((sum, size) => sum + size, 0)
      const items = Array.from({ length: sizes[shown - 1] ?? 0 }, (_item, index) =>
        wireEntry({ firmwareId: `f${before + index}` }),
      )
      const { total: _total, pageCount: _pageCount, ...silent } = wirePage(items, { currentPage: page })
      answerWith(200, { ...silent, ...told(page) })(response)
    }
    const answer = await open.catalogue.listFirmware({ productKey: 'k' }, never).then(
      ({ entries }) => ({ ids: entries.map(({ firmwareId }) => firmwareId), error: null }),
      (error: unknown) => ({ ids: [], error }),
    )
    return { ...answer, pages: open.queries().map((query) => Number(query.get('CurrentPage'))) }
  }
  const sizes = [100, 100, 37]
  const all = Array.from({ length: 237 }, (_item, index) => `f${index}`)

  it.each([
    ['by the number of pages', { sizes, told: () => ({ pageCount: 3 }) }, 3],
    ['by the total', { sizes, told: () => ({ total: '237' }) }, 3],
    ['by both', { sizes, told: () => ({ pageCount: 3, total: 237 }) }, 3],
    ['until a page is empty', { sizes, told: () => ({}) }, 4],
    ['until a page repeats', { sizes, told: () => ({}), repeats: true }, 4],
    [
      'until a page repeats, against an endless total',
      { sizes, told: () => ({ total: 1e9 }), repeats: true },
      4,
    ],
    ['a count of nothing is no count', { sizes, told: () => ({ pageCount: 0, total: 0 }) }, 4],
    ['the greater of two that disagree', { sizes, told: () => ({ pageCount: 1, total: 237 }) }, 3],
    [
      'a service that gives fewer than were asked for',
      { sizes: Array(24).fill(10).with(23, 7), told: () => ({ total: 237 }) },
      24,
    ],
  ] as const)('%s', async (_name, service, asked) => {
    const { ids, pages } = await listFrom(service)
    expect(ids).toEqual(all)
    expect(pages).toEqual(Array.from({ length: asked }, (_page, index) => index + 1))
  })

  it('ten thousand packages, and an endless list is not taken for a whole one', async () => {
    const whole = await listFrom({ sizes: Array(100).fill(100), told: () => ({ pageCount: 100 }) })
    expect(whole.ids).toHaveLength(10_000)
    const endless = await listFrom({ sizes: Array(200).fill(100), told: () => ({ total: 1e9 }) })
    expect(endless.error).toMatchObject({ code: 'CLOUD_REPLY', context: { reason: 'endless', total: 1e9 } })
    expect(endless.pages).toHaveLength(100)
  })

  it('broken packages count in the whole list; a page of nothing else is no end', async () => {
    await using open = await openRpc()
    const pages = [[wireEntry(), 'x'], ['y', 'z'], [wireEntry({ firmwareId: '168' })]]
    open.server.answer = (response) =>
      answerWith(200, wirePage(pages[open.server.received.length - 1] ?? [], { pageCount: 3 }))(response)
    const { entries, unread } = await open.catalogue.listFirmware({}, never)
    expect(entries.map(({ firmwareId }) => firmwareId)).toEqual(['167', '168'])
    expect(unread.map(({ index }) => index)).toEqual([1, 2, 3])
  })

  it('garbage for ever is no endless loop', async () => {
    await using open = await openRpc()
    open.server.answer = answerWith(200, wirePage(Array(100).fill('x'), { pageCount: null, total: null }))
    await expect(open.catalogue.listFirmware({}, never)).rejects.toMatchObject({ code: 'CLOUD_REPLY' })
    expect(open.server.received).toHaveLength(100)
  })

  it('a service that is busy in between is waited for, three times a page', async () => {
    await using open = await openRpc()
    open.server.answer = (response) => {
      const asked = open.server.received.length
      if (asked === 1 || asked === 5)
        answerWith(200, wirePage([wireEntry({ firmwareId: asked })], { total: 2 }))(response)
      else answerWith(400, { Code: 'Throttling.User' })(response)
    }
    const { entries } = await open.catalogue.listFirmware({}, never)
    expect(entries.map(({ firmwareId }) => firmwareId)).toEqual(['1', '5'])
    expect(open.clock.waitsMs).toEqual([1000, 1000, 1000])
    await expect(open.catalogue.listFirmware({}, never)).rejects.toMatchObject({ code: 'CLOUD_BUSY' })
  })

  it('a wait that the service names is kept, if it is not too long', async () => {
    await using open = await openRpc()
    open.server.answer = (response) => {
      const asked = open.server.received.length
      response.setHeader('Retry-After', asked === 1 ? '4' : '60')
      answerWith(400, { Code: 'Throttling' })(response)
    }
    await expect(open.catalogue.listFirmware({}, never)).rejects.toMatchObject({
      code: 'CLOUD_BUSY',
      context: { retryAfterMs: 60_000 },
    })
    expect(open.clock.waitsMs).toEqual([4000])
  })

  it('is aborted between two pages', async () => {
    await using open = await openRpc()
    const stop = new AbortController()
    const stopped = new Error('stopped')
    open.server.answer = (response) => {
      if (open.server.received.length === 2) stop.abort(stopped)
      else answerWith(200, wirePage([wireEntry()], { total: 2 }))(response)
    }
    await expect(open.catalogue.listFirmware({}, stop.signal)).rejects.toBe(stopped)
  })
})
