import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LivingCloud, openLivingCloud } from './open-living-cloud.ts'

let cloud: LivingCloud
beforeEach(async () => {
  cloud = await openLivingCloud()
})
afterEach(() => cloud[Symbol.asyncDispose]())

describe('the life of an upgrade', () => {
  it('from the push to the report', async () => {
    const taskId = await cloud.addTask()
    expect(await cloud.get()).toMatchObject({ code: 200, data: null })
    await cloud.issue(taskId)
    expect(await cloud.dataOf()).toEqual({
      iotId: 'd1',
      moduleName: 'default',
      currentVersion: '10000',
      firmwareVersion: '20001',
      status: 'UPGRADING',
      step: 0,
      desc: '',
    })
    expect(await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '40', desc: 'writing' })).toBe(200)
    expect(await cloud.dataOf()).toMatchObject({ status: 'UPGRADING', step: 40, desc: 'writing' })
    expect(await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: 30 })).toBe(200)
    expect(await cloud.dataOf()).toMatchObject({ step: 40 })
    expect(await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '100' })).toBe(200)
    expect(await cloud.dataOf()).toMatchObject({ status: 'UPGRADING', step: 100 })
    await cloud.report({ desc: 'done' })
    expect(await cloud.dataOf()).toMatchObject({
      status: 'SUCCEEDED',
      step: 100,
      currentVersion: '20001',
      desc: 'done',
    })
    // An end is an end: for steps, for results, and for a push that is told again.
    expect(await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '-2' })).toBe(200)
    await cloud.report({ result: 1 })
    await cloud.issue(taskId)
    expect(await cloud.dataOf()).toMatchObject({ status: 'SUCCEEDED', step: 100 })
    expect(await cloud.open.cloud.admin.listUpgradeRecords()).toHaveLength(1)
  })

  it.each([-1, -2, -3, -4])('fails by step %i, and begins anew with another push', async (step) => {
    const taskId = await cloud.addTask()
    await cloud.issue(taskId)
    await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: String(step) })
    expect(await cloud.dataOf()).toMatchObject({ status: 'FAILED', step })
    await cloud.issue(taskId)
    await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: String(step) })
    await cloud.report()
    expect(await cloud.dataOf()).toMatchObject({ status: 'FAILED', step, currentVersion: '20001' })
    await cloud.issue(taskId)
    expect(await cloud.dataOf()).toMatchObject({ status: 'UPGRADING', step: 0 })
    await cloud.report()
    expect(await cloud.dataOf()).toMatchObject({ status: 'SUCCEEDED' })
    expect((await cloud.open.cloud.admin.listUpgradeRecords()).map((record) => record.status)).toEqual([
      'FAILED',
      'FAILED',
      'SUCCEEDED',
    ])
  })

  it('fails by a failed report, also by one that only names what still runs', async () => {
    await cloud.issue(await cloud.addTask())
    await cloud.report({ result: 1, desc: 'verify failed', current_version: 10_000 })
    expect(await cloud.dataOf()).toMatchObject({ status: 'FAILED', step: -1, desc: 'verify failed' })
  })

  it('succeeds when the device says which version it runs, and only for that version', async () => {
    await cloud.issue(await cloud.addTask())
    await cloud.report({ last_version: 15_000, current_version: 15_000 })
    expect(await cloud.dataOf()).toMatchObject({ status: 'UPGRADING', currentVersion: '15000' })
    await cloud.report({ last_version: 20_001 })
    expect(await cloud.dataOf()).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('is known by a result alone', async () => {
    await cloud.addTask()
    await cloud.report()
    expect(await cloud.dataOf()).toMatchObject({ status: 'SUCCEEDED', step: 100, firmwareVersion: '20001' })
  })

  it('waits for a person when the task is manual', async () => {
    await cloud.issue(await cloud.addTask({ mode: 'manual' }))
    expect(await cloud.dataOf()).toMatchObject({
      status: 'TO_BE_UPGRADED',
      step: 0,
      otaType: 'CONFIRM',
      needConfirm: true,
    })
    cloud.nowMs += 11 * 60_000
    expect(await cloud.dataOf()).not.toHaveProperty('upgradeStatus')
    await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '0' })
    const running = await cloud.dataOf()
    expect(running).toMatchObject({ status: 'UPGRADING', upgradeStatus: 2 })
    expect(running).not.toHaveProperty('otaType')
    expect(running).not.toHaveProperty('needConfirm')
  })

  it('begins with the first step of a device that found its task by itself', async () => {
    const taskId = await cloud.addTask()
    expect(await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '7' })).toBe(200)
    expect(await cloud.dataOf()).toMatchObject({ status: 'UPGRADING', step: 7 })
    expect(await cloud.open.cloud.admin.listUpgradeRecords()).toMatchObject([
      { task_id: taskId, device_id: 'd1' },
    ])
  })

  it.each<[string, object]>([
    ['a version that no task is for', { firmwareVersion: '30000', step: '1' }],
    ['a module that is no part', { moduleName: 'ble', firmwareVersion: '20001', step: '1' }],
    ['no version', { step: '1' }],
    ['no step', { firmwareVersion: '20001' }],
    ['a step below -4', { firmwareVersion: '20001', step: '-5' }],
    ['a step above 100', { firmwareVersion: '20001', step: '101' }],
    ['a step that is no number', { firmwareVersion: '20001', step: 'half' }],
  ])('does not begin with %s', async (_name, params) => {
    await cloud.addTask()
    expect(await cloud.tell({ iotId: 'd1', ...params })).toBe(460)
    expect(await cloud.open.cloud.admin.listUpgradeRecords()).toEqual([])
  })
})

