// The desktop door with the real Electron, where its binary is present: the window opens and shows the practice bench.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'

const root = join(import.meta.dirname, '..', '..')

function electronBinary(): string | null {
  const folder = join(root, 'node_modules', 'electron')
  try {
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(binary) ? binary : null
  } catch {
    return null
  }
}

const binary = electronBinary()

if (binary === null) {
  // Not a skipped or passed test: nothing about the desktop is known here, and the output says so.
  console.log('Electron binary not present: desktop suite not run')
} else {
  test('the window opens with the practice bench', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'flashline-desktop-'))
    const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const desktop = await _electron.launch({
      executablePath: binary,
      args: [...unsandboxed, root, '--practice', '--data', dataDir],
    })
    try {
      const page = await desktop.firstWindow()
      await expect(page.getByText(/practice/i).first()).toBeVisible()
      expect(page.url()).toMatch(/^flashline:\/\/app\//)
      expect(await page.evaluate(() => 'require' in window || 'process' in window)).toBe(false)
    } finally {
      await desktop.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
}
