// What the page does for the desktop around it: takes opened files, changes its line to the station, tells its language.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { languageOfTitle, languages, windowTitles } from '../../preload/contract/index.ts'
import { messagePortCarrier } from '../../renderer/api/client.ts'
import { fetchOpenedFile, openedTokensOf } from '../../renderer/screens/firmware/opened-files.ts'

afterEach(() => vi.unstubAllGlobals())

describe('opened files', () => {
  const [one, two] = ['0123456789abcdef0123456789abcdef', 'f'.repeat(32)]

  it('are named by the address, and by nothing that only looks so', () => {
    expect(openedTokensOf(`#/firmware/opened/${one},${two}`)).toEqual([one, two])
    expect(openedTokensOf(`#/firmware/opened/..%2f${one},${two}`)).toEqual([two])
    for (const hash of [
      '',
      '#/firmware',
      '#/firmware/opened/',
      `#/tasks/opened/${one}`,
      `#/firmware/opened/${one}x`,
    ])
      expect(openedTokensOf(hash), hash).toEqual([])
  })

  it('come with their name', async () => {
    const fetched = vi.fn(async () => new Response('image', { headers: { 'x-file-name': '%E5%9B%BA.bin' } }))
    vi.stubGlobal('fetch', fetched)
    const file = await fetchOpenedFile(one)
    expect(fetched).toHaveBeenCalledWith(`/opened/${one}`, { cache: 'no-store' })
    expect([file?.name, await file?.text()]).toEqual(['固.bin', 'image'])
  })

  it.each([
    ['that were fetched before', new Response(null, { status: 404 })],
    ['that a server of screens knows nothing of', new Response('<!doctype html>')],
  ])('%s are none', async (_why, answer) => {
    vi.stubGlobal('fetch', async () => answer)
    expect(await fetchOpenedFile(one)).toBeNull()
  })
})

it('the window is called differently in each language, and by that its language is known', () => {
  expect(languages.map((language) => languageOfTitle(windowTitles[language]))).toEqual([...languages])
  expect(languageOfTitle('Flashline ')).toBeNull()
})

describe('the line to the station', () => {
  /** A window that gets messages, and the posts of its preload script. */
  function fakeView() {
    const view = new EventTarget()
    const post = (given: Partial<MessageEventInit> = {}) => {
      const { port1, port2 } = new MessageChannel()
      const data = { type: 'flashline:port' }
      const event = new MessageEvent('message', { data, ports: [port2], ...given })
      Object.defineProperty(event, 'source', { value: given.source === undefined ? view : given.source })
      view.dispatchEvent(event)
      return port1
    }
    return { view: view as unknown as Window, post }
  }
  const closed = (port: MessagePort) => new Promise((resolve) => port.addEventListener('close', resolve))

  it('ends when a newer one has come, which serves the next attempt', async () => {
    const { view, post } = fakeView()
    const carrier = messagePortCarrier(view)
    const signal = new AbortController().signal
    const first = post()
    const connected = await carrier.connect(signal)
    // Two in a row: only the newest is worth anything.
    const second = post()
    await connected.closed
    const unused = closed(second)
    const third = post()
    await unused
    const again = await carrier.connect(signal)
    connected.close()
    await closed(first)
    again.close()
    await closed(third)
  })

  it('is taken from the preload script only', async () => {
    const { view, post } = fakeView()
    const carrier = messagePortCarrier(view)
    const stop = new AbortController()
    const connecting = carrier.connect(stop.signal)
    const foreign = [post({ source: null }), post({ data: { type: 'other' } }), post({ ports: [] })]
    stop.abort(new Error('nobody came'))
    await expect(connecting).rejects.toThrow('nobody came')
    for (const port of foreign) port.close()
  })
})
