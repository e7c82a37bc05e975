// Fetches a file that the station made, piece by piece, and hands it to the person.
import type { StationClient } from '../../../api/client.ts'
import { bytesOfBase64 } from '../diagnostics/save-file.ts'

/** The whole file. Rejects when it became another one meanwhile. */
export async function fetchMade(
  client: StationClient,
  fileId: string,
): Promise<{ name: string; file: Blob }> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let doneBytes = 0
  for (;;) {
    const { name, sizeBytes, bytes } = await client.kits.download({ fileId, offset: doneBytes })
    const piece = bytesOfBase64(bytes)
    pieces.push(piece)
    doneBytes += piece.length
    if (doneBytes === sizeBytes) return { name, file: new Blob(pieces) }
    if (piece.length === 0) throw new Error('the file has become shorter')
  }
}

export async function saveMade(client: StationClient, fileId: string): Promise<void> {
  const { name, file } = await fetchMade(client, fileId)
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
