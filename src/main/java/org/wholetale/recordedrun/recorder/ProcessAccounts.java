package org.wholetale.recordedrun.recorder;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.KernelLine.Fields;
import org.wholetale.recordedrun.trace.ProcessId;
import org.wholetale.recordedrun.trace.ResourceUsage;

/** What each process took, by the kernel's accounts of it and of its threads. */
final class ProcessAccounts {

  /** A process's last line may be lost, and with it the end of what is known here. */
  private static final int MOST_PROCESSES = 1 << 16;

  private final Map<ProcessId, ResourceUsage> endedThreads = new BoundedMap<>(MOST_PROCESSES);
  private final Map<ProcessId, Long> peaksBefore = new BoundedMap<>(MOST_PROCESSES);

  /**
   * A process executes another program.
   *
   * @param peakPages the most memory that it held until then
   */
  void execute(ProcessId process, long peakPages) {
    peaksBefore.put(process, peakPages);
  }

  /** A thread has ended, and was not its process's last. */
  void endThread(ProcessId process, Fields account) {
    endedThreads.merge(process, usage(account), ResourceUsage::plus);
  }

  /** The last thread of a process has ended: what the process took. */
  ResourceUsage endProcess(ProcessId process, Fields account) {
    ResourceUsage last = usage(account);
    ResourceUsage others = endedThreads.remove(process);
    ResourceUsage all = others == null ? last : others.plus(last);
    return new ResourceUsage(all.cpuNanos(), peak(process, account.nextLong()), all.io());
  }

  /** The kernel goes on with the peak of what executed the program, which is not the program's. */
  private @Nullable Long peak(ProcessId process, long pages) {
    Long before = peaksBefore.remove(process);
    return before != null && pages > before ? Long.valueOf(pages * LinuxCalls.PAGE_SIZE) : null;
  }

  private static ResourceUsage usage(Fields account) {
    return new ResourceUsage(account.nextLong(), null, io(account));
  }

  private static ResourceUsage.@Nullable Io io(Fields account) {
    long rchar = account.nextLong();
    ResourceUsage.Io io =
        new ResourceUsage.Io(rchar, account.nextLong(), account.nextLong(), account.nextLong());
    return rchar < 0 ? null : io;
  }
}
