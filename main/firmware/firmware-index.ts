// What the firmware store wants to have remembered about its files; the database does it. The files are the truth: a
// row without a file is dropped, a file without a row is found again by downloading it.
export interface IndexedFirmware {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
}

export interface FirmwareIndex {
  /** By whichever digest is given; never one that is known to be broken. */
  find(wanted: {
    md5: string | null
    sha256?: string | null
    sizeBytes: number
  }): Promise<IndexedFirmware | null>
  /** Adds it, or notes that it was stored again. */
  add(file: IndexedFirmware & { sourceUrl: string | null; name?: string }): Promise<void>
  /** It was used now. */
  touch(sha256: string): Promise<void>
  /** Its file is no longer there. */
  lost(sha256: string): Promise<void>
  remove(sha256: string): Promise<void>
}
