// One HTTP exchange with one pinned host: a connection of its own, the body straight from the arrays it is given, the
// answer bounded in size and time. Nothing is followed, pooled or tried again. Not here: what an answer means (protocols).
import { type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import type { LanHost, LanReply, LanRequest } from './lan-host.ts'
import { openHttpSocket } from './lan-http-socket.ts'

/** What is given to the socket at once: a slow host has to take one within the stall time. Larger ones are no faster. */
const pieceBytes = 16 * 1024
const tellEveryBytes = 64 * 1024
const maxHeaderBytes = 16 * 1024

/** LAN_UNREACHABLE, OTA_TLS, OTA_BROKEN, OTA_SILENT, OTA_REPLY; the signal's reason on abort. */
export async function lanRequest(
  host: Pick<LanHost, 'name' | 'ip'>,
  request: LanRequest,
  signal: AbortSignal,
): Promise<LanReply> {
  const socket = await openHttpSocket(host, request, signal)
  try {
    return await new Exchange(host, request, socket).run(signal)
  } finally {
    socket.destroy()
  }
}

class Exchange {
  readonly #address: string
  readonly #request: LanRequest
  readonly #outgoing: ClientRequest
  readonly #ended = Promise.withResolvers<LanReply>()
  readonly #chunks: Uint8Array[] = []
  #replyBytes = 0
  #answer: IncomingMessage | null = null
  #sentBytes = 0
  #toldBytes = 0
  /** Nothing more of the body goes out: it is over, or the answer is a no. */
  #isBodyOver = false
  #isOver = false
  #timer: NodeJS.Timeout | undefined

  constructor({ name, ip }: Pick<LanHost, 'name' | 'ip'>, request: LanRequest, socket: Socket) {
    const { method, path, port, tls, body } = request
    const sizeBytes = body.reduce((sum, part) => sum + part.length, 0)
    const hasLength = sizeBytes > 0 || method !== 'GET'
    this.#address = ip
    this.#request = request
    this.#outgoing = startRequest({
      createConnection: () => socket,
      method,
      path,
      setHost: false,
      joinDuplicateHeaders: true,
      maxHeaderSize: maxHeaderBytes,
      headers: {
        Host: hostHeader(name, port, tls === null ? 80 : 443),
        Connection: 'close',
        ...(hasLength && { 'Content-Length': sizeBytes }),
        ...request.headers,
      },
    })
  }

  async run(signal: AbortSignal): Promise<LanReply> {
    const onAbort = () => this.#ended.reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    this.#outgoing.on('response', (answer) => this.#onAnswer(answer))
    // Stays for its whole life: an error without a listener would end the process.
    this.#outgoing.on('error', (error) => this.#fail(error))
    this.#sendBody().catch((error: unknown) => this.#ended.reject(error))
    try {
      return await this.#ended.promise
    } finally {
      this.#isOver = true
      clearTimeout(this.#timer)
      signal.removeEventListener('abort', onAbort)
      this.#outgoing.destroy()
    }
  }

  /** Piece after piece: each is given away when the one before was taken. */
  async #sendBody(): Promise<void> {
    const { stallMs, answerMs, beforeLast } = this.#request
    this.#await('body', stallMs)
    for (const { piece, isLast } of this.#pieces()) {
      if (isLast && beforeLast) {
        clearTimeout(this.#timer)
        await beforeLast()
        if (!this.#isDone) this.#await('body', stallMs)
      }
      if (this.#isDone || !(await this.#write(piece))) return
      if (!this.#isBodyOver) this.#timer?.refresh()
      this.#sentBytes += piece.length
      if (isLast || this.#sentBytes - this.#toldBytes >= tellEveryBytes) this.#tell()
    }
    if (this.#isDone) return
    this.#isBodyOver = true
    this.#outgoing.end()
    this.#await('answer', answerMs)
  }

  *#pieces(): Generator<{ piece: Uint8Array; isLast: boolean }> {
    const parts = this.#request.body.filter((part) => part.length > 0)
    for (const [index, part] of parts.entries()) {
      for (let offset = 0; offset < part.length; offset += pieceBytes) {
        const piece = part.subarray(offset, offset + pieceBytes)
        yield { piece, isLast: index === parts.length - 1 && offset + pieceBytes >= part.length }
      }
    }
  }

  get #isDone(): boolean {
    return this.#isOver || this.#isBodyOver
  }

  /** False: the connection is gone, and its own error says why. */
  #write(piece: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      this.#outgoing.write(piece, (error) => resolve(!error))
    })
  }

  #tell(): void {
    this.#toldBytes = this.#sentBytes
    this.#request.onSent?.(this.#sentBytes)
  }

  #onAnswer(answer: IncomingMessage): void {
    this.#answer = answer
    // A no that comes early is the answer; a yes has to wait for the rest.
    if (!isGood(answer) && !this.#isBodyOver) {
      this.#isBodyOver = true
      this.#await('answer', this.#request.answerMs)
    }
    answer.on('data', (bytes: Buffer) => this.#onBytes(bytes))
    answer.on('error', (error) => this.#fail(error))
    answer.on('end', () => this.#finish(answer))
  }

  #onBytes(bytes: Buffer): void {
    this.#replyBytes += bytes.length
    if (this.#replyBytes > this.#request.maxReplyBytes) this.#ended.reject(this.#replyError('tooLarge'))
    else this.#chunks.push(bytes)
  }

  #finish({ statusCode = 0, headers }: IncomingMessage): void {
    this.#ended.resolve({
      status: statusCode,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      ),
      body: Buffer.concat(this.#chunks),
    })
  }

  #fail(error: Error): void {
    const code = 'code' in error ? String(error.code) : ''
    if (code.startsWith('HPE_'))
      this.#ended.reject(this.#replyError(code === 'HPE_HEADER_OVERFLOW' ? 'tooLarge' : 'notHttp', error))
    // Its status says all: a device that hangs up on a body it does not want often cuts its own answer off.
    else if (this.#answer && !isGood(this.#answer)) this.#finish(this.#answer)
    else
      this.#ended.reject(
        new FlashlineError(
          'OTA_BROKEN',
          { address: this.#address, doneBytes: this.#sentBytes, reason: code || 'unknown' },
          { cause: error },
        ),
      )
  }

  #replyError(reason: 'tooLarge' | 'notHttp', cause?: unknown): FlashlineError {
    const context = { address: this.#address, reason, doneBytes: this.#sentBytes }
    return new FlashlineError('OTA_REPLY', context, { cause })
  }

  #await(phase: 'body' | 'answer', timeoutMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const context = { address: this.#address, phase, timeoutMs, doneBytes: this.#sentBytes }
      this.#ended.reject(new FlashlineError('OTA_SILENT', context))
    }, timeoutMs)
  }
}

function isGood({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode < 300
}

/** A zone is ours alone and means nothing to the host. */
function hostHeader(name: string, port: number, usualPort: number): string {
  const host = isIP(name) === 6 ? `[${name.replace(/%.*/, '')}]` : name
  return port === usualPort ? host : `${host}:${port}`
}
