// Chips on the bench screen: eight kinds at once, one of them unplugged; what the record says of a chip; what a person
// who has to bring a chip into its boot loader sees from two metres.
import { expect, type Page, test } from '@playwright/test'
import { createAvrChip } from '../../main/practice/avr/index.ts'
import { createEspChip } from '../../main/practice/esp/esp-chip.ts'
import { createMcubootChip } from '../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../main/practice/smp/mcuboot-image.ts'
import { createStm32Chip } from '../../main/practice/stm32/stm32-chip.ts'
import { chipOnTcp } from '../targets/chip-on-port.ts'
import { armOrder, factoryDoor } from './factory-door.ts'
import { watchProblems } from './page-problems.ts'
import { pictureInBothLooks, toBenchDisplay } from './pictures.ts'
import { SettingsPage } from './settings-page.ts'
import { startPracticeStation, startStation } from './station-process.ts'

const slot = (page: Page, slotId: string) => page.getByTestId(`slot-${slotId}`)
const states = (page: Page, state: string) =>
  page.locator(`[data-testid^="slot-sim:"][data-state="${state}"]`)
const closeRecord = (page: Page) => page.keyboard.press('Escape')

test('flashes eight kinds of chips at once, one of which is unplugged', async ({ page }) => {
  test.setTimeout(180_000)
  const station = await startPracticeStation('chips')
  try {
    const problems = watchProblems(page)
    await toBenchDisplay(page)
    await page.goto(station.url)
    await expect(states(page, 'ready')).toHaveCount(8)
    await pictureInBothLooks(page, 'chips-ready')
    // There is room for the word on a larger screen, too: it is not set narrower.
    await page.setViewportSize({ width: 1920, height: 1080 })
    const word = slot(page, 'sim:1').locator('strong')
    await expect.poll(() => word.evaluate(({ style }) => style.transform)).toBe('')
    await toBenchDisplay(page)

    await page.getByTestId('start-all').click()
    await expect(states(page, 'running')).toHaveCount(8)
    const stm32 = slot(page, 'sim:5')
    const bar = stm32.getByRole('progressbar')
    await expect(stm32).toContainText('Flash')
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5)
    await stm32.getByTestId('slot-unplug').click()
    await expect(stm32).toHaveAttribute('data-state', 'failed')
    await expect(stm32.getByTestId('error-title')).toHaveText('The connection to the device broke')
    await expect(stm32.getByTestId('error-remedy')).toContainText('plug the device in again')
    await expect(states(page, 'passed')).toHaveCount(7, { timeout: 60_000 })
    for (const number of [1, 2, 3, 4, 6, 7, 8])
      await expect(slot(page, `sim:${number}`)).toContainText('2.0.1')
    await pictureInBothLooks(page, 'chips-ended')

    await stm32.getByTestId('slot-replug').click()
    await stm32.getByTestId('slot-start').click()
    await expect(stm32).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
    await expect(stm32).toContainText('2.0.1')

    for (const { slotId, facts } of [
      {
        slotId: 'sim:2',
        facts: ['ESP32-C3 (revision 0.4)', '4 MiB', 'Wi-Fi, BLE', 'digested by the device · MD5'],
      },
      {
        slotId: 'sim:5',
        facts: ['STM32F405, F407, F415, F417', '1 MiB', 'Read protection', 'read back · SHA-256'],
      },
      { slotId: 'sim:7', facts: ['MCUboot', 'Image slots', 'the firmware'] },
    ]) {
      await slot(page, slotId).getByTestId('slot-details').click()
      const record = page.getByRole('dialog')
      for (const fact of facts) await expect(record.getByText(fact).first()).toBeVisible()
      await record.getByText('Chip', { exact: true }).scrollIntoViewIfNeeded()
      await pictureInBothLooks(page, `record-${slotId.replace(':', '-')}`)
      await closeRecord(page)
      await expect(record).toHaveCount(0)
    }
    expect(problems).toEqual([])
  } finally {
    await station.close()
  }
})

