// The clouds of a station with the built station and a local cloud, each in a process of its own: a lead connects three
// clouds, tests them, gives a product to them, syncs, and loses them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type RunningCloud, startDemoCloud } from './cloud-process.ts'
import { watchProblems } from './page-problems.ts'
import { picture, pictureInBothLanguages, toBenchDisplay } from './pictures.ts'
import { SettingsPage } from './settings-page.ts'
import { type RunningStation, startStation } from './station-process.ts'

let cloud: RunningCloud
let station: RunningStation
test.beforeEach(async () => {
  cloud = await startDemoCloud()
  // With a slot of its own it is the bench of a plant, not a practice bench. Nothing listens there.
  station = await startStation({
    watchUsb: false,
    slots: [{ address: 'tcp://127.0.0.1:9', name: '', productId: null, profileId: null }],
  })
})
test.afterEach(async () => {
  await station.close()
  await cloud.close()
})

/** Neither the page nor the settings nor what the station prints has one of the secrets. */
async function expectNoSecrets(page: Page): Promise<void> {
  const { tokens, living, iotRpc } = cloud
  const settings = await readFile(join(station.dataDir, 'settings.json'), 'utf8')
  expect(settings).toContain(living.appKey)
  for (const place of [await page.content(), settings, station.output()])
    for (const secret of [tokens.station, living.appSecret, living.iotToken, iotRpc.accessKeySecret])
      expect(place.includes(secret)).toBe(false)
}

test('connects three clouds, tests and syncs them, and keeps the copies without them', async ({ page }) => {
  const { url: baseUrl, productId, corpId, tokens, living, iotRpc } = cloud
  const settings = new SettingsPage(page)
  const problems = watchProblems(page)
  await toBenchDisplay(page)
  await page.goto(station.url)

  await test.step('three connections, saved together', async () => {
    await settings.open('clouds')
    await settings.addConnection({
      kind: 'xlink',
      name: 'Plant XLINK',
      fields: { baseUrl, corpId },
      secrets: { token: tokens.station },
    })
    await settings.addConnection({
      kind: 'living',
      name: 'Living',
      fields: { baseUrl, appKey: living.appKey },
      secrets: { appSecret: living.appSecret, iotToken: living.iotToken },
    })
    await settings.addConnection({
      kind: 'iot-rpc',
      name: 'Firmware lists',
      fields: { baseUrl, accessKeyId: iotRpc.accessKeyId },
      secrets: { accessKeySecret: iotRpc.accessKeySecret },
    })
    await settings.save()
    const secret = page.getByTestId('connection-secret-accessKeySecret')
    await expect(secret).toHaveAttribute('data-stored', 'true')
    await expectNoSecrets(page)
  })

  await test.step('each is tested call by call', async () => {
    await settings.testConnection('living', 'works')
    await settings.expectOutcome('works', ['/living/ota/progress/get'])
    await settings.testConnection('firmware-lists', 'works')
    await settings.expectOutcome('works', ['ListOTAFirmware', 'QueryOTAFirmware'])
    await settings.testConnection('plant-xlink', 'works')
    await settings.expectOutcome('works', ['9 ota-logs'])
    // No product is set yet, so there is no task to ask about; and nothing is changed for a test.
    await settings.expectOutcome('notTried', ['login', '7 list tasks (POST)', '1 create task', '6 report'])
    await expect(page.getByTestId('connection-not-tried')).toBeVisible()
  })

  await test.step('a wrong secret is told with what to do', async () => {
    await settings.connection('living').click()
    await settings.typeSecrets({ appSecret: 'not-the-secret' })
    await settings.save()
    await settings.testConnection('living', 'failed')
    await expect(settings.checks('failed')).toContainText(/signature.*enter key and secret again/i)
    await picture(page, 'wrong-secret')
    await settings.typeSecrets({ appSecret: living.appSecret })
    await settings.save()
    await settings.testConnection('living', 'works')
  })

  await test.step('a product takes what each of them gives, and is synced', async () => {
    await settings.open('products')
    await page.getByTestId('product-add').click()
    await page.getByTestId('product-productId').fill(productId)
    await page.getByTestId('product-name').fill('Practice device')
    await settings.expectRoutes({
      tasks: 'plant-xlink',
      results: 'plant-xlink',
      progress: 'living',
      catalogue: 'firmware-lists',
    })
    await settings.save()
    await page.getByTestId('sync-now').click()
    await settings.expectCopy('tasks', { items: 2, fails: false })
    await settings.expectCopy('catalogue', { items: 2, fails: false })
    await pictureInBothLanguages(page, 'synced')
  })

  await test.step('a reload loses nothing, and now there are tasks to ask about', async () => {
    await page.reload()
    await settings.open('products')
    await expect(page.getByTestId('product-row')).toHaveAttribute('data-product', productId)
    await settings.expectCopy('tasks', { items: 2, fails: false })
    await settings.open('clouds')
    for (const connectionId of ['living', 'firmware-lists', 'plant-xlink'])
      await settings.testConnection(connectionId, 'works')
    await settings.expectOutcome('works', [
      '2 list tasks (GET)',
      '7 list tasks (POST)',
      '9 ota-logs',
      '14 get task',
      '15 op-logs',
      '16 version share',
    ])
    await pictureInBothLanguages(page, 'connections')
    await expectNoSecrets(page)
  })

  await test.step('the bench of that product is connected', async () => {
    await settings.open('bench')
    await page.getByTestId('settings-product').fill(productId)
    await page.getByTestId('settings-profile').selectOption('ymodem')
    await settings.save()
    await page.getByTestId('nav-bench').click()
    await expect(page.getByTestId('cloud-state')).toHaveAttribute('data-state', 'up')
    await expect(page.getByTestId('cloud-state')).toHaveText('Cloud connected')
  })

  await test.step('without the clouds the copies stay, and why is told with what to do', async () => {
    await cloud.close()
    await settings.open('products')
    await page.getByTestId('sync-now').click()
    await settings.expectCopy('tasks', { items: 2, fails: true })
    await settings.expectCopy('catalogue', { items: 2, fails: true })
    const errors = page.getByTestId('sync-error')
    await expect(errors).toHaveCount(2)
    for (const error of await errors.all()) {
      await expect(error).toHaveAttribute('data-code', 'CLOUD_UNREACHABLE')
      await expect(error).toContainText('Check the network cable')
    }
    await pictureInBothLanguages(page, 'sync-failed')
    await settings.open('clouds')
    await settings.testConnection('firmware-lists', 'failed')
    await expect(settings.checks('failed')).toContainText('Check the network cable')
    await page.getByTestId('nav-bench').click()
    await expect(page.getByTestId('cloud-state')).toHaveAttribute('data-state', 'down')
    await expect(page.getByTestId('cloud-state')).toHaveAttribute('data-age', 'fresh')
  })

  await test.step('another reload keeps that, too', async () => {
    await page.reload()
    await settings.open('products')
    await settings.expectCopy('tasks', { items: 2, fails: true })
    await settings.expectCopy('catalogue', { items: 2, fails: true })
    await expectNoSecrets(page)
  })
  expect(problems).toEqual([])
})
