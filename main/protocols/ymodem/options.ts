// What a profile says about a YMODEM receiver: the transfer, and the command line around it where there is one. Both
// parts are XMODEM's too. Not here: playing the scripts (board.ts).
import { z } from 'zod'
import { type ConsoleScript, capturesOfScript, consoleScriptSchema } from '../console/script.ts'
import { missingName } from '../console/template.ts'
import { largeBlock, maxNameBytes, smallBlock } from './codec.ts'
import { scriptValues } from './script-values.ts'

/** Goes into commands: printable, one line. */
const valueSchema = z
  .string()
  .max(200)
  .regex(/^[\x20-\x7e]*$/)

/** The command line before a transfer, whichever it is. */
export const beforeTransfer = {
  /**
   * Names for `{name}` in the scripts, such as `ram` and `verifyRam`. Added for each image: `fileName`, `size`,
   * `sizeHex`, `blocks`, `blocksHex`, `padBytes`, `padBytesHex`, and `padAddressHex` (= ram + size) when `ram` is a
   * hexadecimal address. Hexadecimal is written without 0x.
   */
  values: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/), valueSchema).default({}),
  /** Bytes of a block of the storage, unless `capacity` captures them. */
  blockBytes: z.number().int().min(1).max(1_048_576).default(512),
  /** Stops the boot and finds the prompt. The wait of its last step is also used to find it again after a cancel. */
  enter: consoleScriptSchema,
  /** Captures `blocks` (and `blockBytes`), or `bytes`: decimal. */
  capacity: consoleScriptSchema.nullable().default(null),
}

/** And after it. */
export const afterTransfer = {
  /** Fills the rest of the last block in RAM; played only when `padBytes` is not 0. */
  pad: consoleScriptSchema.nullable().default(null),
  /** Writes RAM to storage: behind the point of no return. A refusal is STORAGE_WRITE. */
  store: consoleScriptSchema.nullable().default(null),
  /** Reads the storage back and captures `crc32` or `md5` of the first `size` bytes: hexadecimal. */
  digest: consoleScriptSchema.nullable().default(null),
  /** Starts the firmware. */
  reset: consoleScriptSchema.nullable().default(null),
}
const boardObject = z.strictObject({ ...beforeTransfer, ...afterTransfer })
export type BoardOptions = z.infer<typeof boardObject>

const receiverObject = z.strictObject({
  ...beforeTransfer,
  /** Starts the receiver; ends with the line before its first `C`. */
  receive: consoleScriptSchema,
  /** Captures `received`: decimal bytes, must be the image's size. */
  received: consoleScriptSchema.nullable().default(null),
  ...afterTransfer,
})
export type ReceiverConsole = z.infer<typeof receiverObject>

/** Scripts that know the image; the others know only the profile's own values. */
const imageScripts = ['receive', 'received', 'fetch', 'pad', 'store', 'digest'] as const
const deviceScripts = ['enter', 'capacity', 'reset'] as const
/** What somebody reads of a script: one of these it has to capture. */
const captures = {
  capacity: ['blocks', 'bytes'],
  received: ['received'],
  fetch: ['received'],
  digest: ['crc32', 'md5'],
} as const

type Scripts = BoardOptions & { readonly [name in 'receive' | 'received' | 'fetch']?: ConsoleScript | null }

/** Commands name only what has a value, `added` by the transfer or known by everyone, and dialogues say what is read of them. */
export function checkScripts(
  board: Scripts,
  context: Pick<z.RefinementCtx, 'addIssue'>,
  added: readonly string[] = [],
): void {
  const own = new Set(Object.keys(board.values))
  const ofImage = new Set([
    ...Object.keys(scriptValues(board, { sizeBytes: 1 }, '', board.blockBytes)),
    ...added,
  ])
  for (const name of [...deviceScripts, ...imageScripts]) {
    const known = deviceScripts.some((one) => one === name) ? own : ofImage
    board[name]?.forEach(({ send = '' }, index) => {
      const found = missingName(send, known)
      const params = { problem: 'noValue', found }
      if (found !== null) context.addIssue({ code: 'custom', path: [name, index, 'send'], params })
    })
  }
  for (const name of ['capacity', 'received', 'fetch', 'digest'] as const) {
    const script = board[name] ?? null
    const expected = captures[name]
    if (script === null || capturesOfScript(script).some((one) => expected.some((due) => due === one)))
      continue
    const params = { problem: 'noCapture', expected: expected.join(' ') }
    context.addIssue({ code: 'custom', path: [name], params })
  }
}

export const receiverConsoleSchema = receiverObject
  .superRefine((board, context) => checkScripts(board, context))
  .meta({ id: 'receiverConsole' })

/** What every receiver of one file has. */
export const transferOptions = {
  /** Until the receiver first asks for the file. */
  receiverWaitMs: z.number().int().min(100).max(600_000).default(60_000),
  /** Until a block that was not answered is sent again. */
  ackTimeoutMs: z.number().int().min(20).max(120_000).default(5000),
  /** How often one block is sent again. */
  maxRetries: z.number().int().min(0).max(100).default(10),
  /** What the device can take, where its command line is not asked (`console.capacity`). Null: not known. */
  capacityBytes: z.number().int().min(1).max(2_147_483_647).nullable().default(null),
  /** The command line the receiver stands behind; without it the device is a plain receiver that waits by itself. */
  console: receiverConsoleSchema.optional(),
}

export const ymodemOptionsSchema = z.strictObject({
  blockSize: z.literal([smallBlock, largeBlock]).default(largeBlock),
  /** Name in block 0; the image's own, made plain, when not given. */
  fileName: z
    .string()
    .max(maxNameBytes)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
  ...transferOptions,
})
export type YmodemOptions = z.infer<typeof ymodemOptionsSchema>
