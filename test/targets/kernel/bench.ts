// One run of the bench inside the virtual machine, seen from outside: facts and adapter events in the order in which they
// came. Pulls and plugs when it is asked to, and plays the far end of the wire.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { z } from 'zod'
import { createStm32Chip } from '../../../main/practice/stm32/stm32-chip.ts'
import { linkOver } from '../child-link.ts'
import { startVirtualMachine } from './virtual-machine.ts'

const device = { deviceId: '1', mac: '02F1A5410001', sn: 'KERNEL-0001' }
const root = join(import.meta.dirname, '../../..')
const factSchema = z.object({ name: z.string(), value: z.unknown().default(null) })
const requestSchema = z.union([
  z.object({ plug: z.number(), far: z.enum(['answers', 'silent', 'stm32']) }),
  z.object({ pull: z.literal(true) }),
])

export interface BenchRun {
  /** What the kernel told the adapter, as QEMU traces it. */
  readonly adapter: readonly string[]
  readonly stm32Storage: Uint8Array
  /** The value of the first fact of that name. */
  fact(name: string): unknown
  /** All of them, in order. */
  facts(name: string): readonly unknown[]
}

/** Rejects with everything that was printed when the run ended early. */
export async function runBench(limitMs: number): Promise<BenchRun> {
  const program = await bundle()
  const facts: z.infer<typeof factSchema>[] = []
  const adapter: string[] = []
  const complaints: string[] = []
  let far = 'answers'
  // Its cable has no modem lines here: a jumper keeps it in its boot loader.
  const chip = createStm32Chip({ id: 0x414, device, hasLines: false, bootsInLoader: true })
  chip.powerOn()
  await using machine = await startVirtualMachine({
    script: startScript(program),
    limitMs,
    onLine: (line) => {
      const [, kind, json = ''] = /^(FACT|ASK) (.*)$/.exec(line) ?? []
      if (kind === 'FACT') facts.push(factSchema.parse(JSON.parse(json)))
      if (kind === 'ASK') {
        const request = requestSchema.parse(JSON.parse(json))
        if ('plug' in request) far = request.far
        if (far === 'stm32') {
          wire.discard()
          chip.attach({ device: wire, pull: () => machine.far.destroy() })
        }
        const work = 'plug' in request ? machine.plug(request.plug) : machine.pull()
        work.catch((error: unknown) => complaints.push(String(error)))
      }
    },
    onAdapter: (event) => adapter.push(event),
  })
  const wire = linkOver(machine.far, machine.far, 'far end')
  machine.far.on('data', (bytes: Buffer) => {
    if (far === 'answers') machine.far.write(bytes.map((byte) => ~byte))
  })
  const printed = await machine.ended
  await chip.close()
  await rm(program)
  if (!facts.some(({ name }) => name === 'end'))
    throw new Error(
      `the bench ended early after ${facts.map(({ name }) => name)}: ${complaints}\n${printed.slice(-4000)}`,
    )
  const all = (name: string) => facts.filter((fact) => fact.name === name).map(({ value }) => value)
  return { adapter, stm32Storage: chip.storage, facts: all, fact: (name) => all(name)[0] }
}

/** As root without the right to administer the system: what the product does must need no more than the port. */
function startScript(program: string): string {
  return [
    'export PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    '/lib/systemd/systemd-udevd --daemon',
    `cd ${quote(root)}`,
    `setpriv --bounding-set=-sys_admin ${quote(process.execPath)} ${quote(program)}`,
    'echo o > /proc/sysrq-trigger; while :; do read nothing < /dev/console; done',
    '',
  ].join('\n')
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** One file, because the machine inside reads hundreds of small ones slowly. It stands where its packages are found. */
async function bundle(): Promise<string> {
  const outDir = join(root, 'node_modules/.cache/flashline/inside')
  const name = `inside-${process.pid}.mjs`
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      ssr: join(import.meta.dirname, 'inside.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node24',
      rollupOptions: { output: { entryFileNames: name } },
    },
    ssr: { noExternal: true, external: ['serialport'] },
  })
  return join(outDir, name)
}
