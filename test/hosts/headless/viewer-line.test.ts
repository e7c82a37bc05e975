// A viewer who takes nothing any more costs no memory: neither answers nor events are kept for him.
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openViewerLine } from '../../../main/hosts/headless/viewer-line.ts'

class Viewer extends EventEmitter {
  readonly OPEN = WebSocket.OPEN
  readyState: number = WebSocket.OPEN
  bufferedAmount = 0
  readonly sent: string[] = []
  send(message: string) {
    this.sent.push(message)
  }
  pong(data: Buffer) {
    this.sent.push(`pong ${data}`)
  }
  terminate() {
    this.readyState = WebSocket.CLOSED
  }
}

function open() {
  const viewer = new Viewer()
  return { viewer, line: openViewerLine(viewer as unknown as WebSocket, new PassThrough(), 100) }
}

test('what is said to one who reads is sent; pings are answered', () => {
  const { viewer, line } = open()
  line.send('one')
  viewer.bufferedAmount = 100
  line.send('two')
  viewer.bufferedAmount = 0
  viewer.emit('ping', Buffer.from('x'))
  expect(viewer.sent).toEqual(['one', 'two', 'pong x'])
})

test('a ping is not answered while anything is unread', () => {
  const { viewer } = open()
  viewer.bufferedAmount = 1
  viewer.emit('ping', Buffer.from('x'))
  expect(viewer.sent).toEqual([])
  expect(viewer.readyState).toBe(WebSocket.OPEN)
})

test('beyond the bound he is dropped at once, and nothing more is sent', () => {
  const { viewer, line } = open()
  viewer.bufferedAmount = 101
  line.send('one')
  expect(viewer.readyState).toBe(WebSocket.CLOSED)
  viewer.bufferedAmount = 0
  line.send('two')
  expect(viewer.sent).toEqual([])
})

test('a message that is not text is no text', () => {
  const { viewer, line } = open()
  const got: unknown[] = []
  line.onMessage((data) => got.push(data))
  viewer.emit('message', Buffer.from('a'), false)
  viewer.emit('message', Buffer.from('b'), true)
  expect(got).toEqual(['a', null])
})
