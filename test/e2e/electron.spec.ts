// The desktop with the real Electron, where its binary is present: the same scenarios as with the stand-in. Where it is not,
// nothing about Electron itself is known: counted as skipped, and said loudly at the end of the whole run.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'
import { electronBinary } from '../../scripts/electron-binary.ts'
import { desktopScenarios, type OpenedDesktop } from './desktop-scenarios.ts'

const root = join(import.meta.dirname, '..', '..')
const binary = electronBinary(root)

if (binary === null) {
  // Its title is the reason, which scripts/test.mjs prints; without the binary there is nothing that a body could run.
  test.skip('desktop with the real Electron (binary not present)', () => undefined)
} else {
  desktopScenarios(() => open(binary))

  test('the page comes by the scheme of its own', async () => {
    const desktop = await open(binary)
    try {
      expect(desktop.page.url()).toMatch(/^flashline:\/\/app\//)
    } finally {
      await desktop.close()
    }
  })
}

async function open(executablePath: string): Promise<OpenedDesktop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-desktop-'))
  const unsandboxed = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const electron = await _electron.launch({
    executablePath,
    args: [...unsandboxed, root, '--practice', '--data', dataDir],
    // A test keeps nothing in the keychain of whoever runs it.
    env: { ...process.env, FLASHLINE_KEYCHAIN: 'off' },
  })
  const child = electron.process()
  const exited = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null))
  return {
    dataDir,
    page: await electron.firstWindow(),
    exited,
    // Playwright's own types of the arguments are wider than what goes through here.
    evaluate: electron.evaluate.bind(electron) as unknown as OpenedDesktop['evaluate'],
    async close() {
      // Not by its own quit, which asks when jobs run.
      child.kill('SIGKILL')
      await exited
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
