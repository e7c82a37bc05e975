// The Debian packages that the tests need, and how each is recognised. As root on Debian missing ones are installed;
// elsewhere they are named.
import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** `file` is a path that the package brings, or a command on PATH. */
export const tools = [
  { package: 'chromium', file: 'chromium', for: 'the screens in a browser' },
  { package: 'qemu-system-arm', file: 'qemu-system-arm', for: 'the real boot loader U-Boot' },
  { package: 'u-boot-qemu', file: '/usr/lib/u-boot/qemu_arm/u-boot.bin', for: 'the real boot loader U-Boot' },
  { package: 'u-boot-tools', file: 'mkimage', for: 'images that U-Boot boots' },
  { package: 'mtools', file: 'mcopy', for: 'images that U-Boot boots' },
  { package: 'dosfstools', file: 'mkfs.fat', for: 'images that U-Boot boots' },
  { package: 'fdisk', file: 'sfdisk', for: 'images that U-Boot boots' },
  { package: 'lrzsz', file: 'rb', for: 'YMODEM against a real receiver and sender' },
  {
    package: 'stm32flash',
    file: 'stm32flash',
    for: 'the STM32 boot loader as its own host tool speaks to it',
  },
  { package: 'avrdude', file: 'avrdude', for: 'AVR boot loaders as their own host tool speaks to them' },
  {
    package: 'libsimavr-dev',
    file: '/usr/include/simavr/sim_avr.h',
    for: 'the real boot loader Optiboot in an emulated AVR',
  },
  {
    package: 'arduino-core-avr',
    file: '/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex',
    for: 'the real boot loader Optiboot',
  },
  { package: 'gcc', file: 'gcc', for: 'the runner of the emulated AVR' },
  { package: 'libc6-dev', file: '/usr/include/stdio.h', for: 'the runner of the emulated AVR' },
  { package: 'qemu-system-x86', file: 'qemu-system-x86_64', for: 'a real kernel with a USB serial adapter' },
  { package: 'busybox-static', file: 'busybox', for: 'a real kernel with a USB serial adapter' },
  { package: 'kmod', file: 'modprobe', for: 'a real kernel with a USB serial adapter' },
  { package: 'cpio', file: 'cpio', for: 'a real kernel with a USB serial adapter' },
  { package: 'udev', file: 'udevadm', for: 'a real kernel with a USB serial adapter' },
  { package: 'srecord', file: 'srec_cat', for: 'HEX and S-record files of another tool' },
  { package: 'binutils', file: 'objcopy', for: 'HEX and S-record files of another tool' },
  { package: 'socat', file: 'socat', for: 'serial ports' },
  { package: 'ser2net', file: 'ser2net', for: 'a real serial server, raw and with RFC 2217' },
  {
    package: 'python3-serial',
    file: '/usr/lib/python3/dist-packages/serial/rfc2217.py',
    for: 'a real serial server with modem lines',
  },
  { package: 'mosquitto', file: 'mosquitto', for: 'a real message broker' },
  {
    package: 'mosquitto-clients',
    file: 'mosquitto_pub',
    for: 'devices behind a broker, steered by its own tools',
  },
  { package: 'openssl', file: 'openssl', for: 'certificates of a message broker' },
  { package: 'curl', file: 'curl', for: 'firmware fetched by a client of others' },
  { package: 'iproute2', file: 'ip', for: 'networks of their own for devices' },
  { package: 'avahi-daemon', file: 'avahi-daemon', for: 'devices that another program announces' },
  { package: 'avahi-utils', file: 'avahi-publish', for: 'devices that another program announces' },
  { package: 'wget', file: 'wget', for: 'HTTP as clients that nobody here wrote speak it' },
  { package: 'nginx-light', file: 'nginx', for: 'the benchmark of the hand-out server' },
  { package: 'dbus', file: 'dbus-run-session', for: 'secrets in a real keychain' },
  { package: 'postgresql', file: 'pg_ctlcluster', for: 'the local cloud of a large plant' },
  { package: 'swift-proxy', file: 'swift-proxy-server', for: 'firmware files in a real object store' },
  { package: 'swift-account', file: 'swift-account-server', for: 'firmware files in a real object store' },
  {
    package: 'swift-container',
    file: 'swift-container-server',
    for: 'firmware files in a real object store',
  },
  { package: 'swift-object', file: 'swift-object-server', for: 'firmware files in a real object store' },
  { package: 'gnome-keyring', file: 'gnome-keyring-daemon', for: 'secrets in a real keychain' },
]

export function missingTools() {
  return tools.filter(({ file }) => !isThere(file))
}

/** Installs what is missing where it may; returns what is still missing. */
export function installTools() {
  const missing = missingTools()
  if (missing.length === 0) return []
  if (!isDebian() || process.getuid?.() !== 0) return missing
  const packages = missing.map((tool) => tool.package)
  console.log(`installing for the tests: ${packages.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env })
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
  return missingTools()
}

function isThere(file) {
  if (file.startsWith('/')) return existsSync(file)
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => isExecutable(join(folder, file)))
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
