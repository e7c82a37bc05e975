// Addresses outside of the program: none is ever shown in a window of ours. A link of the page that asks for a new window is
// offered to the browser of the system, https only, after a question that shows where it leads.
import { type BrowserWindow, shell } from 'electron'
import { askPerson } from './ask-person.ts'
import { type DesktopTexts, fill } from './desktop-texts.ts'

const longestAddress = 2000

/** The address as it would be opened; null: not for the outside. Pure. */
export function outsideAddress(text: string): URL | null {
  if (text.length > longestAddress || !URL.canParse(text)) return null
  const url = new URL(text)
  // A name before the host is there to look like a host.
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null
}

export function offerLinks(window: BrowserWindow, texts: () => DesktopTexts): void {
  let asking = false
  const offer = async (url: URL) => {
    // A page that asks all the time would make a person say yes at last.
    if (asking) return
    asking = true
    try {
      const { linkTitle, linkDetail, openLink, cancel } = texts()
      const answer = await askPerson(window, {
        message: fill(linkTitle, { host: url.host }),
        detail: fill(linkDetail, { address: url.href }),
        buttons: [openLink, cancel],
      })
      if (answer === 0) await shell.openExternal(url.href)
    } finally {
      asking = false
    }
  }
  window.webContents.setWindowOpenHandler(({ url }) => {
    const outside = outsideAddress(url)
    if (outside) offer(outside).catch((error: unknown) => console.error(error))
    return { action: 'deny' }
  })
}
