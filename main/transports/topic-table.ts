// Who listens to what at a broker: filters with the wildcards of MQTT (`+` one level, `#` the rest), and what a topic
// matches. Pure. Source: OASIS MQTT 5.0, section 4.7 (topic names and topic filters).

const longestTopicBytes = 65_535

/** A name that can be published to: no wildcard in it. */
export function isTopicName(topic: string): boolean {
  return hasTopicLength(topic) && !/[+#\0]/.test(topic)
}

/** A filter that can be subscribed to: wildcards stand alone in their level, `#` in the last one. */
export function isTopicFilter(filter: string): boolean {
  if (!hasTopicLength(filter) || filter.includes('\0')) return false
  const levels = filter.split('/')
  return levels.every(
    (level, index) => !/[+#]/.test(level) || level === '+' || (level === '#' && index === levels.length - 1),
  )
}

function hasTopicLength(topic: string): boolean {
  return topic.length > 0 && Buffer.byteLength(topic) <= longestTopicBytes
}

/** A topic that begins with `$` is the broker's own: no wildcard in the first level matches it. */
export function matchesFilter(filter: readonly string[], topic: readonly string[]): boolean {
  if (topic[0]?.startsWith('$') && (filter[0] === '+' || filter[0] === '#')) return false
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true
    const found = topic[index]
    if (found === undefined || (level !== '+' && level !== found)) return false
  }
  return filter.length === topic.length
}

interface Wild<T> {
  readonly levels: readonly string[]
  readonly values: Set<T>
}

/** Most filters of a bench name one device each; those cost one look-up, however many there are. */
export class TopicTable<T> {
  readonly #exact = new Map<string, Set<T>>()
  readonly #wild = new Map<string, Wild<T>>()

  /** Every filter that somebody listens to, once. */
  get filters(): string[] {
    return [...this.#exact.keys(), ...this.#wild.keys()]
  }

  add(filter: string, value: T): void {
    const values = this.#valuesOf(filter)
    if (values !== undefined) values.add(value)
    else if (/[+#]/.test(filter)) {
      this.#wild.set(filter, { levels: filter.split('/'), values: new Set([value]) })
    } else this.#exact.set(filter, new Set([value]))
  }

  /** True when nobody listens to the filter any more. */
  remove(filter: string, value: T): boolean {
    const values = this.#valuesOf(filter)
    if (values === undefined || !values.delete(value) || values.size > 0) return false
    this.#exact.delete(filter)
    this.#wild.delete(filter)
    return true
  }

  /** Each value once, by however many of its filters it is matched. */
  matching(topic: string): ReadonlySet<T> {
    const found = new Set(this.#exact.get(topic))
    if (this.#wild.size === 0) return found
    const levels = topic.split('/')
    for (const { levels: filter, values } of this.#wild.values()) {
      if (!matchesFilter(filter, levels)) continue
      for (const value of values) found.add(value)
    }
    return found
  }

  #valuesOf(filter: string): Set<T> | undefined {
    return this.#exact.get(filter) ?? this.#wild.get(filter)?.values
  }
}
