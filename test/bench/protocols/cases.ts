// The protocols of the benchmark and their peers: how each writes an image to the chip behind a pseudo terminal, and what
// a stop-and-wait sender could reach at best.
import { writeFile } from 'node:fs/promises'
import { buildAvrDemo } from '../../../main/practice/avr/index.ts'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'
import type { WriteEvent } from '../../../main/protocols/protocol.ts'
import { findProtocol } from '../../../main/protocols/registry.ts'
import { type Body, commands, dataRoom, encodeRequest } from '../../../main/protocols/smp/codec.ts'
import { encodeConsole, packetOverhead } from '../../../main/protocols/smp/console-frames.ts'
import { openSerial } from '../../../main/transports/serial.ts'
import { imageOf } from '../../image-of.ts'
import { md5, startEsptool } from '../../targets/esptool-session.ts'
import { runTool } from '../../targets/host-tool.ts'
import { type ChipOrder, smpBufferBytes } from '../chips/bench-chips.ts'

/** Writes `bytes` to the device at the terminal; ends when its last byte was taken. */
export type Write = (terminal: string, file: string, bytes: Uint8Array, baudRate: number) => Promise<void>

export interface Case {
  readonly kind: ChipOrder['kind']
  readonly name: string
  readonly image: (sizeBytes: number) => Uint8Array
  readonly maxBytes: number
  /** Of a full block: image bytes, bytes on the line both ways, bits of each, round trips. */
  readonly block: {
    readonly payload: number
    readonly wire: number
    readonly bits: number
    readonly trips: number
  }
  readonly ours: Write
  readonly peer: { readonly name: string; readonly write: Write } | null
}

const signal = new AbortController().signal

function ours(protocolId: string, options: (baudRate: number) => Record<string, unknown>): Write {
  return async (terminal, _file, bytes, baudRate) => {
    const protocol = findProtocol(protocolId)
    // An ESP starts at the rate of its ROM.
    const openRate = protocolId === 'esp' ? 115_200 : baudRate
    const link = await openSerial(terminal, { baudRate: openRate, signal })
    try {
      const parsed = protocol.options.parse(options(baudRate))
      const target = await protocol.connect(link, parsed, { signal, log: () => {}, baudRate: openRate })
      let last: WriteEvent | null = null
      for await (const event of target.write(target.plan(imageOf(bytes)), signal)) last = event
      if (last?.kind === 'retry') throw new Error('ended with a repetition')
    } finally {
      await link.close()
    }
  }
}

/** An ESP that may already have the image. */
export const writeAgain = (terminal: string, bytes: Uint8Array, baudRate: number): Promise<void> =>
  ours('esp', (flashBaudRate) => ({ reset: 'none', raiseRate: 'always', flashBaudRate }))(
    terminal,
    '',
    bytes,
    baudRate,
  )

/** Rates that a serial tool takes; a line without one does not care. */
const standardRate = (baudRate: number) => String(baudRate)

export const cases: readonly Case[] = [
  {
    kind: 'stm32',
    name: 'AN3155',
    image: (sizeBytes) => buildStm32Demo('2.0.1', sizeBytes),
    maxBytes: 480 * 1024,
    // command 2 + 1, address 5 + 1, length, data and checksum 258 + 1
    block: { payload: 256, wire: 268, bits: 11, trips: 3 },
    ours: ours('stm32', () => ({ checksum: false, eraseTimeoutMs: 60_000 })),
    peer: {
      name: 'stm32flash',
      write: async (terminal, file, bytes, baudRate) => {
        await writeFile(file, bytes)
        await runTool('stm32flash', ['-m', '8n1', '-b', standardRate(baudRate), '-w', file, terminal])
      },
    },
  },
  {
    kind: 'avr',
    name: 'STK500v1',
    image: (sizeBytes) => buildAvrDemo('2.0.1', sizeBytes),
    maxBytes: 31 * 1024,
    // load address 4 + 2, program page 4 + 128 + 1 + 2
    block: { payload: 128, wire: 141, bits: 10, trips: 2 },
    ours: ours('avr', () => ({ reset: 'hand', part: 'atmega328p' })),
    peer: {
      name: 'avrdude',
      write: async (terminal, file, bytes, baudRate) => {
        await writeFile(file, bytes)
        const where = ['-p', 'm328p', '-c', 'arduino', '-P', terminal, '-b', standardRate(baudRate)]
        await runTool('avrdude', [...where, '-D', '-V', '-q', '-q', '-U', `flash:w:${file}:r`])
      },
    },
  },
  {
    kind: 'smp',
    name: 'SMP',
    image: (sizeBytes) => buildMcubootImage({ version: '2.0.1', sizeBytes }),
    maxBytes: 400 * 1024,
    block: smpBlock(),
    ours: ours('smp', () => ({ maxBufferBytes: smpBufferBytes })),
    peer: null,
  },
  {
    kind: 'esp32',
    name: 'ESP',
    image: (sizeBytes) => buildEspApp({ model: 'esp32', version: '2.0.1', sizeBytes, content: 'random' }),
    maxBytes: 2 * 1024 * 1024,
    // request 8 + 16, SLIP ends 2 and about two escapes in 256, answer 8 + 2 + 2
    block: { payload: 16_384, wire: 16_384 + 128 + 38, bits: 10, trips: 1 },
    ours: ours('esp', (flashBaudRate) => ({
      reset: 'none',
      raiseRate: 'always',
      flashBaudRate,
      skipEqual: false,
    })),
    peer: { name: 'esptool-js', write: esptoolJs },
  },
]

/** A request that fills the buffer, and the answer to it, as they are on the line. */
function smpBlock(): Case['block'] {
  const request = (body: Body) => encodeRequest(1, commands.upload, 1, body)
  const room = smpBufferBytes - packetOverhead
  const payload = dataRoom(room, { off: 200_000 })
  const sent = encodeConsole(request({ off: 200_000, data: new Uint8Array(payload) })).length
  return { payload, wire: sent + encodeConsole(request({ off: 200_000 })).length, bits: 10, trips: 1 }
}

async function esptoolJs(
  terminal: string,
  _file: string,
  bytes: Uint8Array,
  baudRate: number,
): Promise<void> {
  await using session = startEsptool((rate) => openSerial(terminal, { baudRate: rate, signal }), {
    baudrate: baudRate,
    romBaudrate: 115_200,
  })
  const { loader } = session
  await loader.main('no_reset')
  await loader.writeFlash({
    fileArray: [{ data: bytes, address: 0x1_0000 }],
    flashMode: 'keep',
    flashFreq: 'keep',
    flashSize: 'keep',
    eraseAll: false,
    compress: true,
    calculateMD5Hash: md5,
  })
}
