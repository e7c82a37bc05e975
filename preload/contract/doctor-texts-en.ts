// English sentences of what `flashline doctor` finds. Syntax of the placeholders: error-texts.ts.
import type { DoctorTexts } from './doctor-texts.ts'

const none = ''

export const doctorTextsEn: DoctorTexts = {
  checkLate: {
    title: 'Not finished within {seconds} s',
    remedy:
      'Something this computer asks does not answer. Run the check again; if it stays so, tell support.',
  },
  checkBroken: { title: 'Could not be checked', remedy: none },
  systemKnown: {
    title: 'Flashline {flashline} on {system} {release}, {arch}, Node {node}[, Electron {electron}]',
    remedy: none,
  },
  systemUnknown: {
    title: '{system} {release} on {arch} is no system that Flashline is packed for (Node {node})',
    remedy: 'It may work. Windows, macOS or Linux on x64 or arm64 are those that are tested.',
  },
  nativeLoaded: { title: 'Loaded: {modules}', remedy: none },
  nativeBroken: {
    title: 'The native part {module} does not load: {reason}',
    remedy:
      'Install Flashline again with the package for this system and processor; from the sources: npm ci.',
  },
  dataNone: { title: 'There is no data folder yet: the first start makes {path}', remedy: none },
  dataFine: { title: '{path} belongs to this user alone', remedy: none },
  dataOpen: {
    title: 'Other users of this computer may look into {path} (mode {mode})',
    remedy: 'Type this in a terminal:',
  },
  dataForeign: {
    title: '{path} belongs to another user ({owner})',
    remedy: 'Start Flashline as that user, or make the folder yours:',
  },
  dataReadOnly: {
    title: 'Nothing can be written into {path} ({reason})',
    remedy:
      'Records cannot be kept there. Give this user the right to write, check that the disk is not write-protected, or start with --data and another folder.',
  },
  dataNetwork: {
    title: '{path} is on a network drive ({fileSystem})',
    remedy: 'Databases break on network drives. Keep the data folder on a disk of this computer (--data).',
  },
  secretsOpen: {
    title: 'Other users may read the stored passwords and tokens: {path} (mode {mode})',
    remedy: 'Change the secrets in it, after typing this in a terminal:',
  },
  diskFine: {
    title: '{freeMegabytes} MB free[, a record is on the disk within {syncMilliseconds} ms]',
    remedy: none,
  },
  diskLow: {
    title: 'Only {freeMegabytes} MB free; {wantedMegabytes} MB are wanted for firmware and records',
    remedy: 'Make room: remove old firmware under Firmware, or other files from this disk.',
  },
  diskFull: {
    title: 'Only {freeMegabytes} MB free: results may soon not be recorded',
    remedy:
      'Make room now: at least {wantedMegabytes} MB. Remove old firmware or other files from this disk.',
  },
  diskSlow: {
    title: 'Slow disk: a record takes {syncMilliseconds} ms to be safe',
    remedy:
      'Jobs end late on a bench with many slots. Keep the data folder on an SSD (--data), not on an SD card.',
  },
  settingsFine: { title: 'The settings can be read', remedy: none },
  settingsUnreadable: {
    title: 'The settings cannot be read',
    remedy:
      'Correct the named file, or put a copy of it back. Without it (moved away) the station starts with no settings.',
  },
  profilesFine: { title: '{count} profiles, none with mistakes', remedy: none },
  profileBroken: {
    title: 'The profile {file} is left out: {issue}',
    remedy: 'Correct it under Settings, Profiles; `flashline profile check` names line and column.',
  },
  keychainWorks: { title: 'An entry was written, read back and removed', remedy: none },
  keychainOff: { title: 'Not used (FLASHLINE_KEYCHAIN=off); secrets are kept in {path}', remedy: none },
  keychainMissing: {
    title: 'There is none that answers; secrets are kept in {path}, readable by this user only[ ({reason})]',
    remedy:
      'Fine for a fixture. For a person’s computer: sign in to the desktop so that its keychain is unlocked (Linux: install gnome-keyring or KWallet).',
  },
  portsNone: {
    title: 'No USB serial port is plugged in',
    remedy: none,
  },
  portFine: { title: '{path}: {product}[, driver {driver}]', remedy: none },
  portBusy: {
    title: '{path} is held by {program} (process {pid})',
    remedy: 'If that is a station with a running job, all is well. Else close that program.',
  },
  portDenied: {
    title: 'This user may not open {path}[ (group {group})]',
    remedy:
      'Let this user open serial ports (on Linux by this command), then sign out of the computer and in again:',
  },
  portGroupPending: {
    title: 'This user may not open {path} yet: the group {group} was given after signing in',
    remedy: 'Sign out of the computer and in again; a service has to be restarted.',
  },
  portsUnlisted: {
    title: 'The serial ports cannot be listed: {reason}',
    remedy: 'Ports may still be opened by their name, such as /dev/ttyUSB0 or COM3, under Settings, Slots.',
  },
  rulesInstalled: { title: 'The udev rules of Flashline are installed', remedy: none },
  rulesMissing: {
    title:
      'The udev rules of Flashline are not installed: permissions and speed of adapters are left to chance',
    remedy: 'Type this in a terminal:',
  },
  modemManager: {
    title: 'ModemManager is running: it opens new ports and may send into boards',
    remedy: 'The udev rules tell it to keep away:',
  },
  driverMissing: {
    title: 'No driver serves {product} at {place}',
    remedy: 'Load it; if it is not there, install the kernel’s extra modules (linux-modules-extra) first:',
  },
  driverTaken: {
    title: 'A program uses {product} at {place} directly, so that it has no serial port',
    remedy: 'Close that program (a debugger, a virtual machine), then plug the adapter in again.',
  },
  brailleTaken: {
    title: 'brltty took {product} at {place} for a braille display',
    remedy: 'Where nobody needs such a display, stop it and plug the adapter in again:',
  },
  driversMac: {
    title:
      'An adapter that shows no port (/dev/cu.*) needs its maker’s driver: CH340 and CP210x bring one, allow it under System Settings, Privacy & Security',
    remedy: none,
  },
  driversWindows: {
    title:
      'An adapter that shows no COM port needs its maker’s driver (CH340: WCH, CP210x: Silicon Labs, FTDI: VCP); the Device Manager marks it with a yellow sign',
    remedy: none,
  },
  hubsFine: { title: '{ports} serial ports behind {hubs} hubs, nothing in the way', remedy: none },
  hubsUntold: {
    title: 'This system does not tell how hubs are plugged; only depth can be seen',
    remedy: none,
  },
  hubDeep: {
    title: '{path} is behind {depth} hubs in a row; USB allows five',
    remedy: 'Plug its hub closer to the computer: longer chains fail at random.',
  },
  hubShared: {
    title: '{ports} adapters share the one translator of the hub at {place} (12 Mbit/s for all)',
    remedy: 'Spread them over several hubs, or use a hub with one translator per port (multi-TT).',
  },
  hubUnpowered: {
    title: 'The hub at {place} has no power supply, and its devices ask for {milliamps} mA (500 mA at most)',
    remedy: 'Connect its power supply, or use a hub that has one: boards reset while they are written.',
  },
  controllerFull: {
    title: 'The USB controller {place} has {endpoints} of about 96 endpoints in use',
    remedy:
      'Plug further hubs into another controller (a PCIe card): above the limit new boards do not show up.',
  },
  connectionsNone: { title: 'No connection is set', remedy: none },
  connectionsOffline: { title: '{count} connections are set; not tried (offline)', remedy: none },
  connectionWorks: {
    title:
      '{connectionId} ({host}): {calls} calls work[, through the proxy {proxy}][, own authorities: {authorities}]',
    remedy: none,
  },
  connectionFailed: {
    title: '{connectionId} ({host}), {call}[, through the proxy {proxy}]',
    remedy: none,
  },
  connectionLate: {
    title: '{connectionId} ({host}) did not answer all calls within {seconds} s[, through the proxy {proxy}]',
    remedy:
      'Check the network, and the proxy where there is one; then run “Test connection” under Settings, Clouds.',
  },
  proxyUnused: {
    title: 'This computer has a proxy ({variable}), which the connection {connectionId} does not use',
    remedy: 'If the cloud cannot be reached without it, enter it under Settings, Clouds.',
  },
  certificatesUnchecked: {
    title: 'Certificates are not checked: NODE_TLS_REJECT_UNAUTHORIZED is 0',
    remedy: 'Take that variable away, and enter the plant’s own authority at the connection instead.',
  },
  authorityUnreadable: {
    title: 'A certificate of {connectionId} cannot be read',
    remedy: 'Enter the authority’s certificate (PEM) again under Settings, Clouds.',
  },
  authorityExpired: {
    title: 'The authority {subject} of {connectionId} ended {validToAt}',
    remedy: 'Ask for the new certificate and enter it under Settings, Clouds.',
  },
  clockFine: { title: '{seconds} s from {host}, time zone {zone}', remedy: none },
  clockUnasked: { title: 'No cloud was asked for the time; time zone {zone}', remedy: none },
  clockOff: {
    title: '{minutes} minutes from {host}; at 15 clouds refuse signatures and tokens',
    remedy: 'Set the clock, best by switching on automatic time (NTP). Time zone: {zone}.',
  },
  clockWrong: {
    title: '{minutes} minutes from {host}: signatures and tokens are refused',
    remedy: 'Set the clock now, best by switching on automatic time (NTP). Time zone: {zone}.',
  },
  doorFree: { title: 'Port {port} is free for `serve`', remedy: none },
  doorTaken: {
    title: 'Port {port} is in use ({reason})',
    remedy:
      'If that is a station of yours, all is well. Else `serve` chooses another port, or name one with --port.',
  },
  foldersNone: { title: 'None are set', remedy: none },
  folderFine: { title: '{folder} can be read, written and renamed in', remedy: none },
  folderUnusable: {
    title: '{folder} cannot be used[ ({reason})]',
    remedy:
      'Check that the share is connected and that this user may read, write and rename there, or set another folder under Settings, Factory. Nothing is lost meanwhile: files and records wait.',
  },
  databaseNone: { title: 'There is none yet', remedy: none },
  databaseFine: { title: 'Sound, {megabytes} MB, version {version}', remedy: none },
  databaseUnproved: {
    title:
      '{megabytes} MB, version {version}; not proved, since that holds up the station: `flashline doctor` on the command line does',
    remedy: none,
  },
  databaseOld: { title: 'Sound, of version {version}: the next start brings it to {known}', remedy: none },
  databaseNewer: {
    title: 'Written by a later Flashline (version {version}, this one knows {known})',
    remedy: 'Install that Flashline again, or use another data folder.',
  },
  databaseDamaged: {
    title: 'Damaged: {problem}',
    remedy:
      'Restart the station: it keeps the damaged file, goes on with the newest good backup and brings over what can still be read.',
  },
  databaseRecovered: {
    title: 'It was damaged or put back on {at}: {broughtOver} records saved, {lost} lost',
    remedy:
      'A lead reads the line at the top of the screens and presses Seen. Think of a new disk if it happens again.',
  },
  databaseUnreadable: { title: 'It cannot be opened', remedy: none },
  databaseLog: {
    title: 'Its log has grown to {megabytes} MB',
    remedy: 'A program reads in it without an end: close it and restart the station.',
  },
}
