package org.wholetale.recordedrun.api;

/**
 * Why a run's status or one of its conditions is what it is; the words that appear in the resource.
 */
public enum Reason {
  /** Nothing was looked at yet. */
  Pending,
  /** {@code spec.suspend} holds the run before its pod exists. */
  Suspended,
  /** The resource was taken on. */
  Accepted,
  /** The resource asks for something the operator refuses. */
  Invalid,
  /** The pod waits for a node, its image or its recorder. */
  Starting,
  /** The tale runs and is recorded. */
  Running,
  /** The tale has ended; the recorder is still writing the archive. */
  Archiving,
  /** The tale ended with exit code 0. */
  Completed,
  /** The tale ended with another exit code. */
  NonZeroExit,
  /** The tale was ended by a signal. */
  Signalled,
  /** The tale was ended for lack of memory. */
  OOMKilled,
  /** {@code spec.cancel} was set. */
  Cancelled,
  /** {@code spec.activeDeadlineSeconds} passed. */
  DeadlineExceeded,
  /** {@code spec.startDeadlineSeconds} passed before the tale began. */
  StartDeadlineExceeded,
  /** The workspace could not be made ready for the tale, which has not run. */
  PrepareFailed,
  /** The tale's command could not be started, most often because it does not exist. */
  StartError,
  /** The image's name cannot be parsed. */
  InvalidImageName,
  /** The image is not on the node and must not be pulled. */
  ErrImageNeverPull,
  /** No node takes the pod yet. */
  Unschedulable,
  /** The image cannot be pulled; the kubelet goes on trying. */
  ImagePullBackOff,
  /** A container cannot be made of what the pod names, such as a Secret that is missing. */
  CreateContainerConfigError,
  /** The namespace's quota leaves no room for the pod. */
  QuotaExceeded,
  /** The namespace's Pod Security level does not allow the recorder. */
  PodSecurityDenied,
  /** The API server's access control or an admission policy refuses the pod. */
  AdmissionDenied,
  /** The node needed the pod's resources, or its limit of storage was passed. */
  Evicted,
  /** The pod had to make room for one of higher priority. */
  Preempted,
  /** The pod was moved off its node by the eviction API, as by kubectl drain. */
  Drained,
  /** The node was shut down. */
  NodeShutdown,
  /** The node is gone. */
  NodeLost,
  /** The pod went away before the run ended. */
  PodDeleted,
  /** The node's kernel has no BTF, without which nothing can be recorded. */
  BtfMissing,
  /** The recorder could not record. */
  RecorderFailed,
  /** The tale ran where the kernel does not see it, as in gVisor or Kata. */
  UnsupportedRuntime,
  /** Events were lost and {@code recording.onLoss} is Fail. */
  TraceIncomplete,
  /** The archive could not be written and {@code archive.onFailure} is Fail. */
  ArchiveFailed,
  /** The recorder is recording. */
  Recording,
  /** The recorder has finished. */
  Recorded,
  /** The archive was written and verified by the store. */
  Archived,
  /** Nothing is missing from the trace. */
  NothingLost,
  /** The run has ended. */
  Finished
}
