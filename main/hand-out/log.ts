// What the hand-out servers say to the station's log. Never a token: an offer is named by a short hash of it.
export interface HandOutLog {
  warn(facts: object, message: string): void
}
