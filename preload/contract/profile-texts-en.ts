// The words of a profile's fields in English. `profile.x` is a field of every profile, `protocol.x` an option of one
// protocol, `consoleStep.x` and `receiverConsole.x` a field inside a dialogue or a command line; a bare `x` is an option that
// means the same in several protocols. Data only; which field has which key: profile-texts.ts.

export interface FieldText {
  readonly title: string
  /** One or two sentences: what it does, and what leaving it empty means. */
  readonly help: string
}

export const profileTextsEn = {
  'profile.profileId': {
    title: 'Id',
    help: 'Lower-case letters, digits and dashes. Settings and records name the profile by it.',
  },
  'profile.name': { title: 'Name', help: 'As people at the bench know the board.' },
  'profile.description': {
    title: 'Description',
    help: 'What the board needs: cables, buttons, what it is fitted with.',
  },
  'profile.protocol': { title: 'Protocol', help: 'How its boot loader is spoken to.' },
  'profile.baudRate': { title: 'Baud rate', help: 'Bits per second of the serial port when it is opened.' },
  'profile.model': { title: 'Model', help: 'Firmware model that the result report names.' },
  'profile.options': { title: 'Options', help: 'What the protocol needs to know about this board.' },
  'profile.identify': {
    title: 'Identify dialogue',
    help: 'Asks the firmware who it is before the boot loader is entered. Named groups of the patterns say it: version, mac, sn, deviceId.',
  },
  'profile.identifyMayFail': {
    title: 'Identify may fail',
    help: 'A blank board says nothing: it is flashed all the same.',
  },
  'profile.imageVersionMustMatch': {
    title: 'Image version must match',
    help: 'Refuses an image whose own version is another than the task’s, where both are known.',
  },
  'profile.confirm': {
    title: 'Confirm dialogue',
    help: 'Waits for what the new firmware prints after the reset. A named group must capture the version.',
  },
  'profile.confirmByProtocol': {
    title: 'Confirm by protocol',
    help: 'After the reset the device itself proves, over the protocol, what it runs.',
  },
  'profile.chips': { title: 'Chips', help: 'Chip families that may be flashed. Empty: any.' },
  'profile.versionFromRoster': {
    title: 'Version from roster',
    help: 'Where the device cannot say its version, what the last job or the roster knew counts.',
  },
  'profile.assumedVersion': {
    title: 'Assumed version',
    help: 'What a device counts as when nothing tells its version, such as 0.0.0 for a blank board. Empty: it is refused.',
  },
  'profile.versionWeights': {
    title: 'Version weights',
    help: 'Turn a dotted version into the integer of the upgrade service: 10000, 100, 1 make 20001 of 2.0.1.',
  },
  'profile.acceptUnproved': {
    title: 'Accept without proof',
    help: "The device cannot prove what it stored; the receiver's word is enough.",
  },
  'profile.idleLines': {
    title: 'Lines at rest',
    help: 'How the modem lines stand while nothing is flashed, where the adapter holds the board in reset otherwise.',
  },
  dtr: { title: 'DTR', help: 'True: on, the pin is low.' },
  rts: { title: 'RTS', help: 'True: on, the pin is low.' },
  'consoleStep.send': {
    title: 'Send',
    help: 'Text to send first. A line end is not added; names in braces are filled in.',
  },
  'consoleStep.expect': {
    title: 'Expect',
    help: 'Regular expression that a whole line must match. Named groups are kept.',
  },
  'consoleStep.prompt': { title: 'Prompt', help: 'The expected text has no line end, as a prompt has none.' },
  'consoleStep.refuse': { title: 'Refusal', help: 'A line that matches this means the device refused.' },
  'consoleStep.refusedCode': { title: 'Refusal means', help: 'The error that a refusal becomes.' },
  'consoleStep.timeoutMs': { title: 'Wait', help: 'How long to wait for the expected line.' },
  'consoleStep.repeatEveryMs': {
    title: 'Send again every',
    help: 'Sends again so often while nothing expected comes. Empty: once.',
  },
  'consoleStep.otherwise': { title: 'If it does not come', help: 'The error that ends the job then.' },
  'receiverConsole.values': { title: 'Values', help: 'Names that commands may use in braces, such as ram.' },
  'receiverConsole.blockBytes': {
    title: 'Block size of the storage',
    help: 'Unless the capacity dialogue captures it.',
  },
  'receiverConsole.enter': {
    title: 'Find the prompt',
    help: 'Stops the boot and finds the prompt; its last step must end there.',
  },
  'receiverConsole.capacity': { title: 'Capacity', help: 'Asks how much fits: captures blocks, or bytes.' },
  'receiverConsole.receive': {
    title: 'Start the receiver',
    help: 'Ends with the line before its first request.',
  },
  'receiverConsole.received': { title: 'Received', help: 'Captures how many bytes it counted, as received.' },
  'receiverConsole.pad': { title: 'Pad', help: 'Fills the rest of the last block in memory.' },
  'receiverConsole.store': {
    title: 'Store',
    help: 'Writes memory to storage. A cut here leaves neither firmware whole.',
  },
  'receiverConsole.digest': { title: 'Digest', help: 'Reads the storage back: captures crc32 or md5.' },
  'receiverConsole.reset': { title: 'Restart', help: 'Starts the firmware.' },
  blockSize: { title: 'Block size', help: 'Bytes per block. 1024 is faster where the receiver knows it.' },
  'xmodem.padding': { title: 'Padding', help: 'Byte that fills the last block, hexadecimal.' },
  'ymodem.fileName': { title: 'File name', help: 'What the receiver is told. Empty: the name of the image.' },
  receiverWaitMs: { title: 'Wait for the receiver', help: 'How long until the receiver asks for the file.' },
  capacityBytes: {
    title: 'Capacity',
    help: 'What the device can take when it cannot be asked. Empty: not known.',
  },
  console: {
    title: 'Command line',
    help: 'Only for a receiver behind a command line. Left out: the device asks for the file by itself.',
  },
  ackTimeoutMs: { title: 'Wait for an answer', help: 'Until a block that was not answered is sent again.' },
  maxRetries: { title: 'Retries', help: 'How often one block is tried again.' },
  'esp.reset': {
    title: 'Entry into the boot loader',
    help: 'auto tries the circuits of usual boards; none asks the person at the bench to hold BOOT.',
  },
  'esp.resetSequence': {
    title: 'Reset sequence',
    help: 'For custom: D is DTR, R is RTS, U both, W waits seconds.',
  },
  'esp.entryWaitMs': { title: 'Time to hold BOOT', help: 'How long the person at the bench has.' },
  'esp.useStub': { title: 'Stub', help: 'never speaks to the ROM only, which is slower.' },
  'esp.raiseRate': {
    title: 'Raise the rate',
    help: 'always also does it on links without modem lines: when a rate fails there, somebody has to reset the board.',
  },
  'esp.flashBaudRate': {
    title: 'Baud rate for the image',
    help: 'At most what the cable is known to carry.',
  },
  'esp.address': {
    title: 'Address',
    help: 'Where an image without an address goes. Empty: where the application starts.',
  },
  'esp.flashMode': { title: 'Flash mode', help: 'Written into the header of a boot loader; keep leaves it.' },
  'esp.flashFrequency': {
    title: 'Flash frequency',
    help: 'Written into the header of a boot loader; keep leaves it.',
  },
  'esp.flashSize': {
    title: 'Flash size',
    help: 'Written into the header of a boot loader; detect asks the flash memory.',
  },
  'esp.allowSecured': {
    title: 'Allow secured chips',
    help: 'Flashes chips whose fuses want signed or encrypted firmware. Only for images that are.',
  },
  'esp.skipEqual': {
    title: 'Skip what is equal',
    help: 'Asks the device what it holds already, and sends only the rest.',
  },
  'esp.maxRestarts': {
    title: 'Restarts',
    help: 'How often a broken transfer is taken up again, each time slower.',
  },
  'stm32.entry': {
    title: 'Entry into the boot loader',
    help: 'byHand: somebody sets BOOT0 and taps reset. dtrRts: the modem lines do it.',
  },
  'stm32.boot0Line': { title: 'Line at BOOT0', help: 'The modem line wired to BOOT0.' },
  resetLine: { title: 'Line at reset', help: 'The modem line wired to the reset pin.' },
  'stm32.boot0Inverted': {
    title: 'BOOT0 inverted',
    help: 'The line drives BOOT0 through a transistor: on is high.',
  },
  'stm32.resetInverted': {
    title: 'Reset inverted',
    help: 'The line drives reset through a transistor: on is high.',
  },
  'stm32.resetMs': { title: 'Reset time', help: 'How long reset is held.' },
  'stm32.bootMs': {
    title: 'Start time',
    help: 'From the release of reset to the first word to the boot loader.',
  },
  connectTimeoutMs: { title: 'Time to connect', help: 'How long to look for the boot loader.' },
  'stm32.address': { title: 'Address', help: 'Where a file without addresses goes.' },
  'stm32.flashKiB': {
    title: 'Flash size in KiB',
    help: "Where the chip's own register is known to be wrong. Empty: as the chip says.",
  },
  'stm32.banks': {
    title: 'Banks',
    help: 'For chips whose option bytes join or split their banks. Empty: as delivered.',
  },
  'stm32.keepPages': { title: 'Pages to keep', help: 'Never erased, by number: settings, calibration.' },
  'stm32.massErase': {
    title: 'Erase everything',
    help: 'The whole flash, instead of the pages that the image needs.',
  },
  eraseTimeoutMs: { title: 'Time to erase', help: 'How long one erase may take.' },
  'stm32.massEraseTimeoutMs': {
    title: 'Time to erase everything',
    help: 'How long the erase of the whole flash may take.',
  },
  'stm32.unprotect': {
    title: 'Take protection off',
    help: 'Takes the readout protection off, which erases everything.',
  },
  'stm32.checksum': {
    title: 'Checksum command',
    help: 'Lets chips that have it prove by it. Off: they are read back.',
  },
  compareFirst: { title: 'Compare first', help: 'Reads the device first and leaves what is right.' },
  'avr.reset': {
    title: 'Entry into the boot loader',
    help: 'dtr: a pulse on the reset pin. touch1200: the port is opened at 1200 baud. hand: somebody taps reset.',
  },
  'avr.baudRate': { title: 'Baud rate of the boot loader', help: 'Empty: that of the profile.' },
  'avr.part': { title: 'Chip', help: 'Any other one is refused. Empty: whatever the signature says.' },
  'avr.bootloaderBytes': {
    title: 'Size of the boot loader',
    help: 'What it takes at the end of the flash. Empty: as is usual for the chip.',
  },
  'avr.dischargeMs': { title: 'Time before the pulse', help: 'How long DTR is off before the reset pulse.' },
  'avr.resetTries': {
    title: 'Reset tries',
    help: 'How often the board is reset again when its boot loader does not answer.',
  },
  'avr.handWaitMs': { title: 'Time to tap reset', help: 'How long the person at the bench has.' },
  'avr.answerTimeoutMs': { title: 'Wait for an answer', help: 'Until a command counts as not answered.' },
  'avr.pipelined': {
    title: 'Send ahead',
    help: 'The address and the command that uses it leave together, which saves a round trip.',
  },
  'avr.readBytes': { title: 'Bytes per read', help: 'How much is read back at once.' },
  'smp.mode': {
    title: 'Who answers',
    help: "The firmware (normal), MCUboot's serial recovery (recovery), or whoever does (auto).",
  },
  'smp.entry': {
    title: 'Entry into recovery',
    help: 'Not at all, by modem lines, or by the person at the bench.',
  },
  'smp.buttonLine': { title: 'Line at the recovery pin', help: 'Held while reset is let go.' },
  'smp.buttonHoldMs': { title: 'Time to hold the recovery pin', help: 'After reset.' },
  'smp.entryTimeoutMs': { title: 'Time for entry by hand', help: 'How long the person at the bench has.' },
  'smp.smpVersion': { title: 'SMP version', help: 'auto tries 2, then 1.' },
  'smp.image': { title: 'Image number', help: 'In a device with several processors or images.' },
  'smp.upgradeOnly': {
    title: 'Upgrades only',
    help: 'The device refuses an image that is not newer than what it runs.',
  },
  'smp.replyTimeoutMs': {
    title: 'Wait for an answer',
    help: 'Until a request that was not answered is sent again.',
  },
  'smp.chunkTimeoutMs': { title: 'Wait for a chunk', help: 'Until a chunk of the upload is sent again.' },
  'smp.maxBufferBytes': {
    title: 'Largest buffer',
    help: 'No frame is made for a larger one, whatever the device says.',
  },
  'smp.window': {
    title: 'Chunks under way',
    help: 'At most so many at once. 1: each is answered before the next.',
  },
  'smp.swapTimeoutMs': { title: 'Time to swap', help: 'From the reset until the new firmware answers.' },
} as const satisfies Record<string, FieldText>
