// The udev rules that come with the program: every line is one that udev reads, every known vendor is in them, and the
// commands that install them work in a real shell, whatever their folder is called.
import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { knownVendors } from '../../../main/station/doctor/known-adapters.ts'
import { installRulesCommand, onlyOwnerCommand } from '../../../preload/contract/index.ts'
import { tempFolder } from '../../store/job-fixture.ts'

const folder = join(import.meta.dirname, '../../../resources/udev')
const matches = /^(ACTION|SUBSYSTEM|DRIVER|ENV\{\w+\}|ATTRS?\{\w+\})(==|!=)"[^"]+"$/
const assignments = /^(ENV\{\w+\}|ATTR\{\w+\}|MODE|GROUP|GOTO|LABEL|TAG)(=|\+=)"[^"]+"$/

const rulesOf = async (name: string) =>
  (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .filter((rule) => rule !== '' && !rule.startsWith('#'))

it('are written as udev reads them, and every jump has its label', async () => {
  for (const name of await readdir(folder)) {
    const rules = await rulesOf(name)
    const parts = rules.flatMap((rule) => rule.split(', '))
    expect(parts.filter((part) => !matches.test(part) && !assignments.test(part))).toEqual([])
    const named = (key: string) =>
      new Set(parts.flatMap((part) => (part.startsWith(`${key}=`) ? [part.slice(key.length + 1)] : [])))
    expect(named('GOTO')).toEqual(named('LABEL'))
  }
})

it('name every known vendor once, each with a comment above', async () => {
  const text = await readFile(join(folder, '71-flashline-access.rules'), 'utf8')
  const vendors = [
    ...text.matchAll(/^# \S.*\nENV\{ID_VENDOR_ID\}=="(\w{4})", ENV\{FLASHLINE_SERIAL\}="1"$/gm),
  ]
  expect(vendors.map(([, vendor]) => vendor)).toEqual([...knownVendors.keys()])
  expect(text.match(/ID_VENDOR_ID/g)).toHaveLength(knownVendors.size + 1)
})

it('are copied by the command that is said, from a folder with spaces and quotes', async () => {
  const root = await tempFolder()
  const from = join(root, "Ann's program")
  const bin = join(root, 'bin')
  await mkdir(from)
  await mkdir(bin)
  await writeFile(join(from, 'one.rules'), '')
  const log = join(root, 'log')
  // Says what it was called with instead of doing it.
  await writeFile(
    join(bin, 'sudo'),
    `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "$word" >> '${log}'; done\n`,
  )
  await chmod(join(bin, 'sudo'), 0o755)
  await promisify(execFile)('/bin/sh', ['-c', installRulesCommand(from)], {
    env: { PATH: `${bin}:/usr/bin:/bin` },
  })
  expect((await readFile(log, 'utf8')).trimEnd().split('\n')).toEqual([
    ...['cp', join(from, 'one.rules'), '/etc/udev/rules.d/'],
    ...['udevadm', 'control', '--reload'],
    ...['udevadm', 'trigger'],
  ])
})

it('are read by their own user where root may not: in an AppImage', () => {
  const command = installRulesCommand('/tmp/.mount_Flash1/resources/udev')
  expect(command).toMatch(/^cat \/tmp\/\.mount_Flash1\/resources\/udev\/\*\.rules \| sudo tee /)
})

it('a path is one word of the shell, whatever is in it', () => {
  expect(onlyOwnerCommand('/data', '700')).toBe('chmod 700 /data')
  expect(onlyOwnerCommand('/my data; rm $HOME', '600')).toBe("chmod 600 '/my data; rm $HOME'")
})
