// The exact commands that let a person's programs use serial ports, for errors, help and `flashline doctor`: the only place
// where they are written. Pure; runs nothing. The rules themselves: resources/udev/.

/** Debian, Ubuntu, Fedora; Arch says uucp. Who knows the port says its own group. */
export const usualSerialGroup = 'dialout'

/** Null where no group decides about serial ports. Takes effect when the person signs in again. */
export function joinGroupCommand(platform: NodeJS.Platform, group: string = usualSerialGroup): string | null {
  return platform === 'linux' ? `sudo usermod -aG ${quoted(group)} $USER` : null
}

/** `rulesDir`: where the program has its `*.rules`. Plugged adapters get the new permissions at once. */
export function installRulesCommand(rulesDir: string): string {
  const files = `${quoted(rulesDir)}/*.rules`
  const load = 'sudo udevadm control --reload && sudo udevadm trigger'
  // An AppImage shows its files to its own user only, not to root.
  return rulesDir.includes('/.mount_')
    ? `cat ${files} | sudo tee /etc/udev/rules.d/71-flashline-access.rules >/dev/null && ${load}`
    : `sudo cp ${files} /etc/udev/rules.d/ && ${load}`
}

/** The kernel's driver of an adapter, loaded by hand. */
export function loadDriverCommand(module: string): string {
  return `sudo modprobe ${quoted(module)}`
}

/** Braille displays and many USB serial adapters share ids; who has no such display does without. */
export const stopBrailleCommand =
  'sudo systemctl mask --now brltty-udev.service brltty.service && sudo udevadm trigger'

export function onlyOwnerCommand(path: string, mode: '700' | '600'): string {
  return `chmod ${mode} ${quoted(path)}`
}

export function ownCommand(path: string): string {
  return `sudo chown -R "$USER" ${quoted(path)}`
}

/** As one word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
