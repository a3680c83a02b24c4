package org.wholetale.recordedrun.api;

/** Kubernetes' image pull policies. */
public enum ImagePullPolicy {
  Always,
  IfNotPresent,
  Never
}
