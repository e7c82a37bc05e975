// What a case works with: calls as each credential, tasks of its own, and the proof that a refusal changed nothing.
import assert from 'node:assert/strict'
import { createHash, randomInt, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { request as requestTls } from 'node:https'
import { json } from 'node:stream/consumers'
import type { Subject, TokenName } from './subject.ts'

export interface Answer {
  readonly status: number
  readonly code: number | null
  readonly reason: string | null
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown
}

export interface CallOptions {
  /** Whose token; null: none; a text in quotes of `raw`: as it is. */
  readonly as?: TokenName | null
  readonly raw?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Everything the service keeps, as one text; null where only its calls can be asked. */
export type Ledger = () => Promise<string>

export type Json = Readonly<Record<string, unknown>>

export class Bench {
  readonly subject: Subject
  readonly #ledger: Ledger | null
  readonly #made = new Set<string>()
  /** Start versions of this run: no two of its tasks collide, nor those of a run before. */
  #version = randomInt(1_000_000, 1_900_000_000)

  constructor(subject: Subject, ledger: Ledger | null) {
    this.subject = subject
    this.#ledger = ledger
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { as = 'member', raw, body, headers = {} } = options
    const token = raw ?? (as === null ? undefined : this.subject.tokens[as])
    const url = new URL(this.subject.url.replace(/\/+$/, '') + path)
    const outgoing = (url.protocol === 'https:' ? requestTls : request)(url, {
      method,
      agent: false,
      headers: {
        'Content-Type': 'application/json',
        ...(token === undefined ? {} : { 'Access-Token': token }),
        ...headers,
      },
    })
    const answered = new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      outgoing.on('response', resolve).on('error', reject)
    })
    outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
    const response = await answered
    const status = response.statusCode ?? 0
    const empty = response.headers['content-length'] === '0'
    const parsed: unknown = empty ? undefined : await json(response).catch(() => undefined)
    if (empty) response.resume()
    const error = isJson(parsed) && isJson(parsed.error) ? parsed.error : null
    return {
      status,
      code: typeof error?.code === 'number' ? error.code : null,
      reason: typeof error?.reason === 'string' ? error.reason : null,
      body: parsed,
    }
  }

  nextVersion(): number {
    this.#version += 10
    return this.#version
  }

  nextName(): string {
    return `conf ${randomUUID().slice(0, 18)}`
  }

  /** The body of a create call; a change of undefined leaves a field out. */
  draft(change: Record<string, unknown> = {}): Record<string, unknown> {
    const from = this.nextVersion()
    const file = (name: string) => `https://files.example/${name}.bin`
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    const draft: Record<string, unknown> = {
      product_id: this.subject.productId,
      name: this.nextName(),
      description: 'made by the conformance suite',
      from_version: from,
      from_version_url: file('old'),
      from_version_md5: md5('old'),
      from_version_size: 1000,
      target_version: from + 1,
      target_version_url: file('new'),
      target_version_md5: md5('new'),
      target_version_size: 1001,
      ...change,
    }
    for (const [name, value] of Object.entries(draft)) if (value === undefined) delete draft[name]
    return draft
  }

  /** A task of this run; it is taken away in the end. */
  async create(
    change: Record<string, unknown> = {},
    version: '2' | '0' = '2',
  ): Promise<Json & { id: string }> {
    const answer = await this.call('POST', '/v2/upgrade/firmware/task', {
      body: this.draft(change),
      headers: version === '2' ? { 'Api-Version': '2' } : {},
    })
    assert.equal(answer.status, 200, `create: ${JSON.stringify(answer.body)}`)
    const task = asJson(answer.body)
    const id = String(task.id)
    this.#made.add(id)
    return { ...task, id }
  }

  /** A formal task that waits for its review. */
  async createUnderReview(): Promise<Json & { id: string }> {
    const task = await this.create()
    await this.ok('PUT', `/v2/upgrade/firmware/tasks/${task.id}/submit-audit`, {
      body: { audit_member_id: this.subject.reviewerId },
    })
    return task
  }

  /** A running test task for the given devices. */
  async createRunningTest(deviceIds: readonly string[], change: Json = {}): Promise<Json & { id: string }> {
    const task = await this.create({ tag_type: 1, scope: { category: 1, device_list: deviceIds }, ...change })
    await this.setStatus(task.id, 1)
    return task
  }

  setStatus(taskId: string, status: number): Promise<Answer> {
    return this.ok('POST', '/v2/upgrade/firmware/task/status', { body: this.statusBody(taskId, status) })
  }

  statusBody(taskId: string, status: unknown): Json {
    return { product_id: this.subject.productId, upgrade_task_id: taskId, status }
  }

  async get(taskId: string, version: '2' | '0' = '2'): Promise<Json> {
    const answer = await this.ok('GET', `/v2/upgrade/firmware/tasks/${taskId}`, {
      headers: version === '2' ? { 'Api-Version': '2' } : {},
    })
    return asJson(answer.body)
  }

  /** Answers 200; `empty`: and nothing else. */
  async ok(method: string, path: string, options: CallOptions = {}, empty = false): Promise<Answer> {
    const answer = await this.call(method, path, options)
    assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body)}`)
    if (empty) assert.equal(answer.body, undefined, `${method} ${path} answers an empty body`)
    return answer
  }

  /** The published code, the reason where it is ours to say, and nothing changed. */
  async refused(
    code: number,
    reason: string | null,
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<void> {
    const before = await this.state()
    const answer = await this.call(method, path, options)
    const what = `${method} ${path}: ${JSON.stringify(answer.body)}`
    assert.equal(answer.code, code, what)
    assert.equal(answer.status, Math.floor(code / 10_000), what)
    if (reason !== null && answer.reason !== null) assert.equal(answer.reason, reason, what)
    assert.equal(await this.state(), before, `a refusal changes nothing: ${what}`)
  }

  /** All that can be seen of the product: its tasks, their operations, the issued upgrades; or the database itself. */
  async state(): Promise<string> {
    if (this.#ledger !== null) return this.#ledger()
    const tasks = await this.ok('POST', '/v2/upgrade/firmware/tasks', {
      body: { product_id: this.subject.productId, limit: 1000 },
      headers: { 'Api-Version': '2' },
    })
    const logs = await this.ok('POST', '/v2/upgrade/ota-logs', { body: { limit: 1000 } })
    const operations: unknown[] = []
    for (const id of this.#made) {
      operations.push((await this.call('GET', `/v2/upgrade/firmware/tasks/${id}/op-logs`)).body)
    }
    return JSON.stringify([tasks.body, logs.body, operations])
  }

  async operations(taskId: string): Promise<Json[]> {
    const answer = await this.ok('GET', `/v2/upgrade/firmware/tasks/${taskId}/op-logs`)
    const { count, list } = asJson(answer.body)
    assert.ok(Array.isArray(list))
    assert.equal(count, list.length)
    return list.map(asJson)
  }

  async otaLogs(body: Json): Promise<{ count: number; list: Json[] }> {
    const answer = await this.ok('POST', '/v2/upgrade/ota-logs', { body })
    const { count, list } = asJson(answer.body)
    assert.ok(Array.isArray(list))
    return { count: Number(count), list: list.map(asJson) }
  }

  /** Stops and deletes what this run made, also what is under review. */
  async clean(): Promise<void> {
    for (const id of this.#made) {
      await this.call('PUT', `/v2/upgrade/firmware/tasks/${id}/audit`, {
        as: 'reviewer',
        body: { audit_result: 2 },
      })
      await this.call('POST', '/v2/upgrade/firmware/task/status', { body: this.statusBody(id, 0) })
      await this.call('POST', '/v2/upgrade/firmware/task/delete', {
        body: { id, product_id: this.subject.productId },
      })
    }
    this.#made.clear()
  }
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asJson(value: unknown): Json {
  assert.ok(isJson(value), `an object was expected: ${JSON.stringify(value)}`)
  return value
}

export interface Case {
  /** Of the specification: an endpoint, a row of the state machine, a row of the validation table. */
  readonly name: string
  run(bench: Bench): Promise<void>
}
