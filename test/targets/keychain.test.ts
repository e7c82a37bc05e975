// Secrets in a real keychain: GNOME's, over the Secret Service of a D-Bus session that this test starts and ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { missingTool, toolEnv } from './host-tool.ts'

const session = fileURLToPath(new URL('./keychain-session.ts', import.meta.url))

it('keeps secrets in the keychain of the system, and nothing of them in the data folder', async () => {
  const home = await mkdtemp(join(tmpdir(), 'flashline-keychain-'))
  try {
    const unlock = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'
    const child = spawn(
      'dbus-run-session',
      ['--', 'sh', '-c', `${unlock} && exec "$0" "$1" "$2"`, process.execPath, session, home],
      // The keyring of whoever runs the tests is none of our business.
      { env: { ...toolEnv, HOME: home, XDG_DATA_HOME: join(home, 'share'), XDG_RUNTIME_DIR: home } },
    )
    const [out, complaint] = [text(child.stdout), text(child.stderr)]
    const [status] = await once(child, 'close').catch((error: unknown) => {
      throw missingTool('dbus-run-session', error)
    })
    expect(status, await complaint).toBe(0)
    expect(JSON.parse(await out)).toEqual({
      keptIn: 'keychain',
      tokenChars: 4096,
      stored: [{ connectionId: 'plant', name: 'token' }],
      password: '',
      doctor: 'keychainWorks',
    })
    expect(await readFile(join(home, 'secrets.json'), 'utf8')).not.toContain('xxx')
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})
