// The size of libuv's thread pool. Opening and draining serial ports can block a pool thread for seconds each, and the
// default of four would then stall file and DNS work of every slot. Read once by libuv, so: before anything uses it.

/** 64 slots and 16 for the rest. A value the user has set stays. */
export function sizeThreadPool(env: Record<string, string | undefined>): void {
  if (!env.UV_THREADPOOL_SIZE) env.UV_THREADPOOL_SIZE = '80'
}
