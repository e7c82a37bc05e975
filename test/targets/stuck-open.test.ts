// Ports whose driver hangs in open, as the kernel shows it: the call does not return. A preloaded function plays the
// driver; the library, its threads and the other port are real.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { runTool } from './host-tool.ts'
import { openTerminal } from './terminal.ts'

test('32 ports that hang in open are given up, while another one opens; late ones are closed again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stuck-open-test-'))
  const [library, gate] = [join(folder, 'stuck-open.so'), join(folder, 'gate')]
  await runTool('gcc', ['-shared', '-fPIC', '-o', library, join(import.meta.dirname, 'stuck-open.c'), '-ldl'])
  await writeFile(gate, '')
  const stuck = await openTerminal(join(folder, 'stuck'))
  const free = await openTerminal(join(folder, 'free'))
  const program = spawn(
    process.execPath,
    [join(import.meta.dirname, 'stuck-open-program.ts'), stuck.path, free.path],
    {
      env: { ...process.env, LD_PRELOAD: library, STUCK_PATH: stuck.path, STUCK_WHILE: gate },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  try {
    const said = createInterface(program.stdout)[Symbol.asyncIterator]()
    const next = async (): Promise<string> => (await said.next()).value ?? 'nothing'
    expect(await next()).toBe('free opened')
    for (let port = 0; port < 32; port += 1) expect(await next()).toBe('stuck LINK_STALLED')
    await rm(gate)
    // Busy as long as one of the late ones still holds it; then free.
    let outcome = ''
    while (outcome !== 'again opened') {
      program.stdin.write('again\n')
      outcome = await next()
      expect(['again opened', 'again LINK_BUSY']).toContain(outcome)
    }
    program.stdin.end()
    expect(await once(program, 'exit')).toEqual([0, null])
  } finally {
    program.kill('SIGKILL')
    await stuck.end()
    await free.end()
    await rm(folder, { recursive: true, force: true })
  }
})
