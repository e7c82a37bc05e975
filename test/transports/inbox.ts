// Things that come in at any time, for tests that wait for one of them.

/** What comes in is kept until it is asked for; what was asked for once is not given again. */
export class Inbox<Item> {
  readonly #items: Item[] = []
  #failure: Error | null = null
  #bell = Promise.withResolvers<void>()

  put(item: Item): void {
    this.#items.push(item)
    this.#bell.resolve()
  }

  /** Nothing more comes: who waits for what has not come yet is told so. */
  fail(error: Error): void {
    this.#failure ??= error
    this.#bell.resolve()
  }

  /** All that has come and was not taken. */
  get waiting(): readonly Item[] {
    return this.#items
  }

  async take(fits: (item: Item) => boolean): Promise<Item> {
    for (;;) {
      const index = this.#items.findIndex(fits)
      const [item] = index < 0 ? [] : this.#items.splice(index, 1)
      if (item !== undefined) return item
      if (this.#failure) throw this.#failure
      this.#bell = Promise.withResolvers()
      await this.#bell.promise
    }
  }
}
