// The two images of a task: each lies at an address with digest and size, or is a file here.
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { FlashlineError, type TaskDraft } from '../../../../../preload/contract/index.ts'
import { wholeNumber } from '../../whole-number.ts'

/** What a local cloud takes at most. */
const mostImageBytes = 512 * 1024 * 1024

export interface FromImageArguments {
  readonly fromImage?: string
  readonly fromUrl?: string
  readonly fromMd5?: string
  readonly fromSize?: number
}

export interface ToImageArguments {
  readonly image?: string
  readonly toUrl?: string
  readonly toMd5?: string
  readonly toSize?: number
}

/** Where it lies, or what it is. */
export type GivenImage = TaskDraft['image'] | { readonly name: string; readonly bytes: Uint8Array }

const sizeBytes = (text: string) => wholeNumber(text, 0, Number.MAX_SAFE_INTEGER)

export function addImageOptions(command: Command): Command {
  return command
    .option('--from-image <file>', 'the image that they have; the service keeps a copy, where it can')
    .option('--from-url <url>', 'or: where it lies')
    .option('--from-md5 <hex>', 'its MD5')
    .option('--from-size <bytes>', 'its size', sizeBytes)
    .option('--image <file>', 'the image that they are to get; the service keeps a copy, where it can')
    .option('--to-url <url>', 'or: where it lies')
    .option('--to-md5 <hex>', 'its MD5')
    .option('--to-size <bytes>', 'its size', sizeBytes)
}

/** Ends with the usage status when neither or both were given. IMAGE_UNREADABLE, IMAGE_OVER_CAP */
export async function givenImage(
  given: FromImageArguments & ToImageArguments,
  which: 'from' | 'to',
  command: Command,
): Promise<GivenImage> {
  const isTo = which === 'to'
  const file = isTo ? given.image : given.fromImage
  const url = isTo ? given.toUrl : given.fromUrl
  const md5 = isTo ? given.toMd5 : given.fromMd5
  const size = isTo ? given.toSize : given.fromSize
  if (file !== undefined) {
    if (url !== undefined || md5 !== undefined || size !== undefined) {
      command.error(`error: give --${isTo ? 'image' : 'from-image'} or --${which}-url, not both`)
    }
    return { name: basename(file), bytes: await readImage(file) }
  }
  if (url === undefined || md5 === undefined || size === undefined) {
    return command.error(
      `error: --${isTo ? 'image' : 'from-image'} is needed, or --${which}-url, --${which}-md5 and --${which}-size`,
    )
  }
  return { url, md5: md5.toLowerCase(), sizeBytes: size }
}

async function readImage(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > mostImageBytes)
      throw new FlashlineError('IMAGE_OVER_CAP', { sizeBytes: size, capBytes: mostImageBytes })
    return await readFile(file)
  } catch (cause) {
    if (cause instanceof FlashlineError) throw cause
    throw new FlashlineError('IMAGE_UNREADABLE', { path: file }, { cause })
  }
}
