// The local cloud with its demo in a process of its own, as a script would start it.
import { z } from 'zod'
import { type BuiltProgram, startBuilt } from './built-program.ts'

const demoSchema = z.object({
  url: z.string(),
  productId: z.string(),
  corpId: z.string(),
  tokens: z.object({ station: z.string() }),
  living: z.object({ appKey: z.string(), appSecret: z.string(), iotToken: z.string() }),
  iotRpc: z.object({ accessKeyId: z.string(), accessKeySecret: z.string() }),
})

export interface RunningCloud extends z.infer<typeof demoSchema>, Pick<BuiltProgram, 'close'> {}

export async function startDemoCloud(): Promise<RunningCloud> {
  const { said, close } = await startBuilt(['cloud', '--demo', '--json'], /^\{.*\}(?=\n)/m)
  return { ...demoSchema.parse(JSON.parse(said)), close }
}
