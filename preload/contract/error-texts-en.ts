// English sentences of the error codes. Syntax of the placeholders: error-texts.ts.
import type { ErrorText } from './error-texts.ts'
import type { ErrorCode } from './errors.ts'

export const errorTextsEn: Record<ErrorCode, ErrorText> = {
  LINK_NOT_FOUND: {
    title: 'No device is connected[ at {address}]',
    remedy:
      'Check the cable and that the device has power, then start again. If nothing shows up, try another slot and tell the lead.',
  },
  LINK_BUSY: {
    title: 'Another program is using the port[ {address}]',
    remedy:
      'Close the other program (a terminal, a development tool, a second station), then start again. If you find none, ask support.',
  },
  LINK_DENIED: {
    title: 'This user may not open the port[ {address}]',
    remedy:
      'Ask support to let this user open serial ports[ with the command “{command}”]. Then sign in to the computer again and start again.',
  },
  LINK_LOST: {
    title: 'The connection to the device broke',
    remedy:
      'Check the cable, the plug and the power, plug the device in again and start again. If it happens twice, change the cable and tell the lead.',
  },
  LINK_STALLED: {
    title: 'The USB adapter stopped taking data',
    remedy:
      'Pull the USB adapter, plug it in again and start again. If it happens twice, change the adapter and tell the lead.',
  },
  LINK_ADDRESS: {
    title: 'The address[ “{address}”] is not one the station can open',
    remedy:
      'Write it like /dev/ttyUSB0, COM3, tcp://192.168.1.20:4000, rfc2217://192.168.1.20:2217 or lan://192.168.1.30.',
  },
  REMOTE_SERIAL: {
    title: 'The serial server[ at {address}] did not do what was asked[: {option}]',
    remedy:
      'Lead: check that this port speaks RFC 2217 (telnet), and set speed, parity and lines at the serial server if it cannot. Or use its raw port with tcp://.',
  },
  LAN_OUTSIDE: {
    title: 'The address[ {address}] is outside the allowed ranges',
    remedy: 'Nothing was sent. Lead: if the device is yours, add its range under Settings, LAN.',
  },
  LAN_RANGE: {
    title: 'The range[ “{range}”] cannot be used[: more than {limit} addresses]',
    remedy:
      'Write it like 192.168.1.0/24 or 192.168.1.10-192.168.1.60. Scan a large network part by part; if the range is not allowed, ask the lead.',
  },
  LAN_INTERFACE: {
    title: 'The network interface[ {interface}] has no address',
    remedy:
      'Plug in its network cable or join its Wi-Fi. Lead: or choose another interface under Settings, LAN.',
  },
  LAN_NAME: {
    title: 'The name[ {host}] could not be found on the network',
    remedy:
      'Check the name and that this computer is on the same network, or type the address as numbers. If that does not help, ask support.',
  },
  LAN_UNREACHABLE: {
    title: 'The device[ at {address}] does not answer on the network',
    remedy:
      'Check that it has power and is on this network (right Wi-Fi, no guest network), then try again. If others answer and it does not, tell support.',
  },
  OTA_PASSWORD: {
    title: 'The device[ at {address}] refused the password',
    remedy:
      'Nothing was written. Lead: enter the password of these devices under Settings, LAN, then try again.',
  },
  OTA_REFUSED: {
    title: 'The device refused the update[: {said}]',
    remedy:
      'Check that the firmware is made for this model, then try again. If it refuses twice, flash it over the cable and tell the lead.',
  },
  OTA_BROKEN: {
    title: 'The device broke off the transfer[ after {doneBytes}]',
    remedy:
      'It usually still runs its old firmware: check its power and Wi-Fi signal, then try again. If it happens twice, tell support.',
  },
  OTA_SILENT: {
    title: 'The device stopped answering during the update[ for {timeoutMs}]',
    remedy:
      'Wait a minute: it may restart by itself. Then switch it off and on and try again; if it stays silent, put it aside and tell the lead.',
  },
  OTA_REPLY: {
    title: 'The device gave an answer that the profile does not expect[: {said}]',
    remedy:
      'Lead: check under Settings, Profiles that the profile fits this model and its firmware, then try again.',
  },
  OTA_TLS: {
    title: 'The certificate of the device[ at {address}] is not trusted[: {reason}]',
    remedy:
      'Nothing was sent. Lead: put the certificate of the authority that signed it into the profile, or have the device’s certificate renewed.',
  },
  OTA_REDIRECT: {
    title: 'The device[ at {address}] sends the update elsewhere[: {location}]',
    remedy:
      'The station never follows that. Lead: put the right port, path or https into the profile (Settings, Profiles).',
  },
  PULL_NOT_STARTED: {
    title: 'The device did not begin to fetch the firmware[ within {timeoutMs}]',
    remedy:
      'Nothing was written. Check that the device is on the same network as this computer, then try again; if it happens twice, ask support to open the hand-out port in the firewall.',
  },
  PULL_STOPPED: {
    title: 'The device stopped fetching the firmware[ after {doneBytes}]',
    remedy:
      'It usually still runs its old firmware: check its power and its signal, then try again. If it happens twice, tell support.',
  },
  HANDOUT_UNSET: {
    title: 'This station hands out no firmware',
    remedy: 'Lead: choose the network interface that devices fetch firmware from under Settings, LAN.',
  },
  HANDOUT_PORT: {
    title: 'The port[ {port}] for handing out firmware is not free[: {reason}]',
    remedy:
      'Lead: close the program that uses the port, or choose another one under Settings, LAN. TFTP needs port 69: on Linux allow it with setcap or sysctl net.ipv4.ip_unprivileged_port_start.',
  },
  DEVICE_OFFLINE: {
    title: 'The device[ {device}] is offline, says the broker',
    remedy:
      'Check that it has power and its network, wait until it is online, then try again. If it stays offline, tell support.',
  },
  BROKER_UNSET: {
    title: 'No message broker is set',
    remedy: 'Lead: enter the address of the plant’s message broker (MQTT) under Settings, LAN.',
  },
  BROKER_UNREACHABLE: {
    title: 'The message broker[ {address}] cannot be reached[: {reason}]',
    remedy: 'Lead: check its address under Settings, LAN, and that it runs, then try again.',
  },
  BROKER_DENIED: {
    title: 'The message broker[ {address}] refused this station',
    remedy: 'Lead: check user, password and client certificate under Settings, LAN.',
  },
  BROKER_TLS: {
    title: 'The certificate of the broker[ {address}] is not trusted[: {reason}]',
    remedy: 'Lead: enter the certificate of the authority that signed it under Settings, LAN.',
  },
  BROKER_LOST: {
    title: 'The connection to the message broker[ {address}] broke',
    remedy:
      'The station connects again by itself: wait a moment, then start again. If it stays away, check the network cable and tell the lead.',
  },
  BROKER_REFUSED: {
    title: 'The message broker does not allow the topic[ {topic}]',
    remedy:
      'Lead: give this station’s user the right to the topic at the broker, or correct the topic in the profile.',
  },
  ROLLOUT_UNKNOWN: {
    title: 'The station does not know this rollout',
    remedy: 'Reload the page and choose one from the list under LAN.',
  },
  ROLLOUT_BUSY: {
    title: 'A device[ {name}] is in a rollout that is under way',
    remedy: 'Wait until that rollout ends, or stop it under LAN, then start again.',
  },
  CONSOLE_NO_PROMPT: {
    title: 'The boot loader did not show its prompt',
    remedy:
      'Switch the device off and on, then start again. If it stays silent, check the plugs of TX and RX, and have the lead check the speed in the profile.',
  },
  CONSOLE_NO_ANSWER: {
    title: 'The device did not answer a command[ within {timeoutMs|deadlineMs}]',
    remedy:
      'Switch the device off and on and start again. If it happens twice, put the device aside and tell the lead.',
  },
  CONSOLE_REFUSED: {
    title: 'The device refused a command[: {line}]',
    remedy:
      'Switch the device off and on and start again. If it happens twice, put the device aside and show its record to the lead.',
  },
  RECEIVER_SILENT: {
    title: 'The device never asked for the firmware',
    remedy:
      'Switch the device off and on and start again. If it happens twice, put the device aside and tell the lead.',
  },
  RECEIVER_CANCELLED: {
    title: 'The device cancelled the transfer',
    remedy:
      'Switch the device off and on and start again. If it happens twice, put the device aside and tell the lead.',
  },
  TRANSFER_RETRIES: {
    title: 'Too many transmission errors[ at byte {offset}]',
    remedy:
      'Use a shorter or better cable, keep it away from motors and power supplies, then start again. If it happens on several slots, tell support.',
  },
  LOADER_SILENT: {
    title: 'The boot loader did not answer',
    remedy:
      'Put the board into its boot loader (hold BOOT and tap RESET, or as its profile says) and start again. If it stays silent, check the plugs and the power, and tell the lead.',
  },
  LOADER_REPLY: {
    title: 'The boot loader gave an answer that makes no sense[ to {command}]',
    remedy:
      'Use a shorter or better cable, switch the board off and on, and start again. If it happens twice, close other programs that use the port and tell support.',
  },
  LOADER_REFUSED: {
    title: 'The boot loader refused a command[: {command}][, status {status}][, at {address}]',
    remedy:
      'Switch the board off and on and start again. If it happens twice, put the board aside and tell the lead.',
  },
  STORAGE_WRITE: {
    title: 'The device could not write its storage[ at {address}][: {line}]',
    remedy:
      'Start again. If it happens twice, the flash memory is probably bad: put the device aside and tell the lead.',
  },
  VERIFY_MISMATCH: {
    title: 'The device does not hold what was written[ at {address}]',
    remedy:
      'Start again. If it happens twice, the flash memory is probably bad: put the device aside and tell the lead.',
  },
  VERSION_UNSEEN: {
    title: 'The device did not say its version after the restart',
    remedy:
      'Switch the device off and on and look whether it boots, then start again. If it happens twice, put it aside and tell the lead.',
  },
  SWAP_REVERTED: {
    title: 'The device went back to its old firmware',
    remedy:
      'The new firmware did not start or was not confirmed. Lead: check that it is signed with the key of this product, then start again.',
  },
  VERSION_DIFFERS: {
    title: 'Another version booted than was written[: {found} instead of {expected}]',
    remedy: 'Start again. If it happens twice, the firmware may carry a wrong version number: tell the lead.',
  },
  DEVICE_UNKNOWN: {
    title: 'It is not known which device this is',
    remedy:
      'Check the label, and start again. If it stays, have the lead look whether the device is registered in the cloud[ (MAC {mac})][ (SN {sn})] or import the list of devices.',
  },
  DEVICE_DIFFERS: {
    title: 'This is not the device that was ordered[: {found} instead of {expected}]',
    remedy:
      'Take this board out and plug in the right one. If the label is right, show both numbers to the lead.',
  },
  CHIP_DIFFERS: {
    title: 'Another chip is on this slot[: {found} instead of {expected}]',
    remedy:
      'Take the board off the slot and put one of the right product there. If it is the right product, tell the lead.',
  },
  CHIP_UNKNOWN: {
    title: 'This version of Flashline does not know the chip[: {chip}]',
    remedy:
      'Lead: check that the profile fits the board. A newer chip needs a newer Flashline: ask support for an update.',
  },
  CHIP_READ_PROTECTED: {
    title: 'The chip is protected against reading and writing',
    remedy:
      'Put the board aside; nothing was written. Lead: taking the protection off erases the whole chip; if that is wanted, set “unprotect” in the profile.',
  },
  CHIP_SECURED: {
    title: 'The chip accepts only signed or encrypted firmware[: {fuses}]',
    remedy:
      'Nothing was written: plain firmware would leave the board dead. Lead: use the signed firmware and the profile that belong to this product.',
  },
  VERSION_UNKNOWN: {
    title: 'The device did not say which version it runs',
    remedy:
      'Switch the device off and on and start again. If it happens twice, have the lead check that the right product is set for this slot.',
  },
  TASK_NONE: {
    title: 'There is no upgrade task for this device[ at version {version}]',
    remedy:
      '[The cloud did not answer; the station went by the tasks it synced on {syncedAt}. ]It may be up to date. Otherwise the lead creates and starts an upgrade task for its version under Tasks.',
  },
  TASK_STOPPED: {
    title: 'The upgrade task[ {taskId}] is not running',
    remedy: 'Lead: start the task under Tasks; then start the device again.',
  },
  TASK_DIFFERS: {
    title: 'The upgrade task does not fit this device',
    remedy:
      'Lead: compare product, part and versions of the task with the device[: {found} instead of {expected}].',
  },
  TASK_TEST: {
    title: 'The upgrade task[ {taskId}] is a test',
    remedy:
      'Nothing was written. Lead: promote the task under Tasks, or allow tests in the order (rollout, command line) for test units.',
  },
  DOWNGRADE: {
    title: 'The device runs a newer version[: {found} instead of {expected}]',
    remedy:
      'Put the board aside; nothing was written. Lead: if the older version is meant, allow it in the order (rollout, command line).',
  },
  HARDWARE_DIFFERS: {
    title: 'The board has another hardware revision[: {found} instead of {expected}]',
    remedy: 'Nothing was written. Put the board with those of its own revision, or arm the order for them.',
  },
  UNIT_REPEATED: {
    title: 'This unit is finished[: it passed on {passedAt}]',
    remedy: 'Nothing was written. Put it with the finished ones and plug in the next board.',
  },
  UNIT_ASK: {
    title: 'This unit has passed already[, on {passedAt}]',
    remedy:
      'Put it with the finished ones. To flash it again, press “Once more” on its slot; it is noted who did.',
  },
  UNIT_TWICE: {
    title: 'This unit is already in work[ in {slotName}]',
    remedy:
      'Nothing was written from here: take one of its two cables off. If these are two boards, put both aside and tell the lead that they carry the same number.',
  },
  TASK_NOT_FOUND: {
    title: 'The upgrade task[ {taskId}] does not exist',
    remedy:
      'Lead: sync under Settings, Products, and check that the connection has the right cloud and corporation.',
  },
  PRODUCT_UNSET: {
    title: 'It is not set what is flashed on this bench',
    remedy: 'Lead: choose product and profile under Settings, Bench.',
  },
  PROFILE_UNKNOWN: {
    title: 'There is no profile[ “{profileId}”]',
    remedy:
      'Lead: choose an existing profile under Settings, Bench, or add the missing one under Settings, Profiles.',
  },
  PROFILE_INVALID: {
    title: 'The profile[ “{profileId|file}”] has a mistake',
    remedy:
      'Lead: correct it under Settings, Profiles[, at line {line}][ ({issue|place|field|name})], or choose another one.',
  },
  IMAGE_NOT_FOUND: {
    title: 'The firmware file is not where the task says',
    remedy: 'Lead: upload the firmware again in the cloud, or correct its address in the task.',
  },
  IMAGE_SHORT: {
    title: 'The firmware file is incomplete[: {found} of {expected} bytes]',
    remedy: 'Start again. If it happens twice, have the lead upload the firmware again in the cloud.',
  },
  IMAGE_SIZE: {
    title: 'The firmware file has the wrong size[: {found} instead of {expected} bytes]',
    remedy:
      'Nothing was written. Lead: upload the right firmware in the cloud, or correct the size in the task.',
  },
  IMAGE_DIGEST: {
    title: 'The checksum of the firmware differs from the task',
    remedy:
      'Do not use this file; nothing was written. Lead: upload the right firmware in the cloud, or correct the checksum (MD5) in the task.',
  },
  IMAGE_TOO_LARGE: {
    title: 'The firmware does not fit into the device[: {sizeBytes}, room for {capacityBytes}]',
    remedy:
      'Nothing was written. Lead: check that the task is for this product; otherwise the firmware has to be made smaller.',
  },
  IMAGE_FORMAT: {
    title: 'The firmware file is damaged or of the wrong kind[: {format}][ {reason}][ at {at}]',
    remedy:
      'Lead: have the file built or exported again. The screen Firmware, or “flashline image”, shows what is in it.',
  },
  IMAGE_ADDRESS: {
    title: 'The firmware would go to a wrong place in the chip[: {address}][, {sizeBytes}][, {reason}]',
    remedy:
      'Nothing was written. Lead: check the address in the profile and the memory map of the file under Firmware (or “flashline image”).',
  },
  IMAGE_CHIP: {
    title: 'The firmware is made for another chip[: {found} instead of {expected}]',
    remedy: 'Nothing was written. Lead: check that task, firmware file and product belong together.',
  },
  IMAGE_VERSION: {
    title: 'The firmware is another version than its task says[: {found} instead of {expected}]',
    remedy: 'Nothing was written. Lead: check that the right file was uploaded for this task.',
  },
  IMAGE_OVER_CAP: {
    title: 'The file is larger than any firmware may be[: {sizeBytes}, at most {capBytes}]',
    remedy: 'Lead: check that the task points to a firmware file and not to something else.',
  },
  IMAGE_UNREADABLE: {
    title: 'The firmware file[ {path|file}] cannot be read',
    remedy:
      'Check the name of the file, and that this user of the computer may read it. If it lies on a network drive, copy it to this computer first.',
  },
  CLOUD_UNREACHABLE: {
    title: 'The cloud[ {host}] cannot be reached',
    remedy:
      'Check the network cable and the internet connection, then try again. If it stays, have the lead check the address under Settings, Clouds.',
  },
  CLOUD_TIMEOUT: {
    title: 'The cloud[ {host}] did not answer in time',
    remedy:
      'Wait a moment and try again. If it stays, have the lead check the network and the time-out under Settings, Clouds.',
  },
  CLOUD_SERVER: {
    title: 'The cloud[ {host}] has a problem of its own[ (HTTP {status})]',
    remedy: 'Wait a few minutes and try again. If it stays, the lead tells the provider of the cloud.',
  },
  CLOUD_BUSY: {
    title: 'The cloud[ {host}] asks to wait: too many requests',
    remedy: 'Wait a minute and try again. If it stays, the lead lets fewer programs ask this cloud.',
  },
  CLOUD_TOKEN: {
    title: 'The cloud does not accept the access token',
    remedy:
      'Lead: enter a valid access token for the connection under Settings, Clouds, or an account that it can sign in with.',
  },
  CLOUD_FORBIDDEN: {
    title: 'The account or token of the connection may not do this',
    remedy:
      'Lead: have the account given the rights for this product, or choose another account or token under Settings, Clouds.',
  },
  CLOUD_REFUSED: {
    title: 'The cloud refused the request[ (HTTP {status})][ (code {cloudCode})]',
    remedy: 'Lead: check that product, corporation and task are the same here and in the cloud.',
  },
  CLOUD_REPLY: {
    title: 'The cloud[ {host}] gave an answer that makes no sense',
    remedy:
      'Check that no proxy or login page stands between. If it stays, have the lead check the address under Settings, Clouds.',
  },
  CLOUD_HOST_UNKNOWN: {
    title: 'The cloud’s name is not known to this network[: {host}]',
    remedy: 'Lead: check the address under Settings, Clouds, and that this network can look up names (DNS).',
  },
  CLOUD_TLS: {
    title: 'The certificate of the cloud[ {host}] is not trusted[ ({cause})]',
    remedy:
      'Lead: check the address under Settings, Clouds, and the clock of this computer. If the plant signs its own certificates, add that certificate to the connection.',
  },
  CLOUD_PROXY: {
    title: 'The proxy[ {proxy}] did not let the call through',
    remedy: 'Lead: check address, user and password of the proxy in the connection (Settings, Clouds, More).',
  },
  CLOUD_CIRCUIT_OPEN: {
    title: 'The cloud[ {host}] failed several times and rests for a while[ ({retryAfterMs})]',
    remedy: 'Wait and try again. Lead: “Test connection” under Settings, Clouds asks at once.',
  },
  CLOUD_CREDENTIALS: {
    title: 'The cloud did not accept the account or key[: {message}]',
    remedy: 'Lead: enter account, password or key of the connection again under Settings, Clouds.',
  },
  CLOUD_SIGNATURE: {
    title: 'The cloud does not accept the signature of the key[ ({reason})]',
    remedy: 'Lead: enter the key and its secret again under Settings, Clouds; they must belong together.',
  },
  CLOUD_CLOCK: {
    title: "This computer's clock and the cloud's do not agree[ (apart: {skewMs})]",
    remedy: 'Lead: set date and time of this computer, then try again.',
  },
  CONNECTION_UNKNOWN: {
    title: 'There is no such connection[: {connectionId}]',
    remedy: 'Lead: choose one that Settings, Clouds lists, or add it there.',
  },
  CONNECTION_LACKS: {
    title: 'The connection[ {connectionId}] cannot do this[: {use}]',
    remedy: 'Lead: choose a connection to a cloud that can, or add one under Settings, Clouds.',
  },
  SECRET_MISSING: {
    title: 'The connection[ {connectionId}] lacks a password, token or key[: {secret}]',
    remedy: 'Lead: enter it in this connection under Settings, Clouds.',
  },
  CLOUD_EXPOSED: {
    title: 'The local cloud would be open to the network[ at {host}] unencrypted',
    remedy:
      'Give it a certificate with --tls-cert and --tls-key, or say --insecure-lan if the network is closed.',
  },
  FIRMWARE_NOT_FOUND: {
    title: 'The catalogue has no such firmware[: {firmwareId}]',
    remedy: 'Lead: sync under Settings, Products, then choose one that the catalogue under Firmware lists.',
  },
  FIRMWARE_UNVERIFIED: {
    title: 'This firmware was not verified in its catalogue[: {status}]',
    remedy: "Lead: have it verified in the cloud's console, or say explicitly that it may be used.",
  },
  FIRMWARE_UNMATCHED: {
    title: 'The file fits no firmware of the catalogue[: {file}]',
    remedy:
      'Check that it is the right file, complete and unchanged. Lead: sync under Settings, Products if the cloud lists it by now.',
  },
  UPGRADE_FAILED: {
    title: "The device's upgrade failed[ ({failure})][: {description}]",
    remedy:
      'Look at the device, switch it off and on, and start again. If it fails twice, put it aside and tell the lead.',
  },
  UPGRADE_STALLED: {
    title: "The device's upgrade did not end in time[ (waited {deadlineMs})]",
    remedy:
      'Check that the device has power and network, then look again. If it does not move on, tell the lead.',
  },
  CLOUD_UNSET: {
    title: 'No cloud is set',
    remedy: 'Lead: add a connection under Settings, Clouds, and choose it under Settings, Products.',
  },
  STEP_TIMEOUT: {
    title: 'The step[ “{step}”] took too long[ (more than {timeoutMs|deadlineMs})]',
    remedy:
      'Switch the device off and on and start again. If it happens twice, put the device aside and tell the lead.',
  },
  JOB_CANCELLED: {
    title: 'The job was cancelled',
    remedy: 'Read what the device most likely carries now. Start again when it is ready.',
  },
  JOB_INTERRUPTED: {
    title: 'The station stopped in the middle of the job',
    remedy:
      'Read what the device most likely carries now, then start again. If the station stops again, tell support.',
  },
  SLOT_UNKNOWN: {
    title: 'There is no such slot[: {slotId}]',
    remedy: 'Plug the device in. Lead: a device with an address is added under Settings, Bench.',
  },
  SLOT_EMPTY: {
    title: 'No device is plugged in here',
    remedy: 'Plug a device in, then start.',
  },
  SLOT_BUSY: {
    title: 'A job is already running on this slot',
    remedy: 'Wait until it ends, or cancel it on its card on the bench.',
  },
  JOB_UNKNOWN: {
    title: 'There is no such record[: {jobId}]',
    remedy: 'Look it up under History. It may belong to another station.',
  },
  SIGN_IN_NEEDED: {
    title: 'Nobody is signed in here',
    remedy: 'Sign in with your name and PIN, then do it again. If your name is missing, ask a lead.',
  },
  ROLE_TOO_LOW: {
    title: 'Your role may not do this',
    remedy:
      'Ask a colleague[ with the role {needs}] to do it, or a lead to change your role under Settings, Operators.',
  },
  PIN_WRONG: {
    title: 'The PIN is not right',
    remedy:
      'Type it again[; tries left: {attemptsLeft}]. If you have forgotten it, a lead can set a new one.',
  },
  PIN_LOCKED: {
    title: 'Too many wrong PINs',
    remedy: 'Wait[ until {untilAt}], then try again, or ask a lead to set a new PIN.',
  },
  PIN_EXPIRED: {
    title: 'The PIN has expired',
    remedy:
      'Choose a new one: type the old PIN once more, then the new one. If you have forgotten it, a lead can set a new one.',
  },
  OPERATOR_UNKNOWN: {
    title: 'There is no such operator, or not any more',
    remedy: 'Choose another name. Lead: add the operator under Settings, Operators.',
  },
  OPERATOR_TAKEN: {
    title: 'Another operator has the name[ {name}] already',
    remedy: 'Lead: give this one a name of its own, so that records can be told apart.',
  },
  OPERATOR_LAST_LEAD: {
    title: 'This is the only lead who can sign in',
    remedy: 'Lead: make another operator a lead first; otherwise nobody could change the settings any more.',
  },
  CLIENT_REFUSED: {
    title: 'The token of this software is refused',
    remedy: 'It was revoked or has expired. Have a lead make a new one under Settings, Factory.',
  },
  CLIENT_TAKEN: {
    title: 'There is a client named {name} already',
    remedy:
      'Lead: choose another name, or revoke the token of the other one first, since records name a client by it.',
  },
  CLIENT_UNKNOWN: {
    title: 'There is no such client[: {clientId}]',
    remedy: 'Lead: look at the list under Settings, Factory.',
  },
  WEBHOOK_UNKNOWN: {
    title: 'There is no such webhook[: {webhookId}]',
    remedy: 'Lead: look at the list of webhooks under Settings, Factory.',
  },
  WEBHOOK_ADDRESS: {
    title: 'Nothing is sent to {host|url}[: {reason}]',
    remedy:
      'Lead: give the webhook an https address without user or password. Plain http has to be allowed on it, and works only to this computer and to private addresses.',
  },
  WEBHOOK_UNREACHABLE: {
    title: 'The webhook[ at {host}] does not take records now[: it answers {status}][: {cause}]',
    remedy:
      'Have a lead start its software or correct the address. The records wait and are sent by themselves.',
  },
  WEBHOOK_REFUSED: {
    title: 'The webhook[ at {host}] refuses the record[ with status {status}]',
    remedy:
      'Have a lead look into the log of that software: mostly the secret or the path differs. Then it can be sent again under Settings, Delivery.',
  },
  WEBHOOK_GONE: {
    title: 'The webhook[ at {host}] says that it is gone for good',
    remedy:
      'It was switched off, and its records wait. Have a lead switch it on again under Settings, Factory, or remove it.',
  },
  DROP_FOLDER: {
    title: 'The drop folder[ {folder}] cannot be used[ ({cause})]',
    remedy:
      'Have a lead connect the share, and let this user read, write and rename there. Nothing is lost meanwhile: files and records wait.',
  },
  DROP_FILE: {
    title: 'The file[ {file}] is no work order[: {field}][ in line {line}][ ({reason})]',
    remedy: 'Have a lead correct it as docs/factory-software.md says, and put it into the folder again.',
  },
  ORDER_NUMBER: {
    title: 'A work order[ {number}] is there already, and differs',
    remedy: 'Have a lead change that order at the station, or send the new one with a number of its own.',
  },
  ORDER_UNARMED: {
    title: 'No work order is armed',
    remedy:
      'Nothing is written until then. Arm the work order of this lot on top of the bench; if there is none, ask the lead.',
  },
  ORDER_UNKNOWN: {
    title: 'There is no such work order',
    remedy: 'Choose one from the list on the bench. It may have been made on another station.',
  },
  ORDER_CHANGED: {
    title: 'Somebody has changed the work order[ {name}] meanwhile',
    remedy:
      'Nothing was overwritten, and nothing written to a board. Lead: look at the order as it is now; then change it, or have the board started, again.',
  },
  ORDER_DONE: {
    title: 'The work order[ {name}] is finished',
    remedy: 'Arm another one. If more units are wanted, the lead makes a new order.',
  },
  ORDER_SLOT: {
    title: 'The armed work order does not use this slot[: {slotName}]',
    remedy: 'Put the board into a slot of the order, or ask the lead to add this slot to it.',
  },
  ORDER_PRODUCT: {
    title: 'This slot is for another product[: {found} instead of {expected}]',
    remedy:
      "Put the board into a slot of the order's product, or arm the order of this product. If no slot fits, ask the lead.",
  },
  ORDER_FULL: {
    title: 'The last units of the work order[ {name}] are in work',
    remedy:
      'Leave the board where it is: it starts by itself if one of those in work fails. If none does, the order is made.',
  },
  ORDER_IMAGE: {
    title: 'The firmware is not the one of the work order',
    remedy:
      'Nothing was written: the image of the task was exchanged. Lead: if the new one is meant, make a new work order, or enter its SHA-256 in this one.',
  },
  ORDER_SCAN_FIRST: {
    title: 'The serial number has to be scanned first',
    remedy: 'Scan the label of the board in this slot; then it starts.',
  },
  SLOTS_LEARNING: {
    title: 'The places of the bench are being numbered',
    remedy: 'Plug a board into each place and end the numbering, then start. Until then nothing is written.',
  },
  SCAN_INVALID: {
    title: 'That is no serial number[: {text}]',
    remedy:
      'Scan the label again: it should have {minLength} to {maxLength} letters and digits[ and begin with {prefix}]. If the label is like that, ask the lead to change the rule.',
  },
  SCAN_DUPLICATE: {
    title: 'The serial number {sn} is bound already[, to {slotName}]',
    remedy:
      'Compare the labels of both boards. Scan the right one, or forget the other scan; two equal labels go to the lead.',
  },
  SCAN_DONE: {
    title: 'The unit {sn} has passed in this work order already',
    remedy: 'Put it to the finished ones. If it has to be flashed again, ask the lead.',
  },
  SCAN_WRONG_PRODUCT: {
    title: 'The unit {sn} is another product[: {found} instead of {expected}]',
    remedy: 'Take it off the bench and put it to its own lot. If it belongs here, tell the lead.',
  },
  SCAN_UNKNOWN: {
    title: 'The serial number {sn} is not in the list of devices',
    remedy: 'Check the label. If it is right, ask the lead to import the list that has it.',
  },
  SCAN_BUSY: {
    title: 'The slot of this scan is busy with a job[: {slotName}]',
    remedy: 'Choose another slot, or scan when the job has ended.',
  },
  TASK_CHANGED: {
    title: 'Somebody has changed the task meanwhile',
    remedy: 'Nothing was changed by you. Lead: look at it as it is now, then decide again.',
  },
  TASK_ACTION: {
    title: 'The task cannot do this now',
    remedy: 'Lead: look at its state under Tasks; the button says what has to happen first.',
  },
  FIRMWARE_PINNED: {
    title: 'The firmware is pinned to this station',
    remedy: 'Lead: unpin it under Firmware first, if it is really not needed any more.',
  },
  FIRMWARE_IN_USE: {
    title: 'A running job needs this firmware',
    remedy: 'Wait until the job has ended, then try again.',
  },
  FIRMWARE_GONE: {
    title: 'This image is no longer on this station',
    remedy: 'Fetch it from the catalogue again, or choose its file once more.',
  },
  IMAGE_KIND: {
    title: 'This is no firmware[: {kind}]',
    remedy:
      'Choose the file that is written to the device. If it came in an archive, unpack it first; nothing was stored.',
  },
  UPLOAD_TOO_MANY: {
    title: 'Too many files are being handed in at the same time[: {running}]',
    remedy: 'Wait until one of them has arrived, then choose this file again.',
  },
  UPLOAD_UNKNOWN: {
    title: 'The file did not come completely and was let go',
    remedy: 'Choose the file again under Firmware.',
  },
  UPLOAD_BROKEN: {
    title: 'The file did not arrive whole[: {receivedBytes} of {sizeBytes}]',
    remedy: 'Choose it again. If it lies on a network drive, copy it to this computer first.',
  },
  OUTBOX_UNKNOWN: {
    title: 'This message is not among those that wait or were refused',
    remedy: 'Lead: look at Settings, Delivery again; it may have arrived meanwhile.',
  },
  OUTBOX_STATE: {
    title: 'That is not possible for this message any more',
    remedy:
      'The lead looks again under Settings, Delivery: it arrived, or somebody else has decided meanwhile.',
  },
  MESSAGE_TOO_LARGE: {
    title: 'The receiver finds a message too large, even shortened',
    remedy:
      'The message is kept: the lead finds out with support what limits the size of requests on the way. Then the lead sends it again under Settings, Delivery.',
  },
  UNIT_UNKNOWN: {
    title: 'This station knows no such device',
    remedy: 'Check the number on its label. It may have been flashed on another station.',
  },
  KIT_UNREADABLE: {
    title: 'This is no kit or result file that can be read[: {file}]',
    remedy:
      'Choose the file that ends in .flkit or .flresults. If it is the right one, copy it again from where it was made: it may not have been copied whole.',
  },
  KIT_NEWER: {
    title: 'This file was made by a newer Flashline[ (form {found}, this one reads up to {known})]',
    remedy: 'Have a lead update this station, or make the file again at a station of this version.',
  },
  KIT_TOO_LARGE: {
    title: 'This file is too large[: {sizeBytes} of at most {limitBytes}]',
    remedy: 'Have a lead make several kits with fewer products or images in each.',
  },
  KIT_CHANGED: {
    title: 'This file is not as it was signed[: {path}]',
    remedy:
      'Nothing was taken from it. Copy it again; if it is refused once more, ask the lead who made it for a new one.',
  },
  KIT_KEY_UNKNOWN: {
    title: 'This file was signed by a station that is not trusted here[: {name}][, key {fingerprint}]',
    remedy:
      'Have a lead compare the key with the one that the other station shows under Settings, Kits, and add it to the trusted keys here.',
  },
  KIT_PRACTICE: {
    title: 'The practice bench takes no kits and no result files',
    remedy:
      'Have a lead go through the first steps (Settings, Diagnostics) and choose “No cloud”, or say under Settings what this bench flashes. Start Flashline again and bring the file in then. `flashline kit import` does it in one step.',
  },
  KIT_STATION: {
    title: 'This kit was made for another station[, key {fingerprint}]',
    remedy: 'Have a lead make one for this station: its key stands under Settings, Kits.',
  },
  KIT_EARLY: {
    title: 'This kit is not valid yet, but from {validFromAt}',
    remedy: 'Wait until then. If that time has passed, set the clock of this computer.',
  },
  KIT_EXPIRED: {
    title: 'The kit[ {name}] has expired: it was valid until {validToAt}',
    remedy:
      '[This station has recorded work at {recordedAt}, so setting its clock back does not help. ]Have a lead make a new one and bring it here.',
  },
  KIT_ROLLED_BACK: {
    title: 'This kit[ {name}] is older than the one that is here',
    remedy:
      'Bring in the newest one[: the one here was made {haveAt}, this one {foundAt}]. Nothing was changed.',
  },
  INPUT_INVALID: {
    title: 'Something entered is not valid[: {field|file}]',
    remedy:
      'Correct it[ (it looks like {example})] and try again. If you do not know what belongs there, open Help beside the screen.',
  },
  DATA_IN_USE: {
    title: 'Another station is already using the data folder[ {path}]',
    remedy:
      'Use the station that is already open, or close it first. Support: another folder can be given with --data.',
  },
  PORT_IN_USE: {
    title: 'The network port[ {port}] is taken by another program',
    remedy: 'Close the other program. Support: another port can be given with --port.',
  },
  DISK_FULL: {
    title:
      'The disk of the station has too little room[: {freeMegabytes} MB left, {neededMegabytes} MB needed]',
    remedy:
      'The device was not touched, and nothing starts until there is room. Delete files that nobody needs from this computer, or old firmware under Firmware.',
  },
  FILES_UNREACHABLE: {
    title: 'The place[ {place}] of the firmware files cannot be reached[ ({reason})]',
    remedy:
      'Lead: see that the shared directory is mounted, or that the object store runs and its address is right. Then start again.',
  },
  FILES_REFUSED: {
    title: 'The place[ {place}] of the firmware files refuses access[ ({reason})]',
    remedy:
      'Lead: give this account leave to read and write the directory. For an object store: check the name of the bucket, the access key and the region.',
  },
  DATABASE_UNREACHABLE: {
    title: 'The database server[ {host}] does not answer[ ({reason})]',
    remedy:
      'Lead: see that PostgreSQL runs there, that its address and port are right and that this computer may connect to it. Then start again.',
  },
  DATABASE_REFUSED: {
    title: 'The database server[ {host}] refuses access[ ({reason})]',
    remedy:
      'Lead: check the user, the password (PGPASSWORD or a pgpass file) and the name of the database, and that the user may create tables in it.',
  },
  STORE_FULL: {
    title: 'The disk of the station is full',
    remedy:
      'Nothing is flashed until there is room: delete files that are not needed from the disk, then start again. If you do not know which, ask support.',
  },
  STORE_NEWER: {
    title: 'The data was written by a newer version of Flashline',
    remedy: 'Nothing was changed. Lead: install that version of Flashline or a later one, or ask support.',
  },
  STORE_BROKEN: {
    title: 'The data of the station cannot be read or written',
    remedy:
      'Stop flashing and call support. Lead: keep a copy of the data folder[ {path}] before the last backup is restored.',
  },
  STORE_BUSY: {
    title: 'Another program holds the database of the station',
    remedy:
      'Nothing was lost, and it goes on as soon as it can. Close the program that reads or copies the data folder: a database viewer, a backup, a virus scanner.',
  },
  STORE_READ_ONLY: {
    title: 'The data of the station cannot be written',
    remedy:
      'Nothing is flashed until it can. Lead: see whether the disk was mounted read-only after a fault, and whether the station may write into its data folder.',
  },
  BACKUP_UNUSABLE: {
    title: 'This file is no sound copy of a station[: {file}]',
    remedy:
      'Nothing was changed. Lead: choose another one; flashline backup list shows those that were checked.',
  },
  BACKUP_NONE: {
    title: 'There is no backup of this station yet',
    remedy: 'Nothing was changed. Lead: name the file of a copy that was kept elsewhere.',
  },
  CHAIN_BROKEN: {
    title: 'The records were changed outside the station[: {problems} places]',
    remedy:
      'Lead: keep a copy of the data folder as it is, and compare the records that are named with an earlier export or backup.',
  },
  CHAIN_BEHIND: {
    title: 'The station has known more records than are there now[: {known}, and {found} are there]',
    remedy:
      'Lead: somebody put back an older database, or removed the last records. Keep a copy of the data folder, and compare it with an earlier export.',
  },
  PROOF_UNREADABLE: {
    title: 'This is no proof of an export[: {file}]',
    remedy: 'Choose the proof file that was saved beside the export.',
  },
  PROOF_DIFFERS: {
    title: 'The records are not those that were exported[: {problems} differ]',
    remedy:
      'Lead: the file or the records were changed since the export. Keep both, and compare the records that are named.',
  },
  EVENTS_GONE: {
    title: 'This page fell behind the station',
    remedy:
      'It loads by itself again; otherwise reload the page. If it happens often, tell support, and they the makers of Flashline.',
  },
  CALLS_TOO_MANY: {
    title: 'A program asks the station for too much at once[: more than {limit}]',
    remedy:
      'If it was this page, reload it. If it was another program, tell support: it must wait for answers before it asks again.',
  },
  NOT_AUTHORISED: {
    title: 'This browser is not known to the station',
    remedy:
      'Open the whole address that the station printed when it started: it holds the key. If you do not have it, ask support.',
  },
  UPDATE_FAILED: {
    title: 'The update server [{host} ]could not be used[: {cause}]',
    remedy:
      'Have a lead compare the address in Settings, Diagnostics with the server: its folder must hold latest.yml. Flashline asks again by itself.',
  },
  UPDATE_UNTRUSTED: {
    title: 'An update was refused: its origin is not proven[ ({cause})]',
    remedy:
      'Have a lead ask whoever makes your releases to sign them and to put them on the server again; on Linux it needs https.',
  },
  STATION_CRASHED: {
    title: 'The station ended by itself {crashes} times in a row',
    remedy:
      'Unplug the board that was plugged in last, start the station again, and flash anew what was being flashed. If it goes on, have support send the file of Settings, Diagnostics to the makers of Flashline.',
  },
  SOFTWARE: {
    title: 'Flashline made a mistake[: {message}]',
    remedy:
      'Start again. If it happens twice, have support send the file of Settings, Diagnostics to the makers of Flashline.',
  },
}
