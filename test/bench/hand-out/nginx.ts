// nginx with two workers and sendfile, serving one folder on loopback until it is disposed of.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { missingTool, toolEnv } from '../../targets/host-tool.ts'

export interface Nginx extends AsyncDisposable {
  readonly origin: string
}

/** `stateDir` is for its own files. */
export async function startNginx(folder: string, stateDir: string): Promise<Nginx> {
  await mkdir(stateDir)
  const port = await freePort()
  const config = join(stateDir, 'nginx.conf')
  await writeFile(config, configOf(folder, stateDir, port))
  const child = spawn('nginx', ['-c', config], { env: toolEnv, stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = once(child, 'exit')
  gone.catch(() => {})
  await once(child, 'spawn').catch((error: unknown) => {
    throw missingTool('nginx', error)
  })
  const origin = `http://127.0.0.1:${port}`
  while (!(await isUp(origin))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
    await pause(20)
  }
  return {
    origin,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

const configOf = (folder: string, stateDir: string, port: number): string => `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 2;
daemon off;
pid ${stateDir}/pid;
error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${stateDir}/${name};`).join('\n  ')}
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`

async function isUp(origin: string): Promise<boolean> {
  const answer = await fetch(origin).catch(() => null)
  await answer?.arrayBuffer()
  return answer !== null
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
