// What a serial server says before it hangs up. It takes every connection, and tells in plain text that it cannot serve
// it; the sentences are ser2net's. So what came before the end decides whether the port was held, missing, or just lost.
// The end may look like a broken connection: who wrote meanwhile is answered with a reset.

export class ServerGreeting {
  readonly #longest = 200
  #text = ''

  add(bytes: Uint8Array): void {
    if (this.#text.length <= this.#longest) {
      this.#text += Buffer.from(bytes.subarray(0, this.#longest + 1)).toString('latin1')
    }
  }

  refusal(): 'LINK_BUSY' | 'LINK_NOT_FOUND' | 'LINK_LOST' {
    if (this.#text.length > this.#longest) return 'LINK_LOST'
    if (/^Port already in use\r?\n$/.test(this.#text)) return 'LINK_BUSY'
    if (/^Device open failure[^\n]*\n$/.test(this.#text)) return 'LINK_NOT_FOUND'
    return 'LINK_LOST'
  }
}
