// What is asked for all the time, kept in memory until somebody writes: here, or another process.

export interface Remembered<Key, Value> {
  /** What is remembered, else what `read` finds. Nothing is remembered of what changed while it was read. */
  recall(key: Key, read: () => Promise<Value | undefined>): Promise<Value | undefined>
  /** After a change, and inside the transaction that makes one. */
  forget(): void
}

export interface RememberedOptions<Value> {
  /** Changes whenever somebody else may have written. */
  readonly dataVersion: () => number | undefined
  readonly maxSize: number
  readonly sizeOf: (value: Value) => number
}

export function createRemembered<Key, Value>(options: RememberedOptions<Value>): Remembered<Key, Value> {
  const { dataVersion, maxSize, sizeOf } = options
  const entries = new Map<Key, Value>()
  let size = 0
  let changes = 0
  let seenVersion = dataVersion()

  function forget(): void {
    entries.clear()
    size = 0
    changes += 1
  }

  return {
    forget,
    async recall(key, read) {
      const version = dataVersion()
      if (version !== seenVersion) forget()
      seenVersion = version
      const known = entries.get(key)
      if (known !== undefined) return known
      const changesBefore = changes
      const found = await read()
      if (found === undefined || changes !== changesBefore) return found
      if (size + sizeOf(found) > maxSize) forget()
      entries.set(key, found)
      size += sizeOf(found)
      return found
    },
  }
}
