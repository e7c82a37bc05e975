// Tasks: the list, and what a lead does with them.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

const never = new AbortController().signal

export function taskProcedures(implementer: Implementer, { tasks }: StationParts) {
  const area = implementer.tasks
  return {
    list: area.list.handler(({ input }) => tasks.list(input)),
    get: area.get.handler(({ input, signal = never }) => tasks.get(input, signal)),
    create: area.create.handler(({ input, signal = never }) => tasks.create(input, signal)),
    start: area.start.handler(({ input, signal = never }) => tasks.start(input, signal)),
    stop: area.stop.handler(({ input, signal = never }) => tasks.stop(input, signal)),
    remove: area.remove.handler(({ input, signal = never }) => tasks.remove(input, signal)),
    promote: area.promote.handler(({ input, signal = never }) => {
      const { name, description, scope } = input
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(scope === undefined ? {} : { scope }),
      }
      return tasks.promote(input, change, signal)
    }),
    submit: area.submit.handler(({ input, signal = never }) => tasks.submit(input, input.reviewerId, signal)),
    review: area.review.handler(({ input, signal = never }) => tasks.review(input, input.verdict, signal)),
    changeDevices: area.changeDevices.handler(({ input, signal = never }) =>
      tasks.changeDevices(input, input, signal),
    ),
    operations: area.operations.handler(({ input, signal = never }) => tasks.operations(input, signal)),
    versionShare: area.versionShare.handler(({ input, signal = never }) => tasks.versionShare(input, signal)),
  }
}
