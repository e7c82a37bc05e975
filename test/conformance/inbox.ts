// What a peer has received and a test has not looked at yet.

export class Inbox {
  #chunks: Uint8Array[] = []
  #size = 0
  #arrived: () => void = () => {}

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    this.#arrived()
  }

  async receive(count: number): Promise<Uint8Array> {
    await this.#waitFor(count)
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all.subarray(count)]
    this.#size = all.length - count
    return all.subarray(0, count)
  }

  async receiveSome(): Promise<Uint8Array> {
    await this.#waitFor(1)
    return this.receive(this.#size)
  }

  async #waitFor(count: number): Promise<void> {
    while (this.#size < count) {
      await new Promise<void>((resolve) => {
        this.#arrived = resolve
      })
    }
  }
}
