// What a profile that comes with the program says about presence at a broker.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { BrokerPresence } from '../../main/profiles/broker-presence.ts'
import { checkProfile } from '../../main/profiles/check.ts'

export async function presenceOf(profileId: string): Promise<BrokerPresence> {
  const file = new URL(`../../resources/profiles/${profileId}.json`, import.meta.url)
  // The options of its protocol are another test's.
  const { profile, mistakes } = checkProfile(await readFile(file, 'utf8'), () => z.unknown())
  if (!profile?.presence) throw new Error(`${profileId}: ${JSON.stringify(mistakes)}`)
  return profile.presence
}
