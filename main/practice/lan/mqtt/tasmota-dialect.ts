// How Tasmota speaks: commands in cmnd/<topic>/, answers in stat/<topic>/, what it tells unasked in tele/<topic>/, and a
// kept description for discovery. It says nothing while it fetches. Sources: tasmota.github.io/docs/MQTT and /docs/Commands;
// messages of an upgrade: support_tasmota.ino of arendst/Tasmota.
import type { FetchOrder, MqttDialect, Say, Speaker } from './mqtt-dialect.ts'
import type { FetchFailure } from './mqtt-faults.ts'

const reasons: Record<FetchFailure, string> = {
  [-1]: 'Wrong magic byte',
  [-2]: 'connection lost',
  [-3]: 'Verify bin header failed',
  [-4]: 'Not enough space',
}

export class TasmotaDialect implements MqttDialect {
  /** Kept in its settings: it survives a restart. */
  #url = 'http://ota.tasmota.com/tasmota/release/tasmota.bin.gz'

  filters({ name }: Speaker): string[] {
    return [`cmnd/${name}/#`, 'cmnd/tasmotas/#']
  }

  presence({ name }: Speaker) {
    const topic = `tele/${name}/LWT`
    return {
      offline: { topic, payload: 'Offline', retain: true },
      online: { topic, payload: 'Online', retain: true },
    }
  }

  hello({ device, name, version }: Speaker): Say[] {
    const info = {
      Module: 'Generic',
      Version: `${version}(tasmota)`,
      FallbackTopic: `cmnd/DVES_${device.mac.slice(-6)}_fb/`,
    }
    const description = {
      ...{ ip: '127.0.0.1', dn: name, fn: [name], hn: name, mac: device.mac, md: 'Generic', ty: 0, if: 0 },
      ...{ ofln: 'Offline', onln: 'Online', sw: version, t: name, ft: '%prefix%/%topic%/' },
      ...{ tp: ['cmnd', 'stat', 'tele'], ver: 1 },
    }
    return [
      { topic: `tele/${name}/INFO1`, payload: JSON.stringify({ Info1: info }) },
      { topic: `tasmota/discovery/${device.mac}/config`, payload: JSON.stringify(description), retain: true },
    ]
  }

  hear(speaker: Speaker, topic: string, text: string): { say: Say[]; order: FetchOrder | null } {
    const command = topic.split('/').at(-1)?.toUpperCase()
    if (command === 'OTAURL') {
      if (text !== '') this.#url = text
      return { say: [this.#result(speaker, { OtaUrl: this.#url })], order: null }
    }
    if (command === 'UPGRADE') {
      if (text !== '1')
        return { say: [this.#result(speaker, { Upgrade: 'Option 1 to upgrade' })], order: null }
      const order = { url: this.#url, sizeBytes: null, md5: null, sha256: null }
      return {
        say: [this.#result(speaker, { Upgrade: `Version ${speaker.version} from ${this.#url}` })],
        order,
      }
    }
    return { say: command === 'STATUS' ? this.#status(speaker, text) : [], order: null }
  }

  progress(): Say[] {
    return []
  }

  ended({ name }: Speaker, failure: FetchFailure | null): Say[] {
    const said = failure === null ? 'Successful. Restarting' : `Failed ${reasons[failure]}`
    return [{ topic: `stat/${name}/UPGRADE`, payload: JSON.stringify({ Upgrade: said }) }]
  }

  #result({ name }: Speaker, answer: object): Say {
    return { topic: `stat/${name}/RESULT`, payload: JSON.stringify(answer) }
  }

  #status({ device, name, version }: Speaker, which: string): Say[] {
    const mac = device.mac.match(/../g)?.join(':')
    const parts: Record<string, object> = {
      '2': { StatusFWR: { Version: `${version}(tasmota)`, Boot: 7, Core: '2_7_6', Hardware: 'ESP8266EX' } },
      '5': { StatusNET: { Hostname: name, IPAddress: '127.0.0.1', Mac: mac } },
    }
    const part = parts[which]
    return part ? [{ topic: `stat/${name}/STATUS${which}`, payload: JSON.stringify(part) }] : []
  }
}
