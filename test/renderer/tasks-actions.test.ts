// What is typed for an action on a task and what is sent for it, and which of two answers is shown.
import { describe, expect, it } from 'vitest'
import { settingsSchema, type TaskAction, type TaskView } from '../../preload/contract/index.ts'
import type { StationClient } from '../../renderer/api/client.ts'
import { sendAction, typedFor, typedProblem } from '../../renderer/screens/tasks/action-typed.ts'
import { knownProducts, productName } from '../../renderer/screens/tasks/known-products.ts'
import { newer } from '../../renderer/screens/tasks/use-task.ts'
import { task } from '../store/task-fixture.ts'

describe('an action', () => {
  const view: TaskView = {
    ...task('t1', { scope: { category: 'devices', deviceIds: ['a', 'b'] }, tag: 'test', description: 'x' }),
    connectionId: 'plant',
    syncedAt: '2026-01-01T00:00:00.000Z',
    vanished: false,
    fingerprint: 'f',
    obstacles: {},
    here: { passed: 0, failed: 0 },
    cached: false,
  }
  const typed = typedFor(view)

  it('says what is still to be typed', () => {
    expect(typedProblem('start', typed, view)).toBeNull()
    expect(typedProblem('submit', { ...typed, reviewerId: ' ' }, view)).toBe('reviewerMissing')
    expect(typedProblem('submit', { ...typed, reviewerId: 'm1' }, view)).toBeNull()
    const promote = (change: Partial<typeof typed>, of = view) =>
      typedProblem('promote', { ...typed, ...change }, of)
    expect(promote({})).toBeNull()
    expect(promote({ name: ' ' })).toBe('nameMissing')
    expect(promote({ name: 'x'.repeat(33) })).toBe('nameTooLong')
    expect(promote({ description: '' })).toBe('descriptionMissing')
    expect(promote({ description: 'x'.repeat(251) })).toBe('descriptionTooLong')
    const nobody: TaskView = { ...view, scope: { category: 'devices', deviceIds: [] } }
    expect(promote({}, nobody)).toBe('noDevices')
    expect(promote({ forAll: true }, nobody)).toBeNull()
    const devices = (ids: string, how: 'add' | 'remove' | 'replace' = 'add') =>
      typedProblem('changeDevices', { ...typed, ids, how }, view)
    expect(devices('')).toBe('idsNone')
    expect(devices('c ü')).toBe('idsFix')
    expect(devices('a')).toBe('idsNothing')
    expect(devices('b a', 'replace')).toBe('idsNothing')
    expect(devices('a', 'remove')).toBeNull()
    expect(devices(Array.from({ length: 10_001 }, (_, index) => `d${index}`).join(','))).toBe('idsTooMany')
  })

  it('sends only what is different, and as whom the task was seen', async () => {
    const sent: [string, object][] = []
    const call = (name: string) => async (input: object) => {
      sent.push([name, input])
      return view
    }
    const names = ['start', 'stop', 'remove', 'promote', 'submit', 'review', 'changeDevices']
    const client = {
      tasks: Object.fromEntries(names.map((name) => [name, call(name)])),
    } as unknown as StationClient
    const send = (action: TaskAction, change: Partial<typeof typed> = {}) =>
      sendAction(client, action, view, { ...typed, ...change })
    await send('start')
    await send('reject')
    await send('submit', { reviewerId: ' m1 ' })
    await send('promote')
    await send('promote', { name: 'New', forAll: true })
    await send('changeDevices', { how: 'remove', ids: 'b b' })
    expect(await send('delete')).toBeNull()
    const ref = { productId: 'p1', taskId: 't1', fingerprint: 'f' }
    expect(sent).toEqual([
      ['start', ref],
      ['review', { ...ref, verdict: 'reject' }],
      ['submit', { ...ref, reviewerId: 'm1' }],
      ['promote', ref],
      ['promote', { ...ref, name: 'New', scope: { category: 'all', deviceIds: [] } }],
      ['changeDevices', { ...ref, how: 'remove', deviceIds: ['b'] }],
      ['remove', ref],
    ])
  })

  it('shows what was told last', () => {
    const later = { ...view, syncedAt: '2026-01-01T00:01:00.000Z' }
    expect(newer(null, null)).toBeNull()
    expect(newer(view, null)).toBe(view)
    expect(newer(view, later)).toBe(later)
    expect(newer(later, view)).toBe(later)
  })
})

it('knows the products of the settings, the bench and its slots, each once', () => {
  const settings = settingsSchema.parse({
    products: [{ productId: 'p1', name: 'Kettle' }],
    bench: { productId: 'p2', profileId: 'x' },
  })
  const products = knownProducts(settings, [{ productId: 'p1' }, { productId: 'p3' }, { productId: null }])
  expect(products.map(({ productId }) => productName(products, productId))).toEqual(['Kettle', 'p2', 'p3'])
  expect(productName(products, 'p9')).toBe('p9')
})
