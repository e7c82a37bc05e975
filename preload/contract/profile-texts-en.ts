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
  'profile.progressFrom': {
    title: 'Progress from',
    help: 'Who says how far an update is: the protocol, the cloud that gives the product its progress, or both. The cloud’s word ends the step where it is asked.',
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
  'profile.presence': {
    title: 'Presence at the broker',
    help: 'Topics in which such devices say that they come, go and what they run. Empty: they are not found through the broker.',
  },
  'presenceSource.topic': {
    title: 'Topic',
    help: 'A level may be {name}, {mac} or {deviceId}, or + for any text: tele/{name}/LWT.',
  },
  'presenceSource.online': {
    title: 'There',
    help: 'A message that matches this says that the device is there. Empty: none says so.',
  },
  'presenceSource.offline': {
    title: 'Gone',
    help: 'A message that matches this says that the device is gone. Empty: none says so.',
  },
  'presenceSource.name': {
    title: 'Name',
    help: 'Where the name stands that fills its topics. Empty: in the topic.',
  },
  'presenceSource.version': { title: 'Version', help: 'Where its version stands. Empty: not here.' },
  'presenceSource.mac': { title: 'MAC', help: 'Where its MAC stands. Empty: not here, or in the topic.' },
  'presenceSource.model': { title: 'Model', help: 'Where its model stands. Empty: not here.' },
  'presenceSource.deviceId': {
    title: 'Device id',
    help: 'Where the id stands that clouds know it by. Empty: not here, or in the topic.',
  },
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
  'receiverConsole.fetch': {
    title: 'Fetch',
    help: 'Brings up the network and fetches the file into memory, to the prompt behind it; captures received.',
  },
  'receiverConsole.pad': { title: 'Pad', help: 'Fills the rest of the last block in memory.' },
  'receiverConsole.store': {
    title: 'Store',
    help: 'Writes memory to storage. A cut here leaves neither firmware whole.',
  },
  'receiverConsole.digest': { title: 'Digest', help: 'Reads the storage back: captures crc32 or md5.' },
  'receiverConsole.reset': { title: 'Restart', help: 'Starts the firmware.' },
  blockSize: { title: 'Block size', help: 'Bytes per block. 1024 is faster where the receiver knows it.' },
  'xmodem.padding': { title: 'Padding', help: 'Byte that fills the last block, hexadecimal.' },
  'tftp.serverHost': {
    title: 'Address of this computer',
    help: 'As the device sees it, in numbers. Empty: that of the interface that firmware is handed out on.',
  },
  'tftp.blockSize': {
    title: 'Block size',
    help: 'Bytes per block that the device asks for. More than 1468 is not granted.',
  },
  'tftp.windowSize': {
    title: 'Window',
    help: 'Blocks on the way before the device answers. More is faster; 1 is what every boot loader knows.',
  },
  'tftp.fetchTimeoutMs': {
    title: 'Wait for the fetch',
    help: 'From the command to the first request, and later without any byte, until it has failed.',
  },
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
  'smp.udpPort': { title: 'UDP port', help: 'For devices on the LAN whose address names no port.' },
  'smp.mtuBytes': {
    title: 'Largest packet',
    help: 'On the way to a device on the LAN: 1500 on Ethernet and Wi-Fi, 1280 over Thread.',
  },
  'espota.port': {
    title: 'UDP port',
    help: 'Where the address names none. 3232 on an ESP32, 8266 on an ESP8266.',
  },
  'espota.target': {
    title: 'What is replaced',
    help: 'The application (app), or the file system (fileSystem), which is overwritten in place.',
  },
  'espota.imageFormat': {
    title: 'Image format',
    help: 'esp: an application has to be an ESP image. any: everything is sent as it is.',
  },
  'espota.imageChips': {
    title: 'Chips of the image',
    help: 'Families that an application may be made for, where its file says so. Empty: any.',
  },
  'espota.inviteTimeoutMs': {
    title: 'Time to accept',
    help: 'Until the device has taken the invitation, which is repeated meanwhile.',
  },
  'espota.connectTimeoutMs': { title: 'Time to connect', help: 'From its yes until it has connected.' },
  'espota.ackTimeoutMs': {
    title: 'Wait for an acknowledgement',
    help: 'A device that acknowledges nothing for so long has stopped.',
  },
  'espota.finishTimeoutMs': {
    title: 'Time to finish',
    help: 'From the last byte until the device says that the image is right.',
  },
  'espota.windowBytes': {
    title: 'Bytes under way',
    help: 'At most so many are sent and not acknowledged.',
  },
  'espota.version': {
    title: 'Version query',
    help: 'How the firmware is asked for its version over HTTP. Empty: it does not say.',
  },
  'espota.restartTimeoutMs': {
    title: 'Time to restart',
    help: 'From the end of the update until the new firmware says its version.',
  },
  'http-ota.port': { title: 'Port', help: 'TCP port. Empty: that of the address, else 80, or 443 with TLS.' },
  'http-ota.tls': { title: 'TLS', help: 'Empty: plain HTTP.' },
  'http-ota.caPem': {
    title: 'Trusted certificates',
    help: 'Who signs the devices’ certificates, or the device’s own (PEM). Empty: the authorities of this computer.',
  },
  'http-ota.auth': {
    title: 'Password',
    help: 'How it is shown. none: not at all, or where a text has {password}.',
  },
  'http-ota.userName': { title: 'User name', help: 'Shown with the password.' },
  'http-ota.headers': {
    title: 'Headers',
    help: 'Sent with every request. May have {ip}, {userName}, {password}.',
  },
  'http-ota.method': { title: 'Method', help: 'Of the upload.' },
  'http-ota.path': { title: 'Path', help: 'With its query. May have {size}, {md5}, {sha256}, {fileName}.' },
  'http-ota.uploadHeaders': {
    title: 'Headers of the upload',
    help: 'Sent with the image alone. May have {size}, {md5}, {sha256}, {fileName}.',
  },
  'http-ota.body': { title: 'Body', help: 'form: a file in a form. raw: nothing but the image.' },
  'http-ota.field': { title: 'File field', help: 'Name of the form’s field that takes the file.' },
  'http-ota.fields': {
    title: 'Fields',
    help: 'Stand in the form before the file. May have {size}, {md5}, {sha256}, {fileName}.',
  },
  'http-ota.fileName': { title: 'File name', help: 'What the device is told. Empty: the name of the image.' },
  'http-ota.contentType': { title: 'Content type', help: 'Of the image.' },
  'http-ota.loginPath': {
    title: 'Path to try the password',
    help: 'Asked before the upload, so that a wrong password is found first. Empty: that of the upload.',
  },
  'http-ota.before': {
    title: 'Requests before',
    help: 'Sent one after the other before the upload; the first refusal ends it.',
  },
  'http-ota.answer': { title: 'Answer', help: 'What the device says to the upload.' },
  'http-ota.statuses': { title: 'Statuses that mean yes', help: 'Any other one is a refusal.' },
  'http-ota.success': {
    title: 'Text that means yes',
    help: 'Regular expression. Empty: the status is enough.',
  },
  'http-ota.refusal': {
    title: 'Text that means no',
    help: 'Regular expression; its first group is what the device said. Empty: only the status says no.',
  },
  'http-ota.digest': {
    title: 'Digest that the device checks',
    help: 'Only where it is given the digest by {md5} or {sha256} and compares it before it says yes.',
  },
  'http-ota.inPlace': {
    title: 'Overwrites what it runs',
    help: 'A cut leaves the device with neither firmware.',
  },
  'http-ota.restart': {
    title: 'Restart',
    help: 'Starts the new firmware. Empty: the device restarts by itself.',
  },
  'http-ota.version': {
    title: 'Version query',
    help: 'How the device is asked what it runs. Empty: it does not say.',
  },
  'http-ota.capacity': {
    title: 'Capacity query',
    help: 'How the device is asked what fits. Empty: it does not say.',
  },
  'http-ota.place': { title: 'Place in the answer', help: 'Where the number stands.' },
  'http-ota.unitBytes': { title: 'Unit', help: 'Bytes that the number counts in: 1024 for KiB.' },
  'http-ota.connectTimeoutMs': { title: 'Time to connect', help: 'Until the connection stands.' },
  'http-ota.stallTimeoutMs': {
    title: 'Time without progress',
    help: 'A device that takes nothing for so long has stopped.',
  },
  'http-ota.answerTimeoutMs': {
    title: 'Time to answer',
    help: 'From the last byte until the device has answered.',
  },
  'http-ota.restartTimeoutMs': {
    title: 'Time to restart',
    help: 'From the device’s yes until its new firmware says its version.',
  },
  'httpCall.method': { title: 'Method', help: 'Of the request.' },
  'httpCall.path': {
    title: 'Path',
    help: 'With its query. May have the names in braces that the upload has.',
  },
  'httpCall.body': { title: 'Text', help: 'What is sent. Empty: nothing.' },
  'httpCall.bodyType': { title: 'Content type', help: 'Of the text.' },
  'httpCall.statuses': { title: 'Statuses that mean yes', help: 'Any other one is a refusal.' },
  'versionQuery.port': {
    title: 'Port',
    help: 'TCP port. Empty: that of the upload where it is over HTTP, else 80, or 443 with TLS.',
  },
  'versionQuery.tls': { title: 'TLS', help: 'Empty: plain HTTP.' },
  'versionQuery.caPem': {
    title: 'Trusted certificates',
    help: 'Who signs the devices’ certificates, or the device’s own (PEM). Empty: the authorities of this computer.',
  },
  'versionQuery.auth': {
    title: 'Password',
    help: 'How it is shown. none: not at all, or where a text has {password}.',
  },
  'versionQuery.userName': { title: 'User name', help: 'Shown with the password.' },
  'versionQuery.headers': { title: 'Headers', help: 'May have {ip}, {userName}, {password}.' },
  'versionQuery.path': { title: 'Path', help: 'With its query. May have {ip}, {userName}, {password}.' },
  'versionQuery.version': { title: 'Version', help: 'Where it stands in the answer.' },
  'versionQuery.mac': { title: 'MAC address', help: 'Where it stands in the answer. Empty: nowhere.' },
  'versionQuery.model': { title: 'Model', help: 'Where it stands in the answer. Empty: nowhere.' },
  'versionQuery.deviceId': { title: 'Device id', help: 'Where it stands in the answer. Empty: nowhere.' },
  'versionQuery.uptime': {
    title: 'Uptime',
    help: 'Seconds since its start: tells for certain that it has restarted. Empty: nowhere.',
  },
  'answerPlace.pointer': { title: 'Place in JSON', help: 'Like /StatusFWR/Version. Empty: the whole text.' },
  'answerPlace.pattern': {
    title: 'Pattern',
    help: 'Regular expression; its first group is taken, or all that it matches. Empty: everything.',
  },
  'pull.trigger': { title: 'How it is told', help: 'One of http, mqtt, console, with what that needs.' },
  'pull.by': {
    title: 'Carrier',
    help: 'http: requests to the device. mqtt: through the broker. console: on its serial console.',
  },
  'pull.port': {
    title: 'Port',
    help: 'TCP port of the device. Empty: that of the address, else 80, or 443 with TLS.',
  },
  'pull.tls': { title: 'TLS', help: 'Empty: plain HTTP.' },
  'pull.caPem': {
    title: 'Authority',
    help: 'Certificates (PEM) that may have signed the device’s own. Empty: the authorities of the system.',
  },
  'pull.auth': { title: 'Password by', help: 'How the password is shown: none, basic or digest.' },
  'pull.userName': { title: 'User name', help: 'Shown with the password.' },
  'pull.headers': { title: 'Headers', help: 'Sent with the request. Names in braces are filled in.' },
  'pull.requests': { title: 'Requests', help: 'In this order, each one after the answer to the one before.' },
  'pull.method': { title: 'Method', help: 'GET, POST or PUT.' },
  'pull.path': { title: 'Path', help: 'With its query. Values in braces are encoded as they are put in.' },
  'pull.body': {
    title: 'Body',
    help: 'Text, or an object that is sent as JSON. Names in braces are filled in.',
  },
  'pull.expect': {
    title: 'Expect',
    help: 'Regular expression that the answer must match. Empty: any will do.',
  },
  'pull.refuse': { title: 'Refusal', help: 'An answer that matches this means the device refused.' },
  'pull.answerTimeoutMs': {
    title: 'Wait for the answer',
    help: 'Until a request counts as not answered. A device that fetches already may take longer.',
  },
  'pull.messages': {
    title: 'Messages',
    help: 'In this order, each one after the broker has taken the one before.',
  },
  'pull.topic': {
    title: 'Topic',
    help: 'Without wildcards. Names in braces are filled in; {name} is the device’s.',
  },
  'pull.payload': {
    title: 'Payload',
    help: 'Text, or an object that is sent as JSON. Names in braces are filled in.',
  },
  'pull.script': { title: 'Dialogue', help: 'What is sent, and which lines are waited for.' },
  'pull.follow': {
    title: 'What it says meanwhile',
    help: 'A topic, a page or its console. Empty: it says nothing, and only served bytes are known.',
  },
  'pull.percent': {
    title: 'Percent',
    help: 'Where it stands how far it is. 100 is done, less than 0 has failed. Empty: it does not count.',
  },
  'pull.reason': { title: 'Reason', help: 'Where it stands why it has failed. Empty: the whole message.' },
  'pull.done': {
    title: 'Done',
    help: 'A message that matches means that it took the image. Empty: none does.',
  },
  'pull.failed': {
    title: 'Failed',
    help: 'A message that matches means that it has failed. Empty: none does.',
  },
  'pull.everyMs': { title: 'Ask every', help: 'How often the page is asked.' },
  'pull.version': {
    title: 'Version',
    help: 'How the device is asked what it runs, or where its answer says it. Empty: it is not asked.',
  },
  'pull.mac': { title: 'MAC', help: 'Where it stands. Empty: it is not told.' },
  'pull.model': { title: 'Model', help: 'Where it stands. Empty: it is not told.' },
  'pull.deviceId': { title: 'Device id', help: 'Where it stands. Empty: it is not told.' },
  'pull.uptime': {
    title: 'Seconds since its start',
    help: 'Where it stands. It tells a restart for certain. Empty: it is not told.',
  },
  'pull.ask': {
    title: 'Question',
    help: 'The message that asks for the version. Empty: the device cannot be asked.',
  },
  'pull.answer': { title: 'Answer', help: 'The topic it is answered in, and where the version stands.' },
  'pull.boot': {
    title: 'Word at the start',
    help: 'What the device says unasked whenever it has started. Empty: nothing.',
  },
  'pull.presence': {
    title: 'Presence',
    help: 'Where the broker keeps whether the device is there. Empty: it does not know.',
  },
  'pull.offline': { title: 'Offline', help: 'A message that matches means that it is not there.' },
  'pull.askTimeoutMs': { title: 'Wait for the version', help: 'Until the question counts as not answered.' },
  'pull.values': { title: 'Values', help: 'Names that messages may use in braces, such as productKey.' },
  'pull.fileName': { title: 'File name', help: 'How the URL ends. Some devices look at it.' },
  'pull.bindToDevice': {
    title: 'Only for its address',
    help: 'Nobody at another address may fetch it. Off for devices behind an address translation.',
  },
  'pull.lifetimeMs': { title: 'Life of the URL', help: 'After this it is gone, whatever is under way.' },
  'pull.startTimeoutMs': { title: 'Wait for the fetch', help: 'From the instruction to the first request.' },
  'pull.stallTimeoutMs': { title: 'Wait while it fetches', help: 'Between two signs of life.' },
  'pull.doneTimeoutMs': {
    title: 'Wait for its word',
    help: 'From the last byte until it has said that it took the image.',
  },
  'pull.restartTimeoutMs': { title: 'Time to restart', help: 'Until the new firmware has said its version.' },
  'pull.deviceChecksDigest': {
    title: 'Digest that it checks',
    help: 'Only where it is told this digest and says afterwards that it took the image. Empty: none.',
  },
} as const satisfies Record<string, FieldText>
