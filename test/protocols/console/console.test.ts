// Console scripts against a device typed by hand: what matches, what is kept, what is given back.
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { runScript } from '../../../main/protocols/console/console.ts'
import { consoleScriptSchema } from '../../../main/protocols/console/script.ts'
import type { Link } from '../../../main/transports/link.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

interface Bench {
  readonly host: Link
  readonly log: string[]
  /** Waits until the station has sent this. */
  heard(text: string): Promise<void>
  say(text: string | Uint8Array): Promise<void>
  play(
    steps: z.input<typeof consoleScriptSchema>,
    values?: Record<string, string>,
  ): Promise<Record<string, string>>
  rest(count: number): Promise<string>
  next(): Promise<number | undefined>
  readonly abort: AbortController
}

function bench(): Bench {
  const { host, device } = createLinkPair()
  const abort = new AbortController()
  const own = new AbortController().signal
  const log: string[] = []
  return {
    host,
    log,
    abort,
    async heard(text) {
      const got = await device.read({
        atLeast: text.length,
        atMost: text.length,
        timeoutMs: 5000,
        signal: own,
      })
      expect(Buffer.from(got).toString()).toBe(text)
    },
    say: (text) => device.write(typeof text === 'string' ? bytes(text) : text, own),
    play: (steps, values = {}) =>
      runScript(host, consoleScriptSchema.parse(steps), {
        values,
        signal: abort.signal,
        log: (line) => log.push(`${line.source === 'device' ? '<' : '>'}${line.text}`),
      }),
    async next() {
      return (await device.read({ atLeast: 1, atMost: 1, timeoutMs: 5000, signal: own }))[0]
    },
    async rest(count) {
      return Buffer.from(await host.read({ atLeast: count, timeoutMs: 2000, signal: own })).toString('latin1')
    },
  }
}