describe('ten minutes after its task was made', () => {
  it('an upgrade that still runs is abnormal, and a late success wins', async () => {
    await cloud.issue(await cloud.addTask())
    cloud.nowMs += 10 * 60_000 - 1
    expect(await cloud.dataOf()).not.toHaveProperty('upgradeStatus')
    cloud.nowMs += 1
    expect(await cloud.dataOf()).toMatchObject({ status: 'UPGRADING', step: 0, upgradeStatus: 2 })
    await cloud.report()
    expect(await cloud.dataOf()).toMatchObject({ status: 'SUCCEEDED', step: 100 })
    expect(await cloud.dataOf()).not.toHaveProperty('upgradeStatus')
  })

  it('it has failed where the rule says so, also for what comes late', async () => {
    await cloud[Symbol.asyncDispose]()
    cloud = await openLivingCloud({ rules: { timeoutAsFailed: true } })
    await cloud.issue(await cloud.addTask())
    cloud.nowMs += 10 * 60_000
    const failed = { status: 'FAILED', step: -1 }
    expect(await cloud.dataOf()).toMatchObject(failed)
    expect(await cloud.dataOf()).not.toHaveProperty('upgradeStatus')
    await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '90' })
    await cloud.report()
    expect(await cloud.dataOf()).toMatchObject(failed)
  })
})

describe('which upgrade', () => {
  it('the default module unless another is named, which needs a version', async () => {
    await cloud.issue(await cloud.addTask())
    await cloud.issue(await cloud.addTask({ part: { type: 'mcu', identify: 2 }, toVersion: 7 }))
    expect(await cloud.dataOf()).toMatchObject({ moduleName: 'default', firmwareVersion: '20001' })
    for (const moduleName of ['', null, 'default']) {
      expect(await cloud.dataOf({ iotId: 'd1', moduleName })).toMatchObject({ firmwareVersion: '20001' })
    }
    expect(await cloud.get({ iotId: 'd1', moduleName: 'mcu-2' })).toMatchObject({ code: 460 })
    expect(await cloud.dataOf({ iotId: 'd1', moduleName: 'mcu-2', firmwareVersion: '7' })).toMatchObject({
      moduleName: 'mcu-2',
      firmwareVersion: '7',
      currentVersion: '',
    })
    expect(await cloud.get({ iotId: 'd1', moduleName: 'mcu-2', firmwareVersion: '8' })).toMatchObject({
      data: null,
    })
  })

  it('the named version, else the newest', async () => {
    await cloud.issue(await cloud.addTask())
    await cloud.issue(await cloud.addTask({ fromVersion: 20_001, toVersion: 20_002 }))
    expect(await cloud.dataOf()).toMatchObject({ firmwareVersion: '20002' })
    expect(await cloud.dataOf({ iotId: 'd1', firmwareVersion: 20_001 })).toMatchObject({
      firmwareVersion: '20001',
    })
  })

  it('has succeeded for a caller whose device runs it already, and for nobody else', async () => {
    await cloud.issue(await cloud.addTask())
    expect(await cloud.dataOf({ iotId: 'd1', currentVersion: '20001' })).toMatchObject({
      status: 'SUCCEEDED',
      step: 100,
      currentVersion: '20001',
    })
    expect(await cloud.dataOf({ iotId: 'd1', currentVersion: '9' })).toMatchObject({
      status: 'UPGRADING',
      currentVersion: '9',
    })
    expect(await cloud.open.cloud.admin.deviceVersion('d1')).toBe(10_000)
  })
})
