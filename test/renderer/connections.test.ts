// What the screens say about connections: their ids, their state in the list, and for how long a test counts.
import { describe, expect, it } from 'vitest'
import type { Connection, ConnectionCheck } from '../../preload/contract/index.ts'
import { connectionDraftOf } from '../../renderer/screens/settings/connections/connection-draft.ts'
import {
  type ConnectionCircumstances,
  connectionStateOf,
  missingSecrets,
} from '../../renderer/screens/settings/connections/connection-state.ts'
import {
  forgetTests,
  runTest,
  testOf,
  useConnectionTests,
} from '../../renderer/screens/settings/connections/connection-tests.ts'
import { idOfName } from '../../renderer/screens/settings/id-of-name.ts'
import { living, plant } from './fixtures.ts'

describe('the id of a new connection', () => {
  const idOf = (name: string, taken: string[] = []) => idOfName(name, 'xlink', new Set(taken))

  it('is made of its name', () => {
    expect(idOf('Plant Wuxi (test)')).toBe('plant-wuxi-test')
    expect(idOf('  Zürich №1 ')).toBe('zurich-no1')
    expect(idOf('苏州工厂')).toBe('xlink')
    expect(idOf('苏州 2')).toBe('2')
  })

  it('is new, and one that the contract takes', () => {
    expect(idOf('Plant', ['plant'])).toBe('plant-2')
    expect(idOf('Plant', ['plant', 'plant-2'])).toBe('plant-3')
    for (const name of ['a'.repeat(60), `${'a'.repeat(35)} b`, '---', ''])
      expect(idOf(name, ['x'])).toMatch(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/)
  })
})

describe('the state of a connection', () => {
  const works: ConnectionCheck = { call: 'login', outcome: 'works', error: null, durationMs: 5, facts: {} }
  const fails: ConnectionCheck = {
    call: '7 list tasks',
    outcome: 'failed',
    error: { code: 'CLOUD_TIMEOUT', context: {} },
    durationMs: 5,
    facts: {},
  }
  const notTried: ConnectionCheck = { ...works, call: '6 report', outcome: 'notTried' }
  const tested = (...checks: ConnectionCheck[]) => ({ checks, atMs: 0, fingerprint: '' })
  const stored = { keptIn: 'keychain', stored: [{ connectionId: 'plant', name: 'token' }] } as const
  const state = (part: Partial<ConnectionCircumstances>) =>
    connectionStateOf({
      draft: connectionDraftOf(plant),
      saved: plant,
      secrets: stored,
      test: undefined,
      ...part,
    })

  it('says first what is in the way', () => {
    expect(state({ saved: undefined })).toBe('unsaved')
    expect(state({ draft: { ...connectionDraftOf(plant), corpId: 'd' }, test: tested(works) })).toBe(
      'unsaved',
    )
    expect(state({ draft: { ...connectionDraftOf(plant), secrets: { token: 't' } } })).toBe('unsaved')
    expect(state({ draft: { ...connectionDraftOf(plant), timeoutMs: 'x' } })).toBe('unsaved')
    expect(state({ secrets: { keptIn: 'file', stored: [] } })).toBe('secretMissing')
  })

  it('then how its test went', () => {
    expect(state({})).toBe('untested')
    expect(state({ secrets: null })).toBe('untested')
    expect(state({ test: { checks: null, atMs: 0, fingerprint: '' } })).toBe('testing')
    expect(state({ test: tested(works, notTried) })).toBe('works')
    expect(state({ test: tested(works, fails) })).toBe('failed')
  })

  it('names the secrets that are missing, the proxy’s too', () => {
    const behindProxy: Connection = { ...living, proxyUrl: 'http://proxy:3128', proxyUser: 'bench' }
    const secrets = {
      keptIn: 'file',
      stored: [
        { connectionId: 'living', name: 'appSecret' },
        { connectionId: 'plant', name: 'iotToken' },
      ],
    } as const
    expect(missingSecrets(behindProxy, secrets)).toEqual(['iotToken', 'proxyPassword'])
  })
})

describe('a test', () => {
  const works: ConnectionCheck = { call: 'login', outcome: 'works', error: null, durationMs: 5, facts: {} }
  const kept = (connection: Connection = plant) => testOf(useConnectionTests.getState(), connection)

  it('is under way, then kept for the connection as it was set', async () => {
    const answer = Promise.withResolvers<ConnectionCheck[]>()
    const asked: string[] = []
    const run = runTest({
      connection: plant,
      ask: ({ connectionId }) => {
        asked.push(connectionId)
        return answer.promise
      },
      nowMs: 7,
    })
    expect(kept()?.checks).toBeNull()
    answer.resolve([works])
    await run
    expect(asked).toEqual(['plant'])
    expect(kept()).toMatchObject({ checks: [works], atMs: 7 })
    expect(kept({ ...plant, corpId: 'another' })).toBeUndefined()
    expect(kept(living)).toBeUndefined()
  })

  it('is forgotten with the secrets it was made with, also while it runs', async () => {
    const answer = Promise.withResolvers<ConnectionCheck[]>()
    const run = runTest({ connection: plant, ask: () => answer.promise, nowMs: 8 })
    forgetTests(['plant'])
    answer.resolve([works])
    await run
    expect(kept()).toBeUndefined()
  })

  it('that could not be asked leaves nothing', async () => {
    const refused = new Error('gone')
    const run = runTest({ connection: plant, ask: () => Promise.reject(refused), nowMs: 9 })
    await expect(run).rejects.toBe(refused)
    expect(kept()).toBeUndefined()
  })
})
