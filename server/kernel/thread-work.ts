/** For tests that hold work against work: microseconds of processor time that this thread has used, which no busy machine makes longer. */
export function threadWork(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}
