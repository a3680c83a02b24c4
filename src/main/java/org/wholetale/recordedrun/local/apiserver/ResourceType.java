package org.wholetale.recordedrun.local.apiserver;

import java.util.List;

/**
 * A kind of resource as the API serves it.
 *
 * @param group empty for the core group
 * @param status whether the status is a subresource, written apart from the rest
 */
record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    boolean status,
    List<String> shortNames) {

  /** Kubernetes' own that are served here, as a pod's surroundings need them. */
  static final List<ResourceType> BUILT_IN =
      List.of(
          core("Namespace", "namespaces", false, true, "ns"),
          core("Node", "nodes", false, true, "no"),
          core("Pod", "pods", true, true, "po"),
          core("Event", "events", true, false, "ev"),
          core("Secret", "secrets", true, false),
          core("ConfigMap", "configmaps", true, false, "cm"),
          core("ServiceAccount", "serviceaccounts", true, false, "sa"),
          core("PersistentVolumeClaim", "persistentvolumeclaims", true, true, "pvc"),
          new ResourceType("coordination.k8s.io", "v1", "Lease", "leases", true, false, List.of()),
          new ResourceType(
              "apiextensions.k8s.io",
              "v1",
              "CustomResourceDefinition",
              "customresourcedefinitions",
              false,
              true,
              List.of("crd")));

  private static ResourceType core(
      String kind, String plural, boolean namespaced, boolean status, String... shortNames) {
    return new ResourceType("", "v1", kind, plural, namespaced, status, List.of(shortNames));
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As errors about an object name it: {@code RecordedRun.wholetale.org}. */
  String groupKind() {
    return group.isEmpty() ? kind : kind + "." + group;
  }

  /** As errors about a name name it: {@code recordedruns.wholetale.org}. */
  String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
