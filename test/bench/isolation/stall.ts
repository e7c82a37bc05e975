// A native call that does not return for two seconds: the thread sleeps in the kernel, as it does on a disk that hangs.

export const stallMs = 2000

export function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs)
}
