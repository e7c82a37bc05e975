import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openCloudDatabase } from '../../../main/local-cloud/cloud-database.ts'
import { asPostgresError, mayRunAgain } from '../../../main/local-cloud/database/postgres-errors.ts'

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error('what it says'), { code, ...more })
const open = (url: string) => openCloudDatabase({ file: 'unused', url })

/** A server that answers whoever connects with this refusal, in the words of the protocol. */
async function refusingServer(code: string) {
  const fields = `SFATAL\0C${code}\0Mno\0\0`
  const answer = Buffer.alloc(5 + fields.length)
  answer.write('E')
  answer.writeInt32BE(4 + fields.length, 1)
  answer.write(fields, 5)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void (await once(server.close(), 'close')) }
}

describe('what PostgreSQL refuses', () => {
  it.each([
    ['28P01', 'DATABASE_REFUSED'],
    ['3D000', 'DATABASE_REFUSED'],
    ['57P03', 'DATABASE_UNREACHABLE'],
    ['53300', 'DATABASE_UNREACHABLE'],
    ['53100', 'STORE_FULL'],
  ])('%s at the door is %s, with nothing secret', async (code, expected) => {
    await using server = await refusingServer(code)
    const error = await open(`postgres://user:secret-word@127.0.0.1:${server.port}/db`).catch(
      (cause) => cause,
    )
    expect(error).toMatchObject({ code: expected, context: { reason: code } })
    expect(JSON.stringify(error.context)).not.toContain('secret-word')
    if (expected !== 'STORE_FULL') expect(error.context.host).toBe(`127.0.0.1:${server.port}`)
  })

  it('says when nobody listens there', async () => {
    const { port, ...server } = await refusingServer('')
    await server[Symbol.asyncDispose]()
    await expect(open(`postgres://user@127.0.0.1:${port}/db`)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      context: { host: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' },
    })
  })

  it.each(['mysql://host/db', 'host/db', ''])('%j is no address of it', async (url) => {
    await expect(open(url)).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'database' } })
  })

  it('takes what the driver itself says for a broken connection', async () => {
    const silent = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end())
    }).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    await expect(open(`postgres://user:secret@127.0.0.1:${port}/db`)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
    })
    await once(silent.close(), 'close')
  })

  it('leaves faults of ours as they are', () => {
    const fault = failing('42601')
    expect(asPostgresError(fault, 'host')).toBe(fault)
    expect(asPostgresError('no error', 'host')).toBe('no error')
  })

  it('a transaction runs again after a deadlock, a conflict or a row that went away, and after nothing else', () => {
    const codes = ['40001', '40P01', '23503', '23505', '57014', 'ECONNRESET']
    expect(codes.filter((code) => mayRunAgain(failing(code)))).toEqual(['40001', '40P01', '23503'])
  })
})
