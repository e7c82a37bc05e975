#!/bin/sh
# After a deb or rpm was removed. An update runs it too, after the new version's after-install.sh: with an rpm the count
# of what stays installed is above 0, with a deb the word is not `remove` or `purge`; then nothing is taken away.
case "$1" in
  0 | remove | purge) ;;
  *) exit 0 ;;
esac
rm -f '/usr/bin/${executable}'
if [ -f '/etc/apparmor.d/${executable}' ]; then
  apparmor_parser --remove '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
  rm -f '/etc/apparmor.d/${executable}'
fi
udevadm control --reload >/dev/null 2>&1 || true
exit 0
