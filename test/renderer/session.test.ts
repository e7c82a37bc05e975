// The session of a page: taken up again, kept for the tab, and asked for when a call is refused for want of one.
import { ORPCError } from '@orpc/client'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Session } from '../../preload/contract/index.ts'
import type { StationClient } from '../../renderer/api/client.ts'
import { noteRefusal, signIn, signOut, takeUpSession } from '../../renderer/api/session.ts'
import { showNotice, useStation } from '../../renderer/store/station-store.ts'

const nobody: Session = { open: false, operator: null, role: null }
const ann: Session = {
  open: false,
  operator: {
    operatorId: 'ann',
    name: 'Ann',
    role: 'lead',
    active: true,
    pinSetAt: '2026-03-01T08:00:00.000Z',
  },
  role: 'lead',
}
const refused = (code: string) => new ORPCError('FLASHLINE', { defined: true, data: { code, context: {} } })

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  useStation.setState(useStation.getInitialState(), true)
})

/** A station that knows the session of this token only. */
function station(known: string | null): StationClient {
  const operators = {
    current: async () => nobody,
    resume: async ({ token }: { token: string }) => {
      if (token !== known) throw refused('SIGN_IN_NEEDED')
      return ann
    },
    signIn: async () => ({ token: 'token-1', session: ann }),
    signOut: async () => nobody,
  }
  return { operators } as unknown as StationClient
}

it('is taken up with the token of before', async () => {
  await signIn(station(null), { operatorId: 'ann', pin: '1234' })
  expect([...kept.values()]).toEqual(['token-1'])
  useStation.setState({ session: null })
  await takeUpSession(station('token-1'))
  expect(useStation.getState().session).toEqual(ann)
})

it('begins as nobody when it has ended, and forgets the token', async () => {
  kept.set('flashline.session', 'token-0')
  await takeUpSession(station('token-1'))
  expect(useStation.getState().session).toEqual(nobody)
  expect(kept.size).toBe(0)
})

it('closes the panel and the word about it, and opens them again for a refused call', async () => {
  const client = station(null)
  useStation.setState({ client, session: ann })
  noteRefusal(refused('ROLE_TOO_LOW'))
  expect(useStation.getState()).toMatchObject({ session: ann, signInOpen: false })
  noteRefusal(refused('SIGN_IN_NEEDED'))
  showNotice({ code: 'SIGN_IN_NEEDED', context: {} })
  expect(useStation.getState()).toMatchObject({ session: nobody, signInOpen: true })
  await signIn(client, { operatorId: 'ann', pin: '1234' })
  expect(useStation.getState()).toMatchObject({ session: ann, signInOpen: false, notice: null })
})

it('asks for nothing while the page is still finding out who it is', () => {
  noteRefusal(refused('SIGN_IN_NEEDED'))
  expect(useStation.getState()).toMatchObject({ session: null, signInOpen: false })
})

it('is forgotten when somebody signs out', async () => {
  const client = station('token-1')
  await signIn(client, { operatorId: 'ann', pin: '1234' })
  await signOut(client)
  expect(useStation.getState().session).toEqual(nobody)
  expect(kept.size).toBe(0)
})

it('works in a browser that stores nothing', async () => {
  vi.stubGlobal('sessionStorage', undefined)
  await takeUpSession(station(null))
  await signIn(station(null), { operatorId: 'ann', pin: '1234' })
  expect(useStation.getState().session).toEqual(ann)
})
