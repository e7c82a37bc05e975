// What the texts of the serial port library mean. It gives errors no codes, so its words have to be read, and only
// here. Source: serialport_unix.cpp (the words are strerror's) and serialport_win.cpp of @serialport/bindings-cpp 13.
import { FlashlineError, joinGroupCommand } from '../../preload/contract/index.ts'

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** LINK_NOT_FOUND, LINK_BUSY, LINK_DENIED {command}; LINK_ADDRESS for what is no serial port; PROFILE_INVALID for a wrong rate. */
export function openError(
  error: unknown,
  facts: { readonly address: string; readonly baudRate: number; readonly group?: string | undefined },
  platform: NodeJS.Platform = process.platform,
): FlashlineError {
  const { address, baudRate } = facts
  const text = textOf(error)
  const options = { cause: error }
  if (/Inappropriate ioctl|Not a directory|Is a directory/i.test(text)) {
    return new FlashlineError('LINK_ADDRESS', { address, reason: 'notSerialPort' }, options)
  }
  if (/temporarily unavailable|Cannot lock|resource busy/i.test(text)) {
    return new FlashlineError('LINK_BUSY', { address }, options)
  }
  // Windows says "denied" when another program holds the port; a port has no owner there.
  if (/Access denied/i.test(text)) {
    return new FlashlineError(platform === 'win32' ? 'LINK_BUSY' : 'LINK_DENIED', { address }, options)
  }
  if (/Permission denied|Operation not permitted|Read-only file system/i.test(text)) {
    return new FlashlineError(
      'LINK_DENIED',
      { address, command: joinGroupCommand(platform, facts.group) },
      options,
    )
  }
  if (/baud rate|baudRate|IOSSIOSPEED|SetCommState/i.test(text)) return rateError(error, facts)
  return new FlashlineError('LINK_NOT_FOUND', { address, baudRate, reason: text.slice(0, 200) }, options)
}

/** The adapter cannot do the rate that the profile asks for. */
export function rateError(
  error: unknown,
  facts: { readonly address: string; readonly baudRate: number },
): FlashlineError {
  return new FlashlineError('PROFILE_INVALID', { field: 'baudRate', ...facts }, { cause: error })
}

/** A pseudo terminal, and some adapters, have no modem lines. */
export function meansNoSignals(error: unknown): boolean {
  return /Inappropriate ioctl|Invalid argument|Operation not supported|Not supported/i.test(textOf(error))
}

/** The device behind an open port is not there any more. */
export function meansGone(error: unknown): boolean {
  return /Input\/output error|Port is not open|Bad file descriptor|No such device/i.test(textOf(error))
}
