// Every refusal of the service's rules that the XLINK client can meet, against the local cloud: status, code and reason as
// the client hands them on, and nothing changed in the cloud. The transitions that are allowed are in task-desk-suite.ts.
import { describe, expect, it } from 'vitest'
import { caught } from '../clouds/xlink/caught.ts'
import { never } from '../clouds/xlink/open-client.ts'
import { report } from './xlink-cloud.ts'
import type { Refusal } from './xlink-refusal.ts'
import { openScene, pictureOf, type Scene } from './xlink-scene.ts'
import { transitions } from './xlink-transitions.ts'
import { kinds, validations } from './xlink-validations.ts'

async function refuses(scene: Scene, { what, act, cloudCode, reason, code }: Refusal): Promise<void> {
  const before = await pictureOf(scene)
  const error = await caught(act(scene))
  const status = Math.floor(cloudCode / 10_000)
  expect({ what, code: error.code, context: error.context }).toMatchObject({
    what,
    code: code ?? (status === 403 ? 'CLOUD_FORBIDDEN' : 'CLOUD_REFUSED'),
    context: { cloud: 'xlink', status, cloudCode, reason },
  })
  expect(await pictureOf(scene), what).toEqual(before)
}

describe.each([
  ['the states of a task', transitions],
  ['what a body may hold', validations],
  ['credentials', kinds],
])('%s', (_name, refusals) => {
  it('are refused with their code and reason, and change nothing', async () => {
    await using scene = await openScene()
    for (const one of refusals) await refuses(scene, one)
  })
})

describe('what is told of a version, and what is counted', () => {
  it('a success counts once, however often it is told; an announcement and a failure count nothing', async () => {
    await using scene = await openScene()
    const { cloud, client, running } = scene
    const { taskId, fromVersion, toVersion } = running
    const upgrade = { ...report, taskId, fromVersion, toVersion }
    const count = async () => (await client.tasks.getTask(taskId, never)).upgradedCount
    await client.results.sendReport({ ...upgrade, succeeded: false }, never)
    expect(await count()).toBe(0)
    await client.results.sendReport({ ...upgrade, fromVersion: 9, toVersion: 9 }, never)
    expect([await count(), await cloud.admin.deviceVersion('d1')]).toEqual([0, 9])
    for (let times = 0; times < 3; times += 1) await client.results.sendReport(upgrade, never)
    expect([await count(), await cloud.admin.deviceVersion('d1')]).toEqual([1, toVersion])
  })

  it('a reader without Api-Version 2 sees pending and review as stopped', async () => {
    await using scene = await openScene()
    const seen = async (version: string | undefined) => {
      const url = '/v2/upgrade/firmware/tasks?product_id=p1&limit=100'
      const { body } = await scene.cloud.open.call('GET', url, undefined, { 'Api-Version': version })
      return Array.isArray(body) ? new Set(body.map(({ status }: { status: number }) => status)) : null
    }
    expect(await seen('2')).toEqual(new Set([0, 1, 2, 3]))
    expect(await seen(undefined)).toEqual(new Set([0, 1]))
  })
})
