// Waits for the signal. Resolves, since being told to end is how a server's command ends well.

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    // The signal alone does not keep the process alive; an open server does.
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
