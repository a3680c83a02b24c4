package org.wholetale.recordedrun.api;

/**
 * Why a run's status or one of its conditions is what it is; the words that appear in the resource.
 */
public enum Reason {
  Pending("Nothing was looked at yet."),
  Suspended("`spec.suspend` holds the run before its pod exists."),
  Accepted("The resource was taken on."),
  Invalid("The resource asks for something the operator refuses."),
  Queued("As many runs of the namespace run as may at once; the oldest of the others is next."),
  ClaimNotFound("A claim that the run names is not there."),
  ClaimUnusable("A claim that the run names is being deleted, or has lost its volume."),
  SecretNotFound("A Secret that the run or the store needs is not there, or a key in it."),
  ConfigMapNotFound("A ConfigMap that the run names is not there, or a key in it."),
  StoreUnreachable("The object store does not answer, or cannot just now."),
  StoreDenied("The object store takes nothing with the keys that the namespace has for it."),
  Starting("The pod waits for a node, its image or its recorder."),
  Running("The tale runs and is recorded."),
  Archiving("The tale has ended; the recorder is still writing the archive."),
  Completed("The tale ended with exit code 0."),
  NonZeroExit("The tale ended with another exit code."),
  Signalled("The tale was ended by a signal."),
  OOMKilled("The tale was ended for lack of memory."),
  Cancelled("`spec.cancel` was set."),
  DeadlineExceeded("`spec.activeDeadlineSeconds` passed."),
  StartDeadlineExceeded("`spec.startDeadlineSeconds` passed before the tale began."),
  PrepareFailed("The workspace could not be made ready for the tale, which has not run."),
  StartError("The tale's command could not be started, most often because it does not exist."),
  InvalidImageName("The image's name cannot be parsed."),
  ErrImageNeverPull("The image is not on the node and must not be pulled."),
  Unschedulable("No node takes the pod yet."),
  ImagePullBackOff("The image cannot be pulled; the kubelet goes on trying."),
  CreateContainerConfigError(
      "A container cannot be made of what the pod names, such as a Secret that is missing."),
  QuotaExceeded("The namespace's quota leaves no room for the pod."),
  PodSecurityDenied("The namespace's Pod Security level does not allow the recorder."),
  AdmissionDenied("The API server's access control or an admission policy refuses the pod."),
  Evicted("The node needed the pod's resources, or its limit of storage was passed."),
  Preempted("The pod had to make room for one of higher priority."),
  Drained("The pod was moved off its node by the eviction API, as by kubectl drain."),
  NodeShutdown("The node was shut down."),
  NodeLost("The node is gone, or has not answered for as long as the operator was told to wait."),
  SandboxLost(
      "The pod's sandbox or its containers went away on a node that goes on, as by a crash of the runtime."),
  PodDeleted("The pod went away before the run ended."),
  BtfMissing("The node's kernel has no BTF, without which nothing can be recorded."),
  RecorderFailed("The recorder could not record."),
  UnsupportedRuntime("The tale ran where the kernel does not see it, as in gVisor or Kata."),
  TraceIncomplete("Events were lost and `recording.onLoss` is Fail."),
  ArchiveFailed("The archive could not be written and `archive.onFailure` is Fail."),
  Recording("The recorder is recording."),
  Recorded("The recorder has finished."),
  Archived("The archive was written and verified by the store."),
  WrittenBack("The files that Whole Tale looks for lie in the run's folder."),
  WriteBackFailed("A file that Whole Tale looks for could not be written into the run's folder."),
  Recovered("The recorder could not close the archive, which was closed with what was there."),
  NotRecovered("The archive of a lost recorder could not be closed, or not in time."),
  NothingLost("Nothing is missing from the trace."),
  Reporting("Girder is told of each phase in its turn."),
  Reported("Girder knows how the run ended."),
  NotReported(
      "Girder could not be told of a phase; the message says why, and whether it is tried again."),
  Finished("The run has ended.");

  private final String meaning;

  Reason(String meaning) {
    this.meaning = meaning;
  }

  /** What it says of a run, in a sentence. */
  public String meaning() {
    return meaning;
  }
}
