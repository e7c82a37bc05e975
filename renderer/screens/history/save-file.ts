// Gives a file to the browser, which saves it as it saves every download. The station has no part in it.

export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser holds the file by itself once the download has begun.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
