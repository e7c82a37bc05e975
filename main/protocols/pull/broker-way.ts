// A device that is told through the plant's broker. Follows it beyond the fetch, until its new version is there: some say
// only then that they could not use what they have fetched.
import type { BrokerDevice } from '../../transports/broker.ts'
import { BrokerEar } from './broker-ear.ts'
import { waitForBrokerVersion } from './broker-version.ts'
import type { DeviceWay, WayContext } from './device-way.ts'
import { followTopic } from './follow.ts'
import type { PullOptions } from './options.ts'
import { fillTopic } from './template.ts'
import { byMessages, give } from './trigger.ts'
import type { Way } from './trigger-options.ts'

/** BROKER_LOST, BROKER_REFUSED. */
export async function openBrokerWay(
  device: BrokerDevice,
  trigger: Way<'mqtt'>,
  { version, follow, values: own }: PullOptions,
  { signal }: WayContext,
): Promise<DeviceWay> {
  const known = { ...own, name: device.name }
  const ear = await BrokerEar.listen(device, version?.by === 'mqtt' ? version : silent, known, signal)
  let stopFollowing = () => {}
  return {
    bell: ear.bell,
    name: device.name,
    introduce: (asking) => ear.introduce(asking),
    async start(values, news, ending) {
      const instruct = byMessages(trigger, device, values)
      stopFollowing()
      if (follow?.by === 'mqtt')
        stopFollowing = await followTopic(device, fillTopic(follow.topic, values), follow, news, ending)
      return { ended: give(instruct, news, ending) }
    },
    forget: () => ear.forget(),
    waitForVersion: version === null ? null : (wait, waiting) => waitForBrokerVersion(ear, wait, waiting),
    close() {
      stopFollowing()
      ear.close()
    },
  }
}

const silent = { by: 'mqtt', ask: null, boot: null, presence: null, askTimeoutMs: 0 } as const
