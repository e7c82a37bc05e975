// Gives the page its line to the station: one end of a message channel per load of the page and per start of the station's
// process, to the top frame of our own page and to nobody else. The other end goes to that process; nothing is read here.
import { MessageChannelMain, type WebContents } from 'electron'
import type { DesktopStation } from './desktop-station.ts'
import { originOf } from './ui-scheme.ts'

export function handOverPorts(
  contents: WebContents,
  station: Pick<DesktopStation, 'connect' | 'onRestarted'>,
  pageUrl: string,
): void {
  const handOver = () => {
    const frame = contents.mainFrame
    if (frame.origin !== originOf(pageUrl)) return
    const { port1: theirs, port2: pages } = new MessageChannelMain()
    station.connect(theirs, 'page')
    frame.postMessage('flashline:port', null, [pages])
  }
  // After the load the page listens; a reload gets a port of its own and the old one closes with its page.
  contents.on('did-finish-load', handOver)
  station.onRestarted(() => {
    // A page that is dead or under way gets one when it has loaded.
    if (!contents.isDestroyed() && !contents.isCrashed() && !contents.isLoadingMainFrame()) handOver()
  })
}
