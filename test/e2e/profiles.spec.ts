// Profiles with the built station: a lead copies one, changes it, gives it to the bench, breaks it as JSON, takes a
// built-in one's place and gives it back, and sees which files were left out.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { watchProblems } from './page-problems.ts'
import { picture, pictureInBothLooks, toBenchDisplay } from './pictures.ts'
import { ProfilesPage } from './profiles-page.ts'
import { SettingsPage } from './settings-page.ts'
import { type RunningStation, startStation } from './station-process.ts'

let station: RunningStation
test.beforeEach(async () => {
  station = await startStation({
    watchUsb: false,
    bench: {
      productId: '1607d2b688d6b2ff1607d2b688d6d001',
      profileId: 'ymodem',
      part: { type: 'wifi', identify: 0 },
    },
  })
})
test.afterEach(() => station.close())

const fileOf = (profileId: string) => join(station.dataDir, 'profiles', `${profileId}.json`)
const inFile = async (profileId: string): Promise<unknown> =>
  JSON.parse(await readFile(fileOf(profileId), 'utf8'))

test('copies a profile, changes it, and gives it to the bench', async ({ page }) => {
  const profiles = new ProfilesPage(page)
  const problems = watchProblems(page)
  await toBenchDisplay(page)
  await page.goto(station.url)
  await new SettingsPage(page).open('profiles')

  await test.step('the profile of the bench is shown first', async () => {
    await expect(profiles.item('ymodem')).toHaveAttribute('data-used', 'true')
    await expect(page.getByTestId('profile-editor')).toHaveAttribute('data-profile', 'ymodem')
    await expect(profiles.field('baudRate')).toHaveValue('115200')
  })

  await test.step('a copy of a built-in one, with another baud rate, is a file of the plant', async () => {
    await profiles.show('esp32')
    await profiles.expectOrigin('builtIn')
    await pictureInBothLooks(page, 'built-in')
    await page.getByTestId('profile-copy').click()
    await profiles.expectOrigin('new')
    await expect(profiles.field('profileId')).toHaveValue('esp32-2')
    await profiles.field('profileId').fill('esp32-line-3')
    await profiles.field('name').fill('ESP32 of line 3')
    await profiles.field('options.flashBaudRate').fill('921600')
    await profiles.save()
    await profiles.expectOrigin('plant')
    const { flashBaudRate, ...others } = Object(await inFile('esp32-line-3')).options ?? {}
    expect(flashBaudRate).toBe(921_600)
    // What is the default is left out, also where the built-in one says it.
    expect(others).toEqual({})
    expect(await inFile('esp32-line-3')).toMatchObject({
      name: 'ESP32 of line 3',
      protocol: 'esp',
      chips: ['esp32'],
    })
  })

  await test.step('a value that cannot be is told at its field, and is not saved', async () => {
    await profiles.field('options.flashBaudRate').fill('12')
    await expect(profiles.error('options.flashBaudRate')).toHaveText('At least 9600.')
    await expect(profiles.mistake('options.flashBaudRate')).toHaveAttribute('data-problem', 'tooSmall')
    await expect(page.getByTestId('profile-save')).toHaveAttribute('aria-disabled', 'true')
    await profiles.mistake('options.flashBaudRate').click()
    await expect(profiles.field('options.flashBaudRate')).toBeFocused()
    await picture(page, 'mistake-in-form')
    await page.getByTestId('profile-discard').click()
    await expect(profiles.field('options.flashBaudRate')).toHaveValue('921600')
  })

  await test.step('the bench takes it', async () => {
    await page.getByTestId('profile-use').click()
    await expect(profiles.item('esp32-line-3')).toHaveAttribute('data-used', 'true')
    await expect(profiles.item('ymodem')).toHaveAttribute('data-used', 'false')
    const settings = JSON.parse(await readFile(join(station.dataDir, 'settings.json'), 'utf8'))
    expect(settings.bench.profileId).toBe('esp32-line-3')
    await page.getByTestId('settings-tab-bench').click()
    await expect(page.getByTestId('settings-profile')).toHaveValue('esp32-line-3')
    await page.getByTestId('settings-tab-profiles').click()
  })

  await test.step('broken by hand as JSON, the exact place is told', async () => {
    const json = page.getByTestId('profile-json')
    await page.getByTestId('profile-view-json').click()
    const whole = await json.inputValue()
    await json.fill(whole.replace('"options"', '"optoins"'))
    const line = whole.split('\n').findIndex((one) => one.includes('"options"')) + 1
    await expect(profiles.mistake('optoins')).toHaveAttribute('data-line', String(line))
    await expect(profiles.mistake('optoins')).toHaveAttribute('data-column', '3')
    await json.fill(whole.replace('921600', '"fast"').replace('"ESP32 of line 3",', '"ESP32 of line 3"'))
    const broken = page.getByTestId('profile-mistake')
    await expect(broken).toHaveAttribute('data-problem', 'syntax')
    await expect(page.getByTestId('profile-line-wrong')).toHaveText(
      String(await broken.getAttribute('data-line')),
    )
    await expect(page.getByTestId('profile-view-form')).toBeDisabled()
    await json.fill(whole.replace('921600', '"fast"'))
    await expect(profiles.mistake('options.flashBaudRate')).toHaveAttribute('data-problem', 'type')
    await pictureInBothLooks(page, 'json')
    await profiles.mistake('options.flashBaudRate').click()
    const at = await json.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart))
    expect(at).toMatch(/^"flashBaudRate": "fast"/)
    await expect(page.getByTestId('profile-save')).toHaveAttribute('aria-disabled', 'true')
    await json.fill(whole.replace('921600', '460800'))
    await profiles.save()
    // As JSON it is saved as it stands.
    expect(await inFile('esp32-line-3')).toMatchObject({ options: { flashBaudRate: 460_800 } })
  })

  await test.step('another of the same id is not written over it', async () => {
    await profiles.show('esp8266')
    await page.getByTestId('profile-copy').click()
    await profiles.field('profileId').fill('esp32-line-3')
    await expect(profiles.error('profileId')).toHaveText('Another file has this id: ESP32 of line 3.')
    await expect(page.getByTestId('profile-save')).toHaveAttribute('aria-disabled', 'true')
    await page.getByTestId('profile-discard').click()
  })

  await test.step('it is removed with a question', async () => {
    await profiles.show('esp32-line-3')
    await page.getByTestId('profile-remove').click()
    await expect(page.getByText('is in use')).toBeVisible()
    await picture(page, 'remove')
    await page.getByTestId('profile-remove-anyway').click()
    await expect(profiles.item('esp32-line-3')).toHaveCount(0)
    await expect(readFile(fileOf('esp32-line-3'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
  expect(problems).toEqual([])
})

test('changes dialogues, takes the place of a built-in profile, and gives it back', async ({ page }) => {
  const profiles = new ProfilesPage(page)
  const problems = watchProblems(page)
  await toBenchDisplay(page)
  await page.goto(station.url)
  await new SettingsPage(page).open('profiles')
  await profiles.show('u-boot')
  await expect(profiles.field('identify[1].send')).toHaveValue('reset\\r')
  await picture(page, 'dialogues')

  await page.getByTestId('profile-add-confirm').click()
  await expect(profiles.mistake('confirm[2].expect')).toHaveAttribute('data-problem', 'tooShort')
  await profiles.field('confirm[2].expect').fill('^ready (?<colour>.*)$')
  await expect(profiles.mistake('confirm[2].expect')).toHaveAttribute('data-problem', 'unknownCapture')
  await profiles.field('confirm[2].expect').fill('^ready$')
  await profiles.field('confirm[2].send').fill('run\\x03\\n')
  await page.getByTestId('profile-step-up-confirm[2]').click()
  await page.getByTestId('profile-step-remove-confirm[0]').click()
  await expect(profiles.mistake('confirm')).toHaveAttribute('data-problem', 'noCapture')
  await page.getByTestId('profile-discard').click()
  await expect(profiles.field('confirm[1].expect')).toHaveValue('^=> $')
  await page.getByTestId('profile-add-confirm').click()
  await profiles.field('confirm[2].expect').fill('^ready$')
  await profiles.field('confirm[2].send').fill('run\\x03\\n')
  await profiles.save()
  await expect(profiles.item('u-boot')).toHaveAttribute('data-hides', 'true')
  const builtIn = JSON.parse(
    await readFile(join(import.meta.dirname, '../../resources/profiles/u-boot.json'), 'utf8'),
  )
  const file = Object(await inFile('u-boot'))
  expect(file.confirm).toEqual([...builtIn.confirm, { expect: '^ready$', send: 'run\u0003\n' }])
  // Control characters came through a form.
  expect(file.identify[0].send).toBe(builtIn.identify[0].send)
  expect(file.options.console.values).toEqual(builtIn.options.console.values)

  await page.getByTestId('profile-remove').click()
  await page.getByTestId('profile-remove-anyway').click()
  await profiles.expectOrigin('builtIn')
  await expect(profiles.item('u-boot')).toHaveAttribute('data-hides', 'false')
  await expect(profiles.field('confirm[2].expect')).toHaveCount(0)
  expect(problems).toEqual([])
})

test('makes a new profile, and tells which files were left out', async ({ page }) => {
  const profiles = new ProfilesPage(page)
  await toBenchDisplay(page)
  await page.goto(station.url)
  await new SettingsPage(page).open('profiles')
  await page.getByTestId('profile-new').click()
  await page.getByTestId('profile-new-protocol').selectOption('stm32')
  await page.getByTestId('profile-new-name').fill('Pump board')
  await picture(page, 'new')
  await page.getByTestId('profile-create').click()
  await expect(profiles.mistake('model')).toHaveAttribute('data-problem', 'missing')
  // Looking elsewhere loses nothing.
  await page.getByTestId('settings-tab-bench').click()
  await page.getByTestId('settings-tab-profiles').click()
  await page.getByText('Pump board').click()
  await profiles.field('model').fill('PUMP')
  await profiles.field('options.keepPages').fill('126, 127')
  await profiles.field('options.address').fill('0x8004000')
  await profiles.save()
  expect(await inFile('pump-board')).toEqual({
    ...{ profileId: 'pump-board', name: 'Pump board', protocol: 'stm32', model: 'PUMP' },
    options: { keepPages: [126, 127], address: 0x8004000 },
  })

  await writeFile(fileOf('valve'), '{\n  "profileId": "valve",\n  "colour": 1\n}\n')
  await profiles.field('model').fill('PUMP2')
  await profiles.save()
  const left = page.getByTestId('profile-file-problem')
  await expect(left).toHaveAttribute('data-file', 'valve.json')
  await expect(left).toContainText('line 1, column 1')
  await pictureInBothLooks(page, 'left-out')
})
