// One WebSocket as a line of calls. Text only: no call carries a file. Who takes nothing any more is dropped at once, not
// when a timer comes by: a busy bench, or a far end that asks without reading, fills the memory sooner.
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { CallLine } from '../call-server.ts'

/** The viewer must not answer pings by itself (`autoPong`): who sends them without end does not get one for each. */
export function openViewerLine(viewer: WebSocket, socket: Duplex, unreadBytes: number): CallLine {
  const takesMore = () => {
    if (viewer.readyState !== viewer.OPEN) return false
    if (viewer.bufferedAmount <= unreadBytes) return true
    viewer.terminate()
    return false
  }
  viewer.on('ping', (data) => {
    if (viewer.bufferedAmount === 0 && takesMore()) viewer.pong(data)
  })
  const writeByTurns = corkByTurns(socket)
  return {
    onMessage: (listener) =>
      void viewer.on('message', (data, isBinary) => listener(isBinary ? null : String(data))),
    onClose: (listener) => void viewer.once('close', () => listener()),
    send(message) {
      if (!takesMore()) return
      writeByTurns()
      viewer.send(message)
    },
    hangUp: () => viewer.close(1008, 'not the contract'),
  }
}

/** Everything of one turn of the event loop is written at once: a busy bench tells a lot. */
function corkByTurns(socket: Duplex): () => void {
  let isCorked = false
  return () => {
    if (isCorked) return
    isCorked = true
    socket.cork()
    setImmediate(() => {
      isCorked = false
      socket.uncork()
    })
  }
}
