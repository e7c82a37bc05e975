// One real server for all cells of the matrix of faults: each has a path of its own under it, and answers what its cell
// wants. Calls of different cells may be under way at the same time.
import {
  type ReceivedRequest,
  type ScriptedServer,
  startScriptedServer,
} from '../../clouds/xlink/scripted-server.ts'

export interface Cell extends Pick<ScriptedServer, 'baseUrl' | 'answer'> {
  /** Without the cell's own path. */
  readonly received: ReceivedRequest[]
}

export interface Cells extends AsyncDisposable {
  readonly origin: string
  open(): Cell
}

export async function startCells(): Promise<Cells> {
  const server = await startScriptedServer()
  const cells: Cell[] = []
  server.answer = (response, request) => {
    const [, number, url = ''] = /^\/(\d+)(.*)$/.exec(request.url) ?? []
    const cell = cells[Number(number)]
    if (cell === undefined) {
      response.writeHead(404).end()
      return
    }
    const own = { ...request, url }
    cell.received.push(own)
    cell.answer(response, own)
  }
  return {
    origin: server.baseUrl,
    open() {
      const cell: Cell = {
        baseUrl: `${server.baseUrl}/${cells.length}`,
        received: [],
        answer: (response) => void response.end(),
      }
      cells.push(cell)
      return cell
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
