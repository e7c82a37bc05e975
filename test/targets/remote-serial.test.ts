// The link suite on a real serial server: ser2net in front of a pseudo terminal, raw and with RFC 2217. And what it says
// when it cannot serve.
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLink } from '../../main/transports/open-link.ts'
import { openRfc2217 } from '../../main/transports/rfc2217.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { codeOf, describeLink } from '../conformance/link-suite.ts'
import { type ServedAs, startSer2net } from './ser2net.ts'
import { openTerminal } from './terminal.ts'

const signal = new AbortController().signal
/** A line this fast makes no difference to when a write has stalled. */
const options = { baudRate: 4_000_000, signal }
const limits = { connectMs: 5000, stallMs: 1500, lingerMs: 250 }
const open = openLink({
  tcp: (address, given) => openTcp(address, given, limits),
  rfc2217: (address, given) => openRfc2217(address, given, limits),
})
const schemes: readonly ServedAs[] = ['tcp', 'rfc2217']

let dir: string
let count = 0
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-ser2net-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

for (const scheme of schemes)
  describeLink(`ser2net, ${scheme}`, async () => {
    const terminal = await openTerminal(join(dir, `tty-${++count}`))
    const server = await startSer2net(await realpath(terminal.path), scheme, 115_200)
    return {
      link: await open(server.address, options),
      // ser2net itself notices a device that is gone only when nothing waits to be written.
      peer: { ...terminal.peer, vanish: server.kill },
      moreThanFits: 64 * 1024 * 1024,
      dispose: async () => {
        await server[Symbol.asyncDispose]()
        await terminal.end()
      },
    }
  })

describe.each(schemes)('ser2net, %s', (scheme) => {
  /** A raw connection stands before the server has looked at its port. */
  const codeOfUse = async (address: string): Promise<string | null> => {
    const opening = open(address, options)
    if (scheme === 'rfc2217') return codeOf(opening)
    const link = await opening
    await link.closed
    return codeOf(
      link
        .read({ atLeast: 1000, timeoutMs: 60_000, signal })
        .then(() => link.read({ atLeast: 1, timeoutMs: 0, signal })),
    )
  }

  test('a port that somebody else has is busy, and stays theirs', async () => {
    const terminal = await openTerminal(join(dir, `tty-${++count}`))
    await using server = await startSer2net(await realpath(terminal.path), scheme, 115_200)
    const link = await open(server.address, options)
    expect(await codeOfUse(server.address)).toBe('LINK_BUSY')
    await link.write(Buffer.from('mine'), signal)
    expect(Buffer.from(await terminal.peer.receive(4)).toString()).toBe('mine')
    await link.close()
    await terminal.end()
  })

  test('a device that is pulled behind the server ends the link', async () => {
    const terminal = await openTerminal(join(dir, `tty-${++count}`))
    await using server = await startSer2net(await realpath(terminal.path), scheme, 115_200)
    const link = await open(server.address, options)
    await terminal.peer.send(Buffer.from('last'))
    link.unread(await link.read({ atLeast: 4, timeoutMs: 60_000, signal }))
    terminal.peer.vanish()
    expect(await link.closed).toBe('lost')
    expect(Buffer.from(await link.read({ atLeast: 9, timeoutMs: 60_000, signal })).toString()).toBe('last')
    expect(await codeOf(link.read({ atLeast: 1, timeoutMs: 0, signal }))).toBe('LINK_LOST')
    await terminal.end()
  })

  test('a port that is not there is not found', async () => {
    await using server = await startSer2net(join(dir, 'nothing'), scheme, 115_200)
    expect(await codeOfUse(server.address)).toBe('LINK_NOT_FOUND')
  })
})
