// The columns of the matrix of faults that are the same for every cloud: bare statuses, answers that come to no end, and
// answers of a form that has to be read or must not be.
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { answered, type Fault, lost, type Meeting, refused, unreadable } from './fault.ts'

/** For what never ends: long enough for a busy machine to bring a request to the server. */
const TIMEOUT_MS = 500

const TEN_MB = Buffer.alloc(10_000_000, 'x')

/** A status and words of nobody in particular, who repeats all that he should not. */
const plainly =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse, { blabbed }: Meeting): void =>
    void response.writeHead(status, { 'Content-Type': 'text/plain', ...headers }).end(blabbed)

function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100000' })
  const drip = setInterval(() => response.write(' '), 20)
  response.once('close', () => clearInterval(drip))
}

const timedOut = lost('CLOUD_TIMEOUT', { timeoutMs: TIMEOUT_MS })

export const httpFaults: readonly Fault[] = [
  { name: 'none', answer: (response, { sound }) => void response.end(sound), becomes: () => answered() },
  {
    name: 'gzip',
    answer: (response, { sound }) =>
      void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(sound)),
    becomes: () => answered(),
  },
  {
    name: 'chunked',
    answer(response, { sound }) {
      response.writeHead(200, { 'Transfer-Encoding': 'chunked' })
      for (const character of sound) response.write(character)
      response.end()
    },
    becomes: () => answered(),
  },
  {
    name: '401',
    answer: plainly(401),
    becomes: ({ cloud, logsIn }) =>
      refused(logsIn || cloud === 'iot-rpc' ? 'CLOUD_CREDENTIALS' : 'CLOUD_TOKEN', 'lead'),
  },
  {
    name: '403',
    answer: plainly(403),
    becomes: ({ logsIn }) => refused(logsIn ? 'CLOUD_CREDENTIALS' : 'CLOUD_FORBIDDEN', 'lead'),
  },
  {
    name: '404',
    answer: plainly(404),
    // A login that is not there is no wrong password; files are kept by our own server alone.
    becomes: ({ name }) =>
      name === 'firmware file'
        ? refused('CONNECTION_LACKS', 'lead', { exit: 2 })
        : refused('CLOUD_REFUSED', 'lead'),
  },
  {
    name: '409',
    answer: plainly(409),
    becomes: ({ logsIn }) => refused(logsIn ? 'CLOUD_CREDENTIALS' : 'CLOUD_REFUSED', 'lead'),
  },
  {
    name: '429 for a second',
    answer(response, meeting) {
      if (meeting.nth === 1) plainly(429, { 'Retry-After': '1' })(response, meeting)
      else response.end(meeting.sound)
    },
    becomes: () => answered({ asked: 2, waitsMs: [1000] }),
  },
  {
    name: '429 for a minute',
    answer: plainly(429, { 'Retry-After': '60' }),
    becomes: () => refused('CLOUD_BUSY', 'cloud', { context: { status: 429, retryAfterMs: 60_000 } }),
  },
  { name: '500', answer: plainly(500), becomes: lost('CLOUD_SERVER', { status: 500 }) },
  { name: '503', answer: plainly(503), becomes: lost('CLOUD_SERVER', { status: 503 }) },
  {
    name: '503 for a minute',
    answer: plainly(503, { 'Retry-After': '60' }),
    becomes: () =>
      refused('CLOUD_SERVER', 'cloud', {
        mayHaveArrived: true,
        context: { status: 503, retryAfterMs: 60_000 },
      }),
  },
  {
    name: 'a redirect',
    answer: plainly(302, { Location: '/elsewhere' }),
    becomes: () => unreadable({ status: 302 }),
  },
  { name: 'a hang', answer: () => {}, becomes: timedOut, timeoutMs: TIMEOUT_MS },
  {
    name: 'a hang in the middle of the answer',
    answer: (response) => void response.writeHead(200, { 'Content-Length': '1000' }).write('{'),
    becomes: timedOut,
    timeoutMs: TIMEOUT_MS,
  },
  { name: 'a trickle', answer: trickle, becomes: timedOut, timeoutMs: TIMEOUT_MS },
  {
    name: 'a reset before the answer',
    answer: ({ socket }) => void socket?.resetAndDestroy(),
    becomes: lost('CLOUD_UNREACHABLE'),
  },
  {
    name: 'a reset in the middle of the answer',
    answer(response) {
      response.writeHead(200, { 'Content-Length': '1000' })
      response.write('{', () => response.socket?.resetAndDestroy())
    },
    becomes: lost('CLOUD_UNREACHABLE'),
  },
  {
    name: 'a sign-in page',
    answer: (response, { blabbed }) =>
      void response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(`<!doctype html><html><body>Please sign in: ${blabbed}</body></html>`),
    becomes: () => unreadable({ status: 200, reason: 'html' }),
  },
  {
    name: 'truncated JSON',
    answer: (response, { blabbed }) =>
      void response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ code: 200, id: 't1', list: [blabbed] }).slice(0, -3)),
    becomes: () => unreadable({ status: 200, reason: 'json' }),
  },
  {
    name: 'ten megabytes',
    answer: (response) => void response.end(TEN_MB),
    becomes: () => unreadable({ reason: 'size' }),
    oneByOne: true,
  },
]
