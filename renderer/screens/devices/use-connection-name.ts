// What a person called a connection, else its id.
import { useStation } from '../../store/station-store.ts'

export function useConnectionName(): (connectionId: string) => string {
  const connections = useStation((state) => state.picture?.settings.connections)
  return (connectionId) => connections?.find((one) => one.connectionId === connectionId)?.name || connectionId
}
