// The columns of the matrix of faults for calls with a session of their own: the service does not take its token any more.
import type { ServerResponse } from 'node:http'
import { answerWith } from '../../clouds/xlink/scripted-server.ts'
import { sessionToken } from './call-under-test.ts'
import { answered, type Fault, lost, type Meeting, refused } from './fault.ts'

type Say = (response: ServerResponse, meeting: Meeting) => void

const ended =
  (code: number): Say =>
  (response, { blabbed }) =>
    answerWith(403, { error: { code, msg: blabbed } })(response)

const unauthorised: Say = (response, { blabbed }) => void response.writeHead(401).end(blabbed)

const tokens = [sessionToken(1), sessionToken(2)]

const once = (name: string, say: Say): Fault => ({
  name,
  answer(response, meeting) {
    if (meeting.nth === 1) say(response, meeting)
    else response.end(meeting.sound)
  },
  // A new login, and the call once more: also the calls that are never repeated, for it was refused.
  becomes: () => answered({ asked: 2, tokens }),
})

export const endedSessions: readonly Fault[] = [
  once('403 4031021', ended(4031021)),
  once('403 4031022', ended(4031022)),
  once('403 4031003', ended(4031003)),
  once('401', unauthorised),
  {
    name: '403 4031021 also for a new session',
    answer: ended(4031021),
    becomes: () => refused('CLOUD_TOKEN', 'lead', { asked: 2, tokens, context: { cloudCode: 4031021 } }),
  },
  {
    name: '403 4031002, for which no other session helps',
    answer: ended(4031002),
    becomes: () => refused('CLOUD_TOKEN', 'lead', { tokens: tokens.slice(0, 1) }),
  },
  {
    name: '403 4031021, then a reset',
    answer(response, meeting) {
      if (meeting.nth === 1) ended(4031021)(response, meeting)
      else response.socket?.resetAndDestroy()
    },
    becomes(call) {
      const { asked, ...same } = lost('CLOUD_UNREACHABLE')(call)
      return { ...same, asked: asked + 1 }
    },
  },
]
