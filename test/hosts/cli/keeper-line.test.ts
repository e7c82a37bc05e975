import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { joinKeeper, type KeptProcess } from '../../../main/hosts/cli/keeper-line.ts'
import { isKept } from '../../../main/hosts/cli/kept.ts'

const address = { port: 4517, token: 'a-token-of-this-test' }

function processWith(said: string | undefined, hasLine = true, connected = true) {
  const sent: unknown[] = []
  const events = new EventEmitter()
  const env: NodeJS.ProcessEnv = said === undefined ? {} : { FLASHLINE_KEPT: said }
  const process = Object.assign(events, {
    connected,
    env,
    send: hasLine ? (message: unknown) => sent.push(message) > 0 : undefined,
    disconnect: () => void sent.push('disconnected'),
  }) as unknown as KeptProcess
  return { process, sent, events, env }
}

test('a process that nobody keeps has no line', () => {
  for (const { process } of [processWith(undefined), processWith('null', false)])
    expect(joinKeeper(process, () => {})).toBeNull()
})

test('a kept one knows where it was, tells where it is, and hands nothing on to what it starts', () => {
  const { process, sent, env } = processWith(JSON.stringify(address))
  const line = joinKeeper(process, () => {})
  expect(line?.before).toEqual(address)
  expect(env).toEqual({})
  line?.ready(address)
  line?.close()
  expect(sent).toEqual([address, 'disconnected'])
})

test('it ends when its keeper asks or is gone, also when it was gone before', () => {
  let ends = 0
  const { process, events } = processWith('null')
  joinKeeper(process, () => {
    ends += 1
  })
  events.emit('message', 'end')
  events.emit('disconnect')
  expect(ends).toBe(2)
  const orphan = processWith('null', true, false)
  joinKeeper(orphan.process, () => {
    ends += 1
  })?.ready(address)
  expect(ends).toBe(3)
  expect(orphan.sent).toEqual([])
})

test('only serve is kept, unless it says no or is kept already', () => {
  expect(isKept(['serve', '--open'], {})).toBe(true)
  expect(isKept(['serve', '--no-restart'], {})).toBe(false)
  expect(isKept(['serve'], { FLASHLINE_KEPT: '{}' })).toBe(false)
  expect(isKept(['cloud'], {})).toBe(false)
  expect(isKept([], {})).toBe(false)
})
