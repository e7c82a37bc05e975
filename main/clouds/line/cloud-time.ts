// The cloud's clock as its answers tell it. Their Date has a resolution of one second, and says when the cloud answered:
// somewhere between our question and its answer, so the middle of the two is taken as the same moment of ours.
export interface CloudTime {
  /** Takes the Date header of an answer; one that cannot be read is passed over. */
  observe(date: string | undefined, askedAt: Date, answeredAt: Date): void
  now(): Date
  correct(leastMs: number): boolean
  skewMs(): number | null
}

export function createCloudTime(now: () => Date): CloudTime {
  let skewMs: number | null = null
  let usedMs = 0
  return {
    observe(date, askedAt, answeredAt) {
      const cloudMs = Date.parse(date ?? '')
      if (Number.isNaN(cloudMs)) return
      skewMs = Math.round((askedAt.getTime() + answeredAt.getTime()) / 2) - cloudMs
    },
    now: () => new Date(now().getTime() - usedMs),
    correct(leastMs) {
      if (skewMs === null) return false
      const differs = Math.abs(skewMs - usedMs) > leastMs
      usedMs = skewMs
      return differs
    },
    skewMs: () => skewMs,
  }
}
