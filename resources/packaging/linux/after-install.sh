#!/bin/sh
# After a deb or rpm was installed or updated: the command, the sandbox's helper, the desktop's caches, AppArmor, udev.
# electron-builder fills in the names in braces. Nothing here may fail the installation.
program='/opt/${sanitizedProductName}'
ln -sf "$program/${executable}" '/usr/bin/${executable}'

# Where the kernel gives users no name spaces of their own, Chromium's sandbox needs a helper that runs as root.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$program/chrome-sandbox" || true
else
  chmod 4755 "$program/chrome-sandbox" || true
fi

# Ubuntu from 24.04 on gives name spaces only to programs with a profile; older versions cannot read this one.
profile="$program/resources/apparmor-profile"
if apparmor_parser --skip-kernel-load --skip-cache "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  apparmor_parser --replace --write-cache '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
fi

update-mime-database /usr/share/mime >/dev/null 2>&1 || true
update-desktop-database /usr/share/applications >/dev/null 2>&1 || true

# Adapters that are plugged in already get the new rules, too.
if udevadm control --reload >/dev/null 2>&1; then
  udevadm trigger --subsystem-match=tty --subsystem-match=usb --subsystem-match=usb-serial >/dev/null 2>&1 || true
fi
exit 0
