// `flashline image`: what is in a firmware file; with --join, several files made one.
import { open, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Command } from 'commander'
import { FlashlineError } from '../../../../preload/contract/index.ts'
import type { ImagePart, JoinedImage } from '../../../firmware/formats/join-images.ts'
import type { CliIo } from '../cli-io.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'

interface ImageArguments {
  readonly join?: readonly string[]
  readonly output?: string
  readonly family?: string
  readonly json?: true
}

export function addImage(program: Command, io: CliIo, _parts: CliParts, finish: Finish): void {
  const command = program
    .command('image [file]')
    .description('Show what is in a firmware file: format, digests, version, chip, regions, memory map.')
    .option(
      '--join <part...>',
      'make one file of several: <file>@<address>, or <file> where it says its address',
    )
    .option('--output <file>', 'where the joined file goes; .hex or .uf2 says which format')
    .option('--family <chip>', 'the chip of a .uf2 file, or its family id, when no part names it')
    .option('--json', 'print one JSON document: {file, format, sizeBytes, md5, sha256, version, chip, ...}')
    .action(async (file: string | undefined, given: ImageArguments) => {
      // Formats are loaded when a file is to be read: `--help` needs none of them.
      const { imageLines, reportImage } = await import('../image-report.ts')
      const image = await imageOf(file, given)
      // A joined file is written when it could be read back.
      const report = reportImage(image.name, image.bytes)
      if (given.output !== undefined) await writeOutput(given.output, image.bytes)
      io.out(given.json ? jsonLine(report) : imageLines(report, cliLanguage(io.env)))
      finish(0)
    })

  async function imageOf(file: string | undefined, { join, output, family }: ImageArguments) {
    if (join === undefined) {
      if (output !== undefined || family !== undefined)
        command.error('error: --output and --family belong to --join')
      if (file === undefined) return command.error('error: a file is needed, or --join')
      return { name: file, bytes: await readImage(file) }
    }
    if (file !== undefined) command.error('error: give a file or --join, not both')
    if (output === undefined) return command.error('error: --join needs --output')
    return { name: output, bytes: await joined(join, output, family) }
  }

  async function joined(join: readonly string[], output: string, family: string | undefined) {
    const { joinImages } = await import('../../../firmware/formats/join-images.ts')
    const extension = extname(output).toLowerCase()
    if (extension !== '.hex' && extension !== '.uf2')
      return command.error('error: --output has to end with .hex or .uf2')
    const parts: ImagePart[] = []
    for (const part of join) {
      const { path, address } = partOf(part)
      parts.push({ bytes: await readImage(path), address })
    }
    const image = joinImages(parts)
    if (extension === '.uf2') {
      const { encodeUf2 } = await import('../../../firmware/formats/uf2.ts')
      return encodeUf2(image.regions, await familyOf(family, image))
    }
    const { encodeIntelHex } = await import('../../../firmware/formats/intel-hex.ts')
    return encodeIntelHex(image.regions)
  }

  async function familyOf(family: string | undefined, { chip }: JoinedImage): Promise<number> {
    const { uf2FamilyOf } = await import('../../../firmware/formats/uf2-families.ts')
    const name = family ?? chip
    if (name === null) return command.error('error: no part names its chip: --family is needed')
    const id = /^0x[0-9a-f]{1,8}$/i.test(name) ? Number(name) : uf2FamilyOf(name.toLowerCase())
    return (
      id ??
      command.error(`error: no UF2 family id is known for ${name}: --family takes one, such as 0xe48bff56`)
    )
  }
}

/** `boot.bin@0x1000`. What does not end like that is a file with its own addresses. */
function partOf(part: string): { path: string; address: number | null } {
  const [, path, address] = /^(.+)@(0x[0-9a-f]{1,8}|\d{1,10})$/is.exec(part) ?? []
  return path === undefined || address === undefined
    ? { path: part, address: null }
    : { path, address: Number(address) }
}

/** INPUT_INVALID */
async function writeOutput(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes).catch((cause: unknown) => {
    throw new FlashlineError('INPUT_INVALID', { field: '--output' }, { cause })
  })
}

/** IMAGE_UNREADABLE, IMAGE_OVER_CAP */
async function readImage(path: string): Promise<Uint8Array> {
  const { maxImageBytes } = await import('../../../firmware/formats/index.ts')
  try {
    await using file = await open(path)
    const facts = await file.stat()
    if (!facts.isFile()) throw new FlashlineError('IMAGE_UNREADABLE', { path, reason: 'no file' })
    if (facts.size > maxImageBytes)
      throw new FlashlineError('IMAGE_OVER_CAP', { sizeBytes: facts.size, capBytes: maxImageBytes })
    return await file.readFile()
  } catch (cause) {
    if (cause instanceof FlashlineError) throw cause
    throw new FlashlineError('IMAGE_UNREADABLE', { path }, { cause })
  }
}
