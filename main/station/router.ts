// The contract's procedures, assembled from one file per area.
import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { type Contract, contract } from '../../preload/contract/index.ts'

export const implementer = implement(contract)
export type Router = ReturnType<typeof implementer.router>
export type StationClient = ContractRouterClient<Contract>
