// Runs beside the page, before it. Hands the page the message port that the desktop sent, and nothing else: no API, no
// Node, no global.
import { ipcRenderer } from 'electron'

ipcRenderer.on('flashline:port', (event) => {
  // Addressed to our own origin only; the page listens for this message.
  window.postMessage({ type: 'flashline:port' }, window.location.origin, [...event.ports])
})
