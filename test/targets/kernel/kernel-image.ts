// A Debian kernel and the modules that a bench with a USB serial adapter needs, as one initial file system. Fetched once
// with apt (nothing is installed) and kept below node_modules/.cache; only packing is done here, qemu starts it.
// Layout of the archive: the kernel's Documentation/driver-api/early-userspace/buffer-format.rst.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingTool, toolEnv } from '../host-tool.ts'

export interface KernelImage {
  /** As its package calls it: `6.1.0-56-amd64`. */
  readonly version: string
  readonly kernelFile: string
  /** The initial file system; another archive may be put behind it. */
  readonly initialFile: string
}

const wantedModules = ['virtio_pci', '9pnet_virtio', '9p', 'overlay', 'xhci_pci', 'usbserial', 'ftdi_sio']
const cacheFolder = join(import.meta.dirname, '../../../node_modules/.cache/flashline/kernel')

/** The one that was fetched before, else the newest that apt knows. */
export async function kernelImage(): Promise<KernelImage> {
  await mkdir(cacheFolder, { recursive: true })
  const ready = (await readdir(cacheFolder)).filter((name) => !name.startsWith('.'))
  const version = ready.at(0) ?? (await fetchKernel())
  const folder = join(cacheFolder, version)
  return { version, kernelFile: join(folder, 'vmlinuz'), initialFile: join(folder, 'initial.cpio') }
}

/** Resolves with the version. What is half done never bears its final name. */
async function fetchKernel(): Promise<string> {
  const folder = await mkdtemp(join(cacheFolder, '.fetch-'))
  try {
    const name = await downloadKernel(folder)
    const [archive] = (await readdir(folder)).filter((file) => file.endsWith('.deb'))
    if (archive === undefined) throw new Error(`apt-get brought no ${name}`)
    const unpacked = join(folder, 'unpacked')
    await output('dpkg', ['-x', join(folder, archive), unpacked])
    const version = name.slice('linux-image-'.length)
    const done = join(folder, 'done')
    await mkdir(done)
    await cp(join(unpacked, 'boot', `vmlinuz-${version}`), join(done, 'vmlinuz'))
    await packInitial(unpacked, version, join(done, 'initial.cpio'))
    await rename(done, join(cacheFolder, version))
    return version
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Resolves with the package's name. Lists that were never fetched, or are too old, are fetched where that is allowed. */
async function downloadKernel(folder: string): Promise<string> {
  const download = async (): Promise<string> => {
    const depends = await output('apt-cache', ['depends', 'linux-image-amd64'])
    const name = /Depends: (linux-image-[a-z0-9.-]+-amd64)/.exec(depends)?.[1]
    if (name === undefined) throw new Error('apt knows no linux-image-amd64')
    await output('apt-get', ['download', '-q', name], folder)
    return name
  }
  try {
    return await download()
  } catch {
    try {
      await output('apt-get', ['update', '-q'])
      return await download()
    } catch (error) {
      throw new Error('the tests on a real kernel need Debian and its package mirror (apt-get download)', {
        cause: error,
      })
    }
  }
}

async function packInitial(unpacked: string, version: string, archive: string): Promise<void> {
  await output('depmod', ['-b', unpacked, version])
  const modules = join(unpacked, 'lib/modules', version)
  const tree = join(unpacked, 'initial')
  await mkdir(join(tree, 'modules'), { recursive: true })
  const busybox = (await output('which', ['busybox'])).trim()
  await cp(busybox, join(tree, 'busybox'), { dereference: true })
  const files = loadOrder(await readFile(join(modules, 'modules.dep'), 'utf8'))
  const names: string[] = []
  for (const [index, file] of files.entries()) {
    names.push(`${index}.ko`)
    await cp(join(modules, file), join(tree, 'modules', `${index}.ko`))
  }
  await writeFile(join(tree, 'init'), firstProgram(names), { mode: 0o755 })
  await writeArchive(tree, archive)
}

/** `dependencies`: each module's file with the files it needs, the nearest first. */
function loadOrder(dependencies: string): string[] {
  const order = new Set<string>()
  for (const wanted of wantedModules) {
    const line = dependencies
      .split('\n')
      .find((text) => text.split(':')[0]?.replaceAll('-', '_').endsWith(`/${wanted}.ko`))
    if (line === undefined) throw new Error(`this kernel has no module ${wanted}`)
    const [file = '', needs = ''] = line.split(':')
    for (const name of [...needs.trim().split(' ').reverse(), file]) if (name !== '') order.add(name)
  }
  return [...order]
}

/** Shows the whole file system of this computer, read-only below a memory layer, and hands over to /start. */
function firstProgram(modules: readonly string[]): string {
  const steps = [
    'mkdir -p /proc /sys /dev /host /memory /root',
    'mount -t proc proc /proc',
    'mount -t sysfs sysfs /sys',
    'mount -t devtmpfs devtmpfs /dev',
    ...modules.map((name) => `insmod /modules/${name}`),
    'mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /host',
    'mount -t tmpfs tmpfs /memory',
    'mkdir /memory/over /memory/work',
    'mount -t overlay -o lowerdir=/host,upperdir=/memory/over,workdir=/memory/work overlay /root',
    'cp /start /root/start',
    'for folder in proc sys dev; do mkdir -p /root/$folder; mount --move /$folder /root/$folder; done',
    'mkdir -p /root/dev/pts',
    'mount -t devpts devpts /root/dev/pts',
    'exec switch_root /root /bin/sh /start',
  ]
  return `#!/busybox sh\n/busybox mkdir /bin\n/busybox --install -s /bin\nexport PATH=/bin\n${steps.join('\n')}\n`
}

/** Packs everything below `tree`, as the kernel unpacks it at its start. */
export async function writeArchive(tree: string, archive: string): Promise<void> {
  await output('sh', ['-c', 'find . | cpio --quiet -o -H newc > "$0"', archive], tree)
}

/** What a program prints; rejects with what it complains unless it ends with 0. */
async function output(tool: string, args: readonly string[], folder?: string): Promise<string> {
  const child = spawn(tool, args, { env: toolEnv, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  let complaint = ''
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    complaint += bytes.toString()
  })
  const [status] = await once(child, 'close').catch((error: unknown) => {
    throw missingTool(tool, error)
  })
  if (status !== 0) throw new Error(`${tool} ended with ${status}: ${complaint}`)
  return text
}