describe('runScript', () => {
  it('plays a dialogue, skips the echo, keeps captures and logs both sides', async () => {
    const b = bench()
    const played = b.play(
      [
        { send: '\r', expect: '=> $', prompt: true },
        { send: 'crc32 {ram}\r', expect: 'crc32 .*==> (?<crc32>[0-9a-f]{8})' },
        { expect: '=> $', prompt: true },
      ],
      { ram: '400' },
    )
    await b.heard('\r')
    await b.say('\r\n=> ')
    await b.heard('crc32 400\r')
    await b.say('crc32 400\r\ncrc32 for 400 ==> 73f8')
    await b.say('c814\r\n=> ')
    expect(await played).toEqual({ crc32: '73f8c814' })
    expect(b.log).toEqual(['>', '<=> ', '>crc32 400', '<crc32 400', '<crc32 for 400 ==> 73f8c814', '<=> '])
  })

  it('gives back every byte behind the line that matched', async () => {
    const b = bench()
    const played = b.play([{ send: 'loady\r', expect: 'Ready for binary' }])
    await b.heard('loady\r')
    await b.say('loady\r\n## Ready for binary (ymodem)\r\nCC\r\nC')
    await played
    expect(await b.rest(5)).toBe('CC\r\nC')
  })

  it('gives back what stands behind a prompt that matched in the middle', async () => {
    const b = bench()
    await b.say('Send file now:CC')
    await b.play([{ expect: 'now:', prompt: true }])
    expect(await b.rest(2)).toBe('CC')
  })

  it('never matches inside its own command, whole or in pieces', async () => {
    const b = bench()
    const played = b.play([{ send: 'version\r', expect: 'version ?(?<version>[0-9.]*)$' }])
    await b.heard('version\r')
    await b.say('=> version\r\n')
    await b.say('version 2.0.1\r\n')
    expect(await played).toEqual({ version: '2.0.1' })

    const prompt = b.play([{ send: 'ask pass: now\r', expect: 'pass:', prompt: true }])
    await b.heard('ask pass: now\r')
    await b.say('ask pass:')
    await b.say(' now\r\nreally pass:')
    await prompt
    expect(b.log.at(-1)).toBe('<really pass:')
  })

  it('matches only what comes after its send', async () => {
    const b = bench()
    await b.say('APP version 1.0.0\r\nold tail')
    const played = b.play([{ send: 'v\r', expect: 'version (?<version>.*)' }])
    await b.heard('v\r')
    await b.say('APP version 2.0.1\r\n')
    expect(await played).toEqual({ version: '2.0.1' })
    expect(b.log.slice(0, 2)).toEqual(['<APP version 1.0.0', '<old tail'])
  })

  it('a step without send sees what already came', async () => {
    const b = bench()
    await b.say('one\r\ntwo 2\r\nthree')
    expect(await b.play([{ expect: 'one' }, { expect: 'two (?<n>.)' }])).toEqual({ n: '2' })
    expect(await b.rest(5)).toBe('three')
  })

  it('repeats until the prompt and swallows the answers to its other tries', async () => {
    const b = bench()
    const played = b.play([
      { send: '\r', expect: '=> $', prompt: true, repeatEveryMs: 50 },
      { send: 'go\r', expect: 'gone' },
    ])
    await b.heard('\r')
    await b.heard('\r')
    await b.heard('\r')
    await b.say('\r\n=> ')
    await b.say('\r\n=> ')
    // How many more came before the prompt was seen is the clock's business.
    let next = await b.next()
    while (next === 0x0d) next = await b.next()
    await b.heard('o\r')
    await b.say('gone\r\n')
    await played
  })

  it('ends at once with the refusal, or late with the step’s own code', async () => {
    const b = bench()
    await b.say('ERROR 5\r\n')
    await expect(
      b.play([{ expect: 'OK', refuse: '^ERROR', refusedCode: 'STORAGE_WRITE', timeoutMs: 60_000 }]),
    ).rejects.toMatchObject({ code: 'STORAGE_WRITE', context: { step: 0, line: 'ERROR 5' } })
    await b.say('ERROR 6\r\n')
    await expect(b.play([{ expect: 'OK', refuse: '^ERROR' }])).rejects.toMatchObject({
      code: 'CONSOLE_REFUSED',
    })
    for (const otherwise of ['CONSOLE_NO_PROMPT', 'CONSOLE_NO_ANSWER', 'VERSION_UNSEEN'] as const) {
      await expect(b.play([{ expect: 'x', timeoutMs: 20, otherwise }])).rejects.toMatchObject({
        code: otherwise,
      })
    }
  })

  it('sends nothing when a template has no value', async () => {
    const b = bench()
    await expect(
      b.play(
        [
          { send: '\r', expect: 'x' },
          { send: 'go {nowhere}\r', expect: 'x' },
        ],
        { constructor: '1' },
      ),
    ).rejects.toMatchObject({ code: 'PROFILE_INVALID', context: { name: 'nowhere' } })
    await expect(b.play([{ send: '{toString}', expect: 'x' }])).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
    })
    expect(b.log).toEqual([])
  })

  it('cleans escapes and controls, survives bad UTF-8 and endless lines', async () => {
    const b = bench()
    await b.say('\u001b[1;32mgreen\u001b[0m\u0007\b\u001b]0;title\u0007 ok\r\n')
    await b.say(Uint8Array.of(0xc3, 0x0a))
    await b.say(Buffer.from('gr\u00fc\u00dfe\n', 'utf8'))
    await b.say(new Uint8Array(10_000).fill(0x61))
    await b.say('\nend\n')
    await b.play([{ expect: '^end$' }])
    expect(b.log.slice(0, 3)).toEqual(['<green ok', '<\ufffd', '<gr\u00fc\u00dfe'])
    expect(b.log.slice(3).map((line) => line.length - 1)).toEqual([4096, 4096, 1808, 3])
  })

  it('stops when aborted and when the link is lost', async () => {
    const b = bench()
    const aborted = b.play([{ send: 'a', expect: 'x' }])
    await b.heard('a')
    b.abort.abort(new Error('stop'))
    await expect(aborted).rejects.toThrow('stop')

    const c = bench()
    const lost = c.play([{ send: 'a', expect: 'x' }])
    await c.heard('a')
    await c.host.close()
    await expect(lost).rejects.toMatchObject({ code: 'LINK_LOST' })
  })
})
