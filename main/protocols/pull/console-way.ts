// A device that is told on its console. Its version is asked by the dialogues of the profile, not here.
import type { Link } from '../../transports/link.ts'
import { Bell } from './bell.ts'
import type { DeviceWay, WayContext } from './device-way.ts'
import type { PullOptions } from './options.ts'
import { byConsole, give } from './trigger.ts'
import type { Way } from './trigger-options.ts'

export function openConsoleWay(
  link: Link,
  trigger: Way<'console'>,
  { follow }: PullOptions,
  { log }: WayContext,
): DeviceWay {
  return {
    bell: new Bell(),
    name: null,
    introduce: async () => null,
    async start(values, news, signal) {
      const then = follow?.by === 'console' ? follow.script : null
      const instruct = byConsole(trigger, then, link, values, log)
      return { ended: give(instruct, news, signal) }
    },
    forget: () => {},
    waitForVersion: null,
    close: () => {},
  }
}