const device = { deviceId: '1', mac: '02F1A5410001', sn: 'S1' }
const free = { device, hasLines: false }
const byHand = [
  { profileId: 'esp32-c3', chip: createEspChip({ ...free, model: 'esp32c3' }), says: 'Hold BOOT, tap RESET' },
  { profileId: 'stm32', chip: createStm32Chip({ ...free, id: 0x413 }), says: 'Set BOOT0 to 1 and tap RESET' },
  { profileId: 'arduino-uno', chip: createAvrChip(free), says: 'Tap RESET now' },
  {
    profileId: 'mcuboot-recovery',
    chip: createMcubootChip({
      ...free,
      slotBytes: 64 * 1024,
      stored: buildMcubootImage({ version: '1.0.0', sizeBytes: 20_001 }),
    }),
    says: 'Hold the recovery button',
  },
] as const

test('says what a person has to do, and goes on when it is done', async ({ page }) => {
  await using stack = new AsyncDisposableStack()
  const ports = await Promise.all(byHand.map(async ({ chip }) => stack.use(await chipOnTcp(chip))))
  const others = [1, 2, 3, 4].map((port) => ({ address: `tcp://127.0.0.1:${port}` }))
  const station = await startStation({
    watchUsb: false,
    bench: { productId: 'another', profileId: 'u-boot', part: { type: 'wifi', identify: 0 } },
    slots: [...ports, ...others].map(({ address }) => ({
      address,
      name: '',
      productId: null,
      profileId: null,
    })),
  })
  stack.defer(() => station.close())
  await toBenchDisplay(page)
  await page.goto(station.url)
  // Their chips are others than the bench's: each slot gets a profile of its own.
  const settings = new SettingsPage(page)
  await settings.open('bench')
  for (const [index, { profileId }] of byHand.entries()) {
    await page
      .getByTestId('settings-slot-name')
      .nth(index)
      .fill(`By hand ${index + 1}`)
    await page.getByTestId('settings-slot-profile').nth(index).selectOption(profileId)
    await page.getByTestId('settings-slot-product').nth(index).fill(`product-${index}`)
  }
  await pictureInBothLooks(page, 'slot-settings')
  await settings.save()
  await armOrder(factoryDoor(station))
  await page.getByTestId('nav-bench').click()

  const cards = ports.map(({ address }) => slot(page, `addr:${address}`))
  for (const card of cards) await card.getByTestId('slot-start').click()
  for (const [index, card] of cards.entries()) {
    const notice = card.getByTestId('slot-notice')
    await expect(notice).toContainText(byHand[index]?.says ?? '')
    // Two metres: large, and all of it there.
    const { titlePx, textPx, isCut } = await notice.evaluate((element) => {
      const px = (part: string) =>
        Number.parseFloat(getComputedStyle(element.querySelector(part) ?? element).fontSize)
      const isCut =
        element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1
      return { titlePx: px('strong'), textPx: px('p'), isCut }
    })
    expect([titlePx >= 26, textPx >= 16, isCut]).toEqual([true, true, false])
  }
  await pictureInBothLooks(page, 'notice')

  for (const { chip } of byHand) chip.reset({ boot: true })
  for (const [index, card] of cards.entries()) {
    await expect(async () => {
      // A boot loader that goes on after a second may do so before a busy machine has spoken to it: it is tapped again.
      if ((await card.getAttribute('data-state')) === 'failed') await card.getByTestId('slot-start').click()
      if (await card.getByTestId('slot-notice').isVisible()) byHand[index]?.chip.reset({ boot: true })
      // There is no cloud to ask for a task, so this is how far it goes.
      await expect(card).toHaveAttribute('data-state', 'refused', { timeout: 5_000 })
    }).toPass({ timeout: 60_000 })
    await expect(card.getByTestId('slot-notice')).toHaveCount(0)
  }
  await expect(slot(page, `addr:${ports[0]?.address}`)).toContainText(device.mac)
})
