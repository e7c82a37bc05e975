// A board behind a command line, like U-Boot with `loady`: the image goes into RAM, then into the storage.
import { readFileSync } from 'node:fs'
import { SimulatedBoard } from '../../../main/practice/board.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { imageOf } from '../../image-of.ts'
import type { BedUnit, ProtocolBed } from '../protocol-bed.ts'
import { bedDevice } from './chip-bed.ts'

const demo = (version: string, sizeBytes: number) =>
  buildDemoImage({ productId: 'ymodem', version }, sizeBytes)
const firmware = demo('2.0.1', 20_001)
const storageBlocks = 128
const profile = JSON.parse(
  readFileSync(new URL('../../../resources/profiles/practice.json', import.meta.url), 'utf8'),
)
const [stop, ...enter] = profile.options.console.enter
const options = {
  ...profile.options,
  receiverWaitMs: 1500,
  ackTimeoutMs: 300,
  console: {
    ...profile.options.console,
    enter: [{ ...stop, repeatEveryMs: 300, timeoutMs: 1500 }, ...enter],
  },
}

function unit(): BedUnit {
  const board = new SimulatedBoard({
    device: bedDevice,
    image: demo('1.0.0', 30_001),
    storageBlocks,
    // Slow enough for progress to be told.
    bytesPerSecond: 100_000,
    storageBytesPerSecond: null,
    autobootMs: 20,
    bootMs: 1,
    receiver: { pollMs: 100, attempts: 20 },
  })
  return {
    unit: board,
    set({ silent, lieAt, refuseFrom, cutAfterStoredBytes }) {
      if (silent !== undefined) board.faults.silent = silent
      // Its own switches know no place.
      if (lieAt !== undefined) board.faults.lies = lieAt !== null
      if (refuseFrom !== undefined) board.faults.storageFails = refuseFrom !== null
      if (cutAfterStoredBytes !== undefined) board.faults.cutAfterStoredBytes = cutAfterStoredBytes
    },
  }
}

export const ymodemBed: ProtocolBed = {
  protocolId: 'ymodem',
  baudRate: 115_200,
  options,
  create: unit,
  image: imageOf(firmware),
  version: '2.0.1',
  expected: [{ offset: 0, bytes: firmware }],
  family: 'console',
  refused: [
    {
      name: 'an image larger than the storage',
      image: imageOf(demo('2.0.1', storageBlocks * 512 + 1)),
      code: 'IMAGE_TOO_LARGE',
    },
    { name: 'an empty image', image: imageOf(new Uint8Array(0)), code: 'IMAGE_SIZE' },
  ],
  lie: { offset: 10_000, address: null },
  silentCodes: ['CONSOLE_NO_PROMPT'],
  refusedWriteCodes: ['STORAGE_WRITE'],
  firstTalk: 'connect',
  keepsOldFirmware: false,
  lacks: {
    hang: 'the storage of a board is behind its command line: what hangs is the console, tried as silence',
    noiseInAnswers: 'its answers are lines of text: tried in test/protocols/console',
    bitFlips: 'its receiver has its own switch: tried in test/practice and test/protocols/ymodem',
  },
}
