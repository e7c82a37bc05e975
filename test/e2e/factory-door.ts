// The station as factory software sees it: REST with the key of the station. For what has to be there before a person
// begins, and for looking at what really happened.
import { expect } from '@playwright/test'
import { z } from 'zod'
import type { RunningStation } from './station-process.ts'

export type FactoryDoor = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => Promise<unknown>

export function factoryDoor({ url }: Pick<RunningStation, 'url'>): FactoryDoor {
  const { origin, searchParams } = new URL(url)
  return async (method, path, body) => {
    const response = await fetch(`${origin}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${searchParams.get('token')}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    expect(response.status, `${method} ${path}: ${text}`).toBe(200)
    return JSON.parse(text)
  }
}

const orderSchema = z.object({ orderId: z.string() })

export const pins = { lead: '2468', support: '1357', technician: '8642' } as const

/** One person of each role; their names are the same in every language. */
export const people = { lead: 'Lin Mei', support: 'Sam Ode', technician: 'Tao Rui' } as const

export async function addPeople(door: FactoryDoor): Promise<void> {
  for (const role of ['lead', 'support', 'technician'] as const)
    await door('PUT', '/operators', {
      operatorId: null,
      name: people[role],
      role,
      active: true,
      pin: pins[role],
    })
}

/** Any board on any slot, started by hand. */
export async function armOrder(door: FactoryDoor): Promise<void> {
  const draft = { name: 'Batch', productId: null, mode: 'manual' }
  const order = orderSchema.parse(await door('POST', '/orders', draft))
  await door('POST', `/orders/${order.orderId}/arm`, {})
}
