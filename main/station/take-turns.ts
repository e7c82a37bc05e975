// One piece of work at a time for each name: who comes second begins when the first has ended, well or not.

export type TakeTurns = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

export function createTurns(): TakeTurns {
  const last = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work)
    last.set(name, turn)
    try {
      return await turn
    } finally {
      if (last.get(name) === turn) last.delete(name)
    }
  }
}
