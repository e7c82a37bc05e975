// English sentences of the error codes. Syntax of the placeholders: error-texts.ts.
import type { ErrorText } from './error-texts.ts'
import type { ErrorCode } from './errors.ts'

export const errorTextsEn: Record<ErrorCode, ErrorText> = {
  LINK_NOT_FOUND: {
    title: 'No device is connected[ at {address}]',
    remedy: 'Check the cable and that the device has power, then start again.',
  },
  LINK_BUSY: {
    title: 'Another program is using the port[ {address}]',
    remedy: 'Close the other program (a terminal, an IDE, a second station), then start again.',
  },
  LINK_DENIED: {
    title: 'This user may not open the port[ {address}]',
    remedy: 'Add this user to the group for serial ports (Linux: dialout), sign in again and start again.',
  },
  LINK_LOST: {
    title: 'The connection to the device broke',
    remedy: 'Check the cable, the plug and the power. Plug the device in again and start again.',
  },
  LINK_STALLED: {
    title: 'The adapter stopped taking data',
    remedy: 'Pull the USB adapter, plug it in again and start again. Change the adapter if it happens twice.',
  },
  LINK_ADDRESS: {
    title: 'The address[ “{address}”] is not one the station can open',
    remedy:
      'Write it like /dev/ttyUSB0, COM3, tcp://192.168.1.20:4000, rfc2217://192.168.1.20:2217 or lan://192.168.1.30.',
  },
  REMOTE_SERIAL: {
    title: 'The serial server[ at {address}] did not do what was asked[: {option}]',
    remedy:
      'Check that this port speaks RFC 2217 (telnet), and set rate, parity and lines at the server if it cannot; or use its raw port with tcp://.',
  },
  LAN_OUTSIDE: {
    title: 'The address[ {address}] is outside the ranges that this station may speak to',
    remedy: 'Nothing was sent. If the device is yours, add its range under Settings, LAN.',
  },
  LAN_RANGE: {
    title: 'The range[ “{range}”] cannot be used[: more than {limit} addresses]',
    remedy: 'Write it like 192.168.1.0/24 or 192.168.1.10-192.168.1.60, and scan a part of it at a time.',
  },
  LAN_INTERFACE: {
    title: 'The network interface[ {interface}] has no address',
    remedy: 'Plug in its cable or join its Wi-Fi, or choose another interface under Settings, LAN.',
  },
  LAN_NAME: {
    title: 'The name[ {host}] could not be found on the network',
    remedy: 'Check the name and that this computer is on the same network, or type the address as numbers.',
  },
  LAN_UNREACHABLE: {
    title: 'The device[ at {address}] does not answer on the network',
    remedy:
      'Check that it has power and is on this network (Wi-Fi, VLAN, guest isolation), then try again. Others go on.',
  },
  OTA_PASSWORD: {
    title: 'The device[ at {address}] refused the password',
    remedy: 'Nothing was written. Enter the password of these devices under Settings, LAN, then try again.',
  },
  OTA_REFUSED: {
    title: 'The device refused the update[: {said}]',
    remedy:
      'Check that the firmware is made for this model and fits its free space, then try again. If it refuses twice, flash it over the cable.',
  },
  OTA_BROKEN: {
    title: 'The device broke off the transfer[ after {doneBytes}]',
    remedy: 'It usually still runs its old firmware. Check its supply and its Wi-Fi signal, then try again.',
  },
  OTA_SILENT: {
    title: 'The device stopped answering during the update[ for {timeoutMs}]',
    remedy: 'Wait a minute: it may restart by itself. Then switch it off and on and try again.',
  },
  OTA_REPLY: {
    title: 'The device gave an answer that the profile does not expect[: {said}]',
    remedy: 'Check that the profile fits this model and its firmware, then try again.',
  },
  OTA_TLS: {
    title: 'The certificate of the device[ at {address}] is not trusted[: {reason}]',
    remedy:
      'Nothing was sent. Put the authority that signed it into the profile, or have the device’s certificate renewed.',
  },
  OTA_REDIRECT: {
    title: 'The device[ at {address}] sends the update elsewhere[: {location}]',
    remedy: 'The station never follows that. Put the right port, path or https into the profile.',
  },
  PULL_NOT_STARTED: {
    title: 'The device was told to fetch the firmware and never did[ within {timeoutMs}]',
    remedy:
      'Check that it can reach this computer (same network, no firewall on the hand-out port), then try again. Nothing was written.',
  },
  PULL_STOPPED: {
    title: 'The device stopped fetching the firmware[ after {doneBytes}]',
    remedy: 'It usually still runs its old firmware. Check its supply and its signal, then try again.',
  },
  HANDOUT_UNSET: {
    title: 'This station hands out no firmware',
    remedy: 'Choose the network interface that devices fetch from under Settings, LAN.',
  },
  HANDOUT_PORT: {
    title: 'The hand-out port[ {port}] could not be opened[: {reason}]',
    remedy:
      'Close the program that uses the port or choose another one. TFTP needs port 69: on Linux allow it with setcap or sysctl net.ipv4.ip_unprivileged_port_start.',
  },
  DEVICE_OFFLINE: {
    title: 'The device[ {device}] is offline, says the broker',
    remedy: 'Check that it has power and its network, wait until it is online, then try again.',
  },
  BROKER_UNSET: {
    title: 'No message broker is set',
    remedy: 'Enter the plant’s broker under Settings, LAN.',
  },
  BROKER_UNREACHABLE: {
    title: 'The message broker[ {address}] cannot be reached[: {reason}]',
    remedy: 'Check its address and that it runs, then try again.',
  },
  BROKER_DENIED: {
    title: 'The message broker[ {address}] refused this station',
    remedy: 'Check user, password and client certificate under Settings, LAN.',
  },
  BROKER_TLS: {
    title: 'The certificate of the message broker[ {address}] is not trusted[: {reason}]',
    remedy: 'Enter the certificate of its authority under Settings, LAN.',
  },
  BROKER_LOST: {
    title: 'The connection to the message broker[ {address}] broke',
    remedy: 'The station connects again by itself. Check the network, then start again.',
  },
  BROKER_REFUSED: {
    title: 'The message broker does not allow the topic[ {topic}]',
    remedy: 'Give this station’s user the right to it at the broker, or correct the topic in the profile.',
  },
  ROLLOUT_UNKNOWN: {
    title: 'The station does not know this rollout',
    remedy: 'Reload the page and choose one from the list.',
  },
  ROLLOUT_BUSY: {
    title: 'A device[ {name}] already belongs to a rollout that is under way',
    remedy: 'Wait until that one ends or stop it, then start again.',
  },
  CONSOLE_NO_PROMPT: {
    title: 'The boot loader did not show its prompt',
    remedy:
      'Switch the device off and on, then start again. If it stays silent, check TX and RX, and the baud rate of the profile.',
  },
  CONSOLE_NO_ANSWER: {
    title: 'The device did not answer a command[ within {timeoutMs|deadlineMs}]',
    remedy: 'Switch the device off and on and start again. If it happens twice, put the device aside.',
  },
  CONSOLE_REFUSED: {
    title: 'The device refused a command[: {line}]',
    remedy:
      'Switch the device off and on and start again. If it happens twice, put the device aside and show its console log to your line lead.',
  },
  RECEIVER_SILENT: {
    title: 'The device never asked for the firmware',
    remedy: 'Switch the device off and on and start again. If it happens twice, put the device aside.',
  },
  RECEIVER_CANCELLED: {
    title: 'The device broke off the transfer',
    remedy: 'Switch the device off and on and start again. If it happens twice, put the device aside.',
  },
  TRANSFER_RETRIES: {
    title: 'Too many transmission errors[ at byte {offset}]',
    remedy: 'Use a shorter or better cable, keep it away from motors and power supplies, then start again.',
  },
  LOADER_SILENT: {
    title: 'The boot loader did not answer',
    remedy:
      'Put the board into its boot loader (hold BOOT and tap RESET, or as its profile says) and start again. If it stays silent, check TX and RX and the supply.',
  },
  LOADER_REPLY: {
    title: 'The boot loader gave an answer that makes no sense[ to {command}]',
    remedy:
      'Use a shorter or better cable, close other programs that talk to the board, switch it off and on, and start again.',
  },
  LOADER_REFUSED: {
    title: 'The boot loader refused a command[: {command}][, status {status}][, at {address}]',
    remedy: 'Switch the board off and on and start again. If it happens twice, put the board aside.',
  },
  STORAGE_WRITE: {
    title: 'The device could not write its storage[ at {address}][: {line}]',
    remedy: 'Start again. If it happens twice, the flash memory is probably bad: put the device aside.',
  },
  VERIFY_MISMATCH: {
    title: 'The device does not hold what was written[ at {address}]',
    remedy: 'Start again. If it happens twice, the flash memory is probably bad: put the device aside.',
  },
  VERSION_UNSEEN: {
    title: 'The device did not say its version after the restart',
    remedy: 'Switch the device off and on and look whether it boots, then start again.',
  },
  SWAP_REVERTED: {
    title: 'The device went back to its old firmware',
    remedy:
      'The new image did not start or was not confirmed. Check that it is signed with the key of this product, then start again.',
  },
  VERSION_DIFFERS: {
    title: 'The device booted another version than was written[: {found} instead of {expected}]',
    remedy: 'Start again. If it happens twice, the image may carry a wrong version: tell your line lead.',
  },
  DEVICE_UNKNOWN: {
    title: 'It is not known which device this is',
    remedy:
      'Check that the device is registered in the cloud[ (MAC {mac})][ (SN {sn})], or type its device ID.',
  },
  DEVICE_DIFFERS: {
    title: 'This is not the device that was ordered[: {found} instead of {expected}]',
    remedy: 'Plug in the right device, or start without naming one.',
  },
  CHIP_DIFFERS: {
    title: 'Another chip is on this slot[: {found} instead of {expected}]',
    remedy: 'Take the board off the slot and put one of the right product there.',
  },
  CHIP_UNKNOWN: {
    title: 'This chip is not in the tables of this program[: {chip}]',
    remedy:
      'Check that the profile fits the board; a chip that is newer than this program needs a newer program.',
  },
  CHIP_READ_PROTECTED: {
    title: 'The chip is protected against reading and writing',
    remedy:
      'Taking the protection off erases the whole chip. If that is wanted, set “unprotect” in the profile; otherwise put the board aside.',
  },
  CHIP_SECURED: {
    title: 'The chip accepts only signed or encrypted firmware[: {fuses}]',
    remedy:
      'Plain firmware would leave it dead, so nothing was written. Use the signed image and the way of updating that belong to this product.',
  },
  VERSION_UNKNOWN: {
    title: 'The device did not say which version it runs',
    remedy:
      'Switch the device off and on and start again. Check that the right product is set for this bench.',
  },
  TASK_NONE: {
    title: 'There is no upgrade task for this device[ at version {version}]',
    remedy:
      '[The cloud did not answer; the station went by the tasks it synced on {syncedAt}. ]It may be up to date. Otherwise have an upgrade task for its version created and started.',
  },
  TASK_STOPPED: {
    title: 'The upgrade task[ {taskId}] is not running',
    remedy: 'Start the task in the cloud, then start the device again.',
  },
  TASK_DIFFERS: {
    title: 'The upgrade task does not fit this device',
    remedy:
      'Compare product, part and versions of the task with the device[: {found} instead of {expected}].',
  },
  TASK_NOT_FOUND: {
    title: 'The upgrade task[ {taskId}] does not exist',
    remedy: 'Check the task ID, and that the station uses the right cloud and corporation.',
  },
  PRODUCT_UNSET: {
    title: 'It is not set what is flashed on this bench',
    remedy: 'Choose product and profile under Settings.',
  },
  PROFILE_UNKNOWN: {
    title: 'There is no profile[ “{profileId}”]',
    remedy: 'Choose an existing profile under Settings, or install the missing one.',
  },
  PROFILE_INVALID: {
    title: 'The profile[ “{profileId|file}”] has a mistake',
    remedy:
      'Correct the profile[ at line {line}][ ({issue|place|field|name})] or choose another one under Settings.',
  },
  IMAGE_NOT_FOUND: {
    title: 'The firmware file is not where the task says',
    remedy: 'Upload the firmware again in the cloud, or correct the address in the task.',
  },
  IMAGE_SHORT: {
    title: 'The firmware file is incomplete[: {found} of {expected} bytes]',
    remedy: 'Start again. If it happens twice, upload the firmware again in the cloud.',
  },
  IMAGE_SIZE: {
    title: 'The firmware file has the wrong size[: {found} instead of {expected} bytes]',
    remedy: 'Upload the right firmware in the cloud, or correct the size in the task.',
  },
  IMAGE_DIGEST: {
    title: 'The checksum of the firmware differs from the task',
    remedy:
      'Do not use this file. Upload the right firmware in the cloud, or correct the checksum in the task.',
  },
  IMAGE_TOO_LARGE: {
    title: 'The firmware does not fit into the device[: {sizeBytes}, room for {capacityBytes}]',
    remedy: 'Check that the task is for this product; otherwise the firmware has to be made smaller.',
  },
  IMAGE_FORMAT: {
    title: 'The firmware file is damaged or of a kind this chip cannot take[: {format}][ {reason}][ at {at}]',
    remedy: 'Build or export the file again; “flashline image” shows what is in it.',
  },
  IMAGE_ADDRESS: {
    title:
      'The firmware does not belong where the file or the profile puts it[: {address}][, {sizeBytes}][, {reason}]',
    remedy: 'Check the address in the profile and the memory map of the file (“flashline image”).',
  },
  IMAGE_CHIP: {
    title: 'The firmware is made for another chip[: {found} instead of {expected}]',
    remedy: 'Check that task, firmware file and product belong together.',
  },
  IMAGE_VERSION: {
    title: 'The firmware is another version than its task says[: {found} instead of {expected}]',
    remedy: 'Check that the right file was uploaded for this task.',
  },
  IMAGE_OVER_CAP: {
    title: 'The firmware is larger than this station accepts[: {sizeBytes}, at most {capBytes}]',
    remedy: 'Check that the task points to a firmware file.',
  },
  IMAGE_UNREADABLE: {
    title: 'The firmware file[ {path|file}] cannot be read',
    remedy: 'Check the name of the file and that this user may read it.',
  },
  CLOUD_UNREACHABLE: {
    title: 'The cloud[ {host}] cannot be reached',
    remedy: 'Check the network cable, the internet connection and the address of the cloud, then try again.',
  },
  CLOUD_TIMEOUT: {
    title: 'The cloud[ {host}] did not answer in time',
    remedy: 'Wait a moment and try again. If it stays, check the network and the time-out of the connection.',
  },
  CLOUD_SERVER: {
    title: 'The cloud[ {host}] has a problem of its own[ (HTTP {status})]',
    remedy: 'Wait a few minutes and try again. If it stays, tell the operator of the cloud.',
  },
  CLOUD_BUSY: {
    title: 'The cloud[ {host}] asks to wait: too many requests',
    remedy: 'Wait a minute and try again. If it stays, let fewer programs ask this cloud.',
  },
  CLOUD_TOKEN: {
    title: 'The cloud does not accept the access token',
    remedy: 'Give the connection a valid access token, or an account that it can sign in with.',
  },
  CLOUD_FORBIDDEN: {
    title: 'The access token may not do this',
    remedy:
      'Have the account given the rights for this product, or give the connection another account or token.',
  },
  CLOUD_REFUSED: {
    title: 'The cloud refused the request[ (HTTP {status})][ (code {cloudCode})]',
    remedy: 'Check that product, corporation and task are the same here and in the cloud.',
  },
  CLOUD_REPLY: {
    title: 'The cloud[ {host}] gave an answer that makes no sense',
    remedy: 'Check the address of the cloud, and that no proxy or login page stands between.',
  },
  CLOUD_HOST_UNKNOWN: {
    title: 'No machine has the name of the cloud[: {host}]',
    remedy: 'Check the address of the cloud, and that this network can look up names.',
  },
  CLOUD_TLS: {
    title: 'The certificate of the cloud[ {host}] is not trusted[ ({cause})]',
    remedy:
      'Check the address of the cloud and the clock of this computer. If the plant has its own authority, add its certificate to the connection.',
  },
  CLOUD_PROXY: {
    title: 'The proxy[ {proxy}] did not let the call through',
    remedy: "Check the proxy's address, user and password in the connection.",
  },
  CLOUD_CIRCUIT_OPEN: {
    title: 'The cloud[ {host}] failed several times and is left alone for a while[ ({retryAfterMs})]',
    remedy: 'Wait and try again, or test the connection to ask at once.',
  },
  CLOUD_CREDENTIALS: {
    title: 'The cloud did not accept the account or key[: {message}]',
    remedy: 'Give the connection its account, password or key again.',
  },
  CLOUD_SIGNATURE: {
    title: 'The cloud does not accept our signature[ ({reason})]',
    remedy: 'Check the key and its secret in the connection; they must belong together.',
  },
  CLOUD_CLOCK: {
    title: "The clock of this computer does not agree with the cloud's[ (apart: {skewMs})]",
    remedy: 'Set the date and time of this computer, then try again.',
  },
  CONNECTION_UNKNOWN: {
    title: 'There is no such connection[: {connectionId}]',
    remedy: 'Choose one that the settings list, or add it there.',
  },
  CONNECTION_LACKS: {
    title: 'The connection[ {connectionId}] cannot do this[: {use}]',
    remedy: 'Choose a connection to a cloud that can, or add one in the settings.',
  },
  SECRET_MISSING: {
    title: 'A secret of the connection[ {connectionId}] is missing[: {secret}]',
    remedy: 'Enter it in the settings of this connection.',
  },
  CLOUD_EXPOSED: {
    title: 'The local cloud may not be opened to the network[ at {host}] without encryption',
    remedy:
      'Give it a certificate with --tls-cert and --tls-key, or say --insecure-lan if the network is closed.',
  },
  FIRMWARE_NOT_FOUND: {
    title: 'The catalogue has no such firmware[: {firmwareId}]',
    remedy: 'Sync the catalogue and choose one that it lists.',
  },
  FIRMWARE_UNVERIFIED: {
    title: 'This firmware was not verified in its catalogue[: {status}]',
    remedy: "Have it verified in the cloud's console, or say explicitly that it may be used.",
  },
  FIRMWARE_UNMATCHED: {
    title: 'The file fits no firmware of the catalogue[: {file}]',
    remedy: 'Check that it is the right file, complete and unchanged, and sync the catalogue.',
  },
  UPGRADE_FAILED: {
    title: "The device's upgrade failed[ ({failure})][: {description}]",
    remedy: 'Look at the device, switch it off and on, and start the upgrade again in the cloud.',
  },
  UPGRADE_STALLED: {
    title: "The device's upgrade did not end in time[ (waited {deadlineMs})]",
    remedy: 'Check that the device has power and network, then look again.',
  },
  CLOUD_UNSET: {
    title: 'No cloud is set',
    remedy: 'Add a connection to a cloud under Settings, and choose it for the product.',
  },
  STEP_TIMEOUT: {
    title: 'The step[ “{step}”] took too long[ (more than {timeoutMs|deadlineMs})]',
    remedy: 'Switch the device off and on and start again. If it happens twice, put the device aside.',
  },
  JOB_CANCELLED: {
    title: 'The job was cancelled',
    remedy: 'Start again when the device is ready.',
  },
  JOB_INTERRUPTED: {
    title: 'The station stopped in the middle of the job',
    remedy: 'Look at what the device most likely carries, then start again.',
  },
  SLOT_UNKNOWN: {
    title: 'There is no such slot[: {slotId}]',
    remedy: 'Plug the device in, or add its address under Settings.',
  },
  SLOT_EMPTY: {
    title: 'No device is plugged in here',
    remedy: 'Plug a device in, then start.',
  },
  SLOT_BUSY: {
    title: 'A job is already running on this slot',
    remedy: 'Wait until it ends, or cancel it.',
  },
  JOB_UNKNOWN: {
    title: 'There is no such job[: {jobId}]',
    remedy: 'Look it up in the history.',
  },
  INPUT_INVALID: {
    title: 'Something entered is not valid[: {field|file}]',
    remedy: 'Correct it[ (it looks like {example})] and try again.',
  },
  DATA_IN_USE: {
    title: 'Another station is already using the data folder[ {path}]',
    remedy: 'Use the station that is already open, or give this one another folder with --data.',
  },
  PORT_IN_USE: {
    title: 'The network port[ {port}] is taken by another program',
    remedy: 'Choose another port with --port, or close the other program.',
  },
  STORE_FULL: {
    title: 'The disk of the station is full',
    remedy: 'Free some space on the disk, then start again. Nothing is flashed until then.',
  },
  STORE_NEWER: {
    title: 'The data was written by a newer version of Flashline',
    remedy: 'Install that version or a later one. The data was left as it is.',
  },
  STORE_BROKEN: {
    title: 'The data of the station cannot be read or written',
    remedy: 'Stop flashing, keep a copy of the data folder[ {path}] and restore the last backup.',
  },
  EVENTS_GONE: {
    title: 'This screen fell behind the station',
    remedy: 'It loads the picture again by itself; otherwise reload the page.',
  },
  NOT_AUTHORISED: {
    title: 'This browser is not signed in to the station',
    remedy: 'Open the address that the station printed when it started; it holds the key.',
  },
  SOFTWARE: {
    title: 'Flashline made a mistake[: {message}]',
    remedy: 'Start again. If it happens twice, send the record of this job to the makers of Flashline.',
  },
}
