// The commands of a simulated board, with the words of U-Boot 2023.01 where it has them. Addresses and counts are
// hexadecimal. A command of the real boot loader that no profile needs is not here.
import { setTimeout as pause } from 'node:timers/promises'
import { type BoardMachine, blockBytes } from './board-machine.ts'
import { type ReceiveResult, type ReceiverPort, receiveYmodem } from './ymodem-receiver.ts'

export interface BoardCommand {
  /** U-Boot does it again when the next line is empty. */
  readonly isRepeatable: boolean
  readonly run: (machine: BoardMachine, words: readonly string[], signal: AbortSignal) => Promise<void> | void
}

export const boardCommands: Readonly<Record<string, BoardCommand>> = {
  virtio: { isRepeatable: true, run: virtio },
  crc32: { isRepeatable: true, run: printCrc32 },
  'mw.b': { isRepeatable: true, run: fillMemory },
  loady: { isRepeatable: false, run: loady },
}

/** How much is stored between two looks at the clock. */
const storePieceBlocks = 16

async function virtio(machine: BoardMachine, words: readonly string[], signal: AbortSignal): Promise<void> {
  const [, action, ...rest] = words
  if (action === 'scan') return
  if (action === 'info') {
    machine.print(storageInfo(machine.storage.length / blockBytes))
    return
  }
  const [address, block, count] = rest.map(hexOf)
  if (
    (action !== 'read' && action !== 'write') ||
    address === undefined ||
    block === undefined ||
    count === undefined
  ) {
    usage(machine, 'virtio - virtio block devices sub-system')
    return
  }
  machine.print(`\r\nvirtio ${action}: device 0 block # ${block}, count ${count} ... `)
  const isPossible =
    count > 0 &&
    (block + count) * blockBytes <= machine.storage.length &&
    machine.memory.holds(address, count * blockBytes) &&
    !(action === 'write' && machine.faults.storageFails)
  if (isPossible && action === 'read') {
    const from = block * blockBytes
    machine.memory.write(address, machine.storage.subarray(from, from + count * blockBytes))
  } else if (isPossible) {
    await store(machine, address, block, count, signal)
  }
  const done = action === 'read' ? 'read' : 'written'
  machine.print(isPossible ? `${count} blocks ${done}: OK\r\n` : `-5 blocks ${done}: ERROR\r\n`)
}

/** In pieces, at the pace of the storage: a cable that is pulled leaves it half written. */
async function store(
  machine: BoardMachine,
  address: number,
  block: number,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const { memory, storage, faults, storageBytesPerSecond } = machine
  for (let done = 0; done < count; done += storePieceBlocks) {
    const pieceBytes = Math.min(storePieceBlocks, count - done) * blockBytes
    const offset = done * blockBytes
    storage.set(memory.read(address + offset, pieceBytes), block * blockBytes + offset)
    if (faults.cutAfterStoredBytes !== null && offset + pieceBytes >= faults.cutAfterStoredBytes)
      machine.cut()
    if (storageBytesPerSecond !== null)
      await pause((pieceBytes * 1000) / storageBytesPerSecond, undefined, { signal })
    signal.throwIfAborted()
  }
  if (faults.lies) {
    const at = (block + (count >> 1)) * blockBytes
    storage.writeUInt8((storage[at] ?? 0) ^ 0x10, at)
  }
}

function storageInfo(blocks: number): string {
  const tenths = (unitBytes: number) => (Math.floor((blocks * blockBytes * 10) / unitBytes) / 10).toFixed(1)
  return [
    'Device 0: Simulated Block Device',
    '            Type: Hard Disk',
    `            Capacity: ${tenths(1024 ** 2)} MB = ${tenths(1024 ** 3)} GB (${blocks} x ${blockBytes})`,
    '',
  ].join('\r\n')
}

function printCrc32(machine: BoardMachine, words: readonly string[]): void {
  const [address, sizeBytes] = words.slice(1).map(hexOf)
  if (address === undefined || sizeBytes === undefined || !machine.memory.holds(address, sizeBytes)) {
    usage(machine, 'crc32 - checksum calculation')
    return
  }
  const crc = machine.memory.crc32(address, sizeBytes)
  const last = address + sizeBytes - 1
  machine.print(`crc32 for ${hex8(address)} ... ${hex8(last)} ==> ${hex8(crc)}\r\n`)
}

function fillMemory(machine: BoardMachine, words: readonly string[]): void {
  const [address, byte, count = 1] = words.slice(1).map(hexOf)
  if (address === undefined || byte === undefined || !machine.memory.holds(address, count)) {
    usage(machine, 'mw - memory write (fill)')
    return
  }
  machine.memory.fill(address, byte & 0xff, count)
}

async function loady(machine: BoardMachine, words: readonly string[], signal: AbortSignal): Promise<void> {
  const { uart, memory, receiver, faults } = machine
  const address = hexOf(words[1] ?? '') ?? memory.start
  machine.print(`## Ready for binary (ymodem) download to 0x${hex8(address)} at 115200 bps...\r\n`)
  const port: ReceiverPort = {
    read: (count, timeoutMs) => uart.read(count, timeoutMs, signal),
    send: (bytes) => (faults.silent || faults.deafReceiver ? undefined : uart.send(bytes)),
    discard: () => uart.discard(),
  }
  const sink = {
    begin: (_name: string, sizeBytes: number | null) => memory.holds(address, sizeBytes ?? 0),
    data: (offset: number, bytes: Uint8Array) => {
      if (!memory.holds(address + offset, bytes.length)) return false
      memory.write(address + offset, bytes)
      if (faults.cutAfterReceivedBytes !== null && offset + bytes.length >= faults.cutAfterReceivedBytes)
        machine.cut()
      return true
    },
  }
  const judge = (count: number) => {
    const { bitFlip, cancelAfterBlocks } = faults
    if (cancelAfterBlocks !== null && count > cancelAfterBlocks) return 'cancel'
    return bitFlip && count >= bitFlip.at && count < bitFlip.at + bitFlip.times ? 'corrupt' : 'take'
  }
  const result = await receiveYmodem(port, sink, { ...receiver, judge })
  signal.throwIfAborted()
  machine.print(loadyEnd(result, address))
}

function loadyEnd(result: ReceiveResult, address: number): string {
  if (result.kind === 'cancelled') return '\r\nCancelled\r\n## Binary (ymodem) download aborted\r\n'
  if (result.kind === 'timedOut') return '\r\nTimed out\r\n## Binary (ymodem) download aborted\r\n'
  const { sizeBytes } = result
  return `## Total Size      = 0x${hex8(sizeBytes)} = ${sizeBytes} Bytes\r\n## Start Addr      = 0x${hex8(address)}\r\n`
}

function usage(machine: BoardMachine, title: string): void {
  machine.print(`${title}\r\n\r\nUsage:\r\nsee the boot loader's manual\r\n`)
}

function hexOf(text: string): number | undefined {
  return /^(0x)?[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0')
}
