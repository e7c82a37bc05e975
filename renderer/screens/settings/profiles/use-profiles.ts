// What the station has of profiles: the list (asked again when it changed), what each protocol may say, one profile as
// its file says it, and the check of a text while it is typed.
import { useCallback, useEffect, useState } from 'react'
import type { ProfileCheck, ProfileDetail, ProfileList } from '../../../../preload/contract/profile.ts'
import { callErrorOf } from '../../../api/call-error.ts'
import type { StationClient } from '../../../api/client.ts'
import { showNotice, useStation } from '../../../store/station-store.ts'
import type { JsonObject } from './json-draft.ts'

/** A check waits for this long a pause in the typing. */
const pauseMs = 150

/** Asks again when `reason` is another one; keeps the last answer meanwhile. Null: not told yet. */
function useAnswer<Answer>(ask: (client: StationClient) => Promise<Answer>, reason: unknown): Answer | null {
  const client = useStation((state) => state.client)
  const [answer, setAnswer] = useState<Answer | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reason` is the reason to ask again
  useEffect(() => {
    let wanted = true
    if (client)
      ask(client).then(
        (told) => wanted && setAnswer(told),
        (error: unknown) => wanted && showNotice(callErrorOf(error)),
      )
    return () => {
      wanted = false
    }
  }, [client, ask, reason])
  return answer
}

const askList = (client: StationClient) => client.profiles.list()
const askSchemas = (client: StationClient) => client.profiles.schemas()

export function useProfileList(): ProfileList | null {
  return useAnswer(
    askList,
    useStation((state) => state.picture?.profiles),
  )
}

export function useProfileSchemas(): Readonly<Record<string, JsonObject>> | null {
  return useAnswer(askSchemas, null)
}

/** `profileId` null: there is none to ask for. */
export function useProfileDetail(profileId: string | null, list: ProfileList): ProfileDetail | null {
  const ask = useCallback(
    async (client: StationClient) => (profileId === null ? null : client.profiles.get({ profileId })),
    [profileId],
  )
  return useAnswer(ask, list)
}

/** Of this text or, while it is being typed, of an earlier one. */
export function useProfileCheck(text: string): ProfileCheck | null {
  const client = useStation((state) => state.client)
  const [check, setCheck] = useState<ProfileCheck | null>(null)
  useEffect(() => {
    let wanted = true
    const timer = setTimeout(() => {
      client?.profiles.check({ text }).then(
        (told) => wanted && setCheck(told),
        (error: unknown) => wanted && showNotice(callErrorOf(error)),
      )
    }, pauseMs)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [client, text])
  return check
}
