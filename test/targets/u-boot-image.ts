// A disk that U-Boot boots: one FAT partition with a boot script that prints the application's version. The image of
// such a disk is the "firmware" of the U-Boot target: it is written whole, and what boots then says its version.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runTool } from './host-tool.ts'

const diskKiB = 320
const partitionKiB = 256
const partitionStart = 64

/** Builds the image in `dir` (320 KiB, about 4 s over YMODEM) and returns its bytes; its file is `app-<version>.img`. */
export async function buildUBootImage(dir: string, version: string): Promise<Uint8Array> {
  const path = (name: string) => join(dir, `${name}-${version}`)
  const script = path('boot.cmd')
  const boot = path('boot.scr')
  const partition = path('fat')
  const image = join(dir, `app-${version}.img`)

  await writeFile(script, `echo APP version ${version} running\n`)
  await runTool('mkimage', ['-A', 'arm', '-T', 'script', '-C', 'none', '-n', 'app', '-d', script, boot])
  await writeFile(partition, Buffer.alloc(partitionKiB * 1024))
  await runTool('mkfs.fat', ['-F', '12', partition])
  await runTool('mcopy', ['-i', partition, boot, '::boot.scr'])
  await writeFile(image, Buffer.alloc(diskKiB * 1024))
  await runTool('sfdisk', ['-q', image], `start=${partitionStart},type=1,bootable\n`)
  await runTool('dd', [`if=${partition}`, `of=${image}`, 'bs=512', `seek=${partitionStart}`, 'conv=notrunc'])
  await Promise.all([script, boot, partition].map((file) => rm(file)))
  return readFile(image)
}
