// Loaded into a station before its own program: it does not outlive the harness, however that ends. Changes nothing else.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.channel?.unref()
