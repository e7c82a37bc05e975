// What the first steps make of the settings: the one connection that they ask about, the profiles that fit a search, and
// what remains to be said at the end. Pure.
import type { ConnectionKind } from '../../../preload/contract/connection-facts.ts'
import type { ProfileInfo, Settings } from '../../../preload/contract/model.ts'
import { type ConnectionDraft, newConnectionDraft } from '../settings/connections/connection-draft.ts'
import type { Draft } from '../settings/draft.ts'
import { idOfName } from '../settings/id-of-name.ts'

export const firstRunSteps = ['station', 'cloud', 'product', 'ready'] as const
export type FirstRunStep = (typeof firstRunSteps)[number]

/** `later`: no cloud for now. */
export type CloudPlan = 'practise' | 'connect' | 'later'

/** What stands chosen when the question comes up. */
export function firstPlan(settings: Settings, isPractice: boolean): CloudPlan {
  if (settings.connections.length > 0) return 'connect'
  return isPractice && settings.practiseUntilSet ? 'practise' : 'later'
}

/** The first connection of the draft; a new one is put in where there is none. */
export function withConnection(draft: Draft, kind: ConnectionKind, name: string): Draft {
  if (draft.connections.length > 0) return draft
  return { ...draft, connections: [newConnectionDraft(kind, idOfName(name, kind, new Set()), name)] }
}

/** Another kind of cloud, as long as nothing was saved: what was typed that every kind has stays. */
export function ofKind(draft: ConnectionDraft, kind: ConnectionKind, name: string): ConnectionDraft {
  const { baseUrl, proxyUrl, proxyUser, caPem, timeoutMs, pathSuffix, extraQuery } = draft
  return {
    ...newConnectionDraft(kind, idOfName(name, kind, new Set()), name),
    ...{ baseUrl, proxyUrl, proxyUser, caPem, timeoutMs, pathSuffix, extraQuery },
  }
}

/** Without connections that were begun and never saved. */
export function withoutUnsaved(draft: Draft, saved: Settings): Draft {
  const known = new Set(saved.connections.map(({ connectionId }) => connectionId))
  return { ...draft, connections: draft.connections.filter(({ connectionId }) => known.has(connectionId)) }
}

/** What the answer to the question comes to. Without a cloud, the bench is the own one also when nothing else is set. */
export function withPlan(draft: Draft, plan: CloudPlan, saved: Settings): Draft {
  const chosen = { ...draft, practiseUntilSet: plan !== 'later' }
  return plan === 'connect' ? chosen : withoutUnsaved(chosen, saved)
}

/** Every word has to be in the name, the id or the protocol. */
export function profilesFor(profiles: readonly ProfileInfo[], text: string): ProfileInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return profiles.filter(({ profileId, name, protocol }) => {
    const said = `${name} ${profileId} ${protocol}`.toLowerCase()
    return words.every((word) => said.includes(word))
  })
}

/** No cloud and no product: a kit will say what is flashed. */
export function awaitsKit({ practiseUntilSet, connections, bench }: Settings): boolean {
  return !practiseUntilSet && connections.length === 0 && bench === null
}

/** `restart`: something was set, and this practice bench goes on practising until it is started anew. */
export function endingOf(settings: Settings, isPractice: boolean): 'practising' | 'restart' | 'ready' {
  if (!isPractice) return 'ready'
  const { practiseUntilSet, connections, bench, slots } = settings
  return !practiseUntilSet || connections.length > 0 || bench !== null || slots.length > 0
    ? 'restart'
    : 'practising'
}
