// A peer made of two plain streams: a socket, or the standard input and output of a child process.
import type { Readable, Writable } from 'node:stream'
import { Inbox } from './inbox.ts'
import type { LinkPeer } from './link-suite.ts'

export function streamPeer(
  input: Readable,
  output: Writable,
  control: Pick<LinkPeer, 'freeze' | 'thaw' | 'vanish'>,
): LinkPeer {
  const inbox = new Inbox()
  input.on('data', (chunk: Buffer) => inbox.push(chunk))
  // A peer that is made to vanish leaves broken pipes; the link's behaviour is what counts.
  input.on('error', () => {})
  output.on('error', () => {})
  return {
    ...control,
    send: (bytes) =>
      new Promise((resolve, reject) => {
        output.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    receive: (count) => inbox.receive(count),
    receiveSome: () => inbox.receiveSome(),
  }
}
