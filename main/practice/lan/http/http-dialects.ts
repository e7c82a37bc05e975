// How kinds of devices take an image over HTTP and tell what they run: paths, fields, answers. Pure. Sources: Tasmota,
// xdrv_01_9_webserver.ino and "Commands: Status"; ESPHome, web_server/ota and "Web Server API"; Arduino core for ESP8266,
// ESP8266HTTPUpdateServer. `put` is a device of no particular make.

export type HttpDialect = 'tasmota' | 'esphome' | 'form' | 'put'

export interface HttpFacts {
  readonly version: string
  readonly mac: string
  readonly deviceId: string
  readonly uptimeSeconds: number
  readonly roomBytes: number
}

export interface Page {
  readonly status: number
  readonly type: string
  readonly text: string
}

export interface UploadWay {
  readonly method: 'POST' | 'PUT'
  readonly path: string
  /** Of a form; null: the body is the image. */
  readonly field: string | null
}

export const uploadWays: Readonly<Record<HttpDialect, UploadWay>> = {
  tasmota: { method: 'POST', path: '/u2', field: 'u2' },
  esphome: { method: 'POST', path: '/update', field: 'update' },
  form: { method: 'POST', path: '/update', field: 'firmware' },
  put: { method: 'PUT', path: '/firmware', field: null },
}

const html = 'text/html'
const plain = 'text/plain'
const json = 'application/json'

/** To an upload. `no`: why not. */
export function uploadAnswer(dialect: HttpDialect, no: string | null): Page {
  const page = (status: number, type: string, text: string): Page => ({ status, type, text })
  switch (dialect) {
    case 'tasmota':
      return page(200, html, tasmotaPage(no))
    case 'esphome':
      return page(200, plain, no === null ? 'Update Successful!' : 'Update Failed!')
    case 'form':
      return page(200, html, no === null ? 'Update Success! Rebooting...' : `Update error: ${no}`)
    case 'put':
      return no === null ? page(204, json, '') : page(422, json, JSON.stringify({ error: no }))
  }
}

function tasmotaPage(no: string | null): string {
  const word = no === null ? "<font color='#47c266'>Successful" : "<font color='#ff5661'>Failed"
  const script = no === null ? "<script>setTimeout(function(){location.href='.';},24000);</script>" : ''
  return `<html><head><title>Information</title>${script}</head><body><b>Upload ${word}</font></b><br><br>${no ?? ''}</body></html>`
}

/** To a question by GET. Null: there is no such page. */
export function pageAt(dialect: HttpDialect, url: URL, facts: HttpFacts): Page | null {
  const page = (value: object): Page => ({ status: 200, type: json, text: JSON.stringify(value) })
  const { version, mac, deviceId, uptimeSeconds, roomBytes } = facts
  switch (`${dialect} ${url.pathname}`) {
    case 'tasmota /up':
      return { status: 200, type: html, text: '<html>Upgrade by file upload</html>' }
    case 'tasmota /cm':
      return url.searchParams.get('cmnd') === 'Status 0'
        ? page(tasmotaStatus(facts))
        : page({ Command: 'Unknown' })
    case 'esphome /text_sensor/version':
      return page({ id: 'text_sensor-version', value: version, state: version })
    case 'form /update':
      return { status: 200, type: html, text: '<form method="POST" enctype="multipart/form-data"></form>' }
    case 'form /version':
    case 'put /version':
      return page({ version, mac, deviceId, model: 'PRACTICE', uptime: uptimeSeconds, roomBytes })
    default:
      return null
  }
}

function tasmotaStatus({ version, mac, uptimeSeconds, roomBytes }: HttpFacts): object {
  return {
    Status: { Module: 1, DeviceName: 'Tasmota' },
    StatusFWR: { Version: `${version}(release-tasmota)`, Hardware: 'ESP8266EX' },
    StatusMEM: { ProgramFree: Math.floor(roomBytes / 1024) },
    StatusNET: { Hostname: 'tasmota-0001', Mac: mac.match(/../g)?.join(':') ?? '' },
    StatusSTS: { UptimeSec: uptimeSeconds },
  }
}
