package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ImagePullPolicy;

/**
 * What the person who installs the operator decides; nobody who creates a run can.
 *
 * @param namespaces where runs are looked for; empty for everywhere
 * @param httpPort where metrics and health are served; 0 for any free port
 * @param lease the Lease in the operator's own namespace by which several of them agree on one that
 *     acts; null where there is only one
 * @param nodePatience how long a node may be away before it is lost, and a run in it with it
 */
public record OperatorConfig(
    Set<String> namespaces,
    Recorder recorder,
    Store store,
    int httpPort,
    @Nullable String lease,
    Duration nodePatience) {

  /** As long as Kubernetes leaves pods on a node that is away. */
  public static final Duration DEFAULT_NODE_PATIENCE = Duration.ofMinutes(5);

  /** Where metrics and health are served unless told otherwise. */
  public static final int DEFAULT_HTTP_PORT = 8080;

  public OperatorConfig {
    namespaces = Set.copyOf(namespaces);
    if (!nodePatience.isPositive()) {
      throw new IllegalArgumentException(
          "a node is lost after %d s: give it one at least".formatted(nodePatience.toSeconds()));
    }
  }

  /**
   * All namespaces, the default recorder, and archives below that {@code file:} or {@code s3:} URI.
   */
  public static OperatorConfig archivingTo(String location) {
    return new OperatorConfig(
        Set.of(),
        Recorder.DEFAULT,
        new Store(location, null, null, null),
        DEFAULT_HTTP_PORT,
        null,
        DEFAULT_NODE_PATIENCE);
  }

  /** The same with another port. */
  public OperatorConfig withHttpPort(int port) {
    return new OperatorConfig(namespaces, recorder, store, port, lease, nodePatience);
  }

  /** The same with another recorder. */
  public OperatorConfig withRecorder(Recorder other) {
    return new OperatorConfig(namespaces, other, store, httpPort, lease, nodePatience);
  }

  /** The same with another store. */
  public OperatorConfig withStore(Store other) {
    return new OperatorConfig(namespaces, recorder, other, httpPort, lease, nodePatience);
  }

  /** The same, watching these namespaces only. */
  public OperatorConfig withNamespaces(Set<String> others) {
    return new OperatorConfig(others, recorder, store, httpPort, lease, nodePatience);
  }

  /** The same, with other patience with nodes. */
  public OperatorConfig withNodePatience(Duration other) {
    return new OperatorConfig(namespaces, recorder, store, httpPort, lease, other);
  }

  /** The same, acting only while it holds that Lease. */
  public OperatorConfig withLease(String name) {
    return new OperatorConfig(namespaces, recorder, store, httpPort, name, nodePatience);
  }

  /**
   * The sidecar.
   *
   * @param finishSeconds how long it has to itself after the tale's end
   * @param spools where it keeps what is not archived yet; null for a volume that goes with the pod
   */
  public record Recorder(
      String image,
      ImagePullPolicy pullPolicy,
      long finishSeconds,
      ResourceRequirements resources,
      @Nullable Spools spools) {

    /** The image as it is built here, with room for bpftrace's buffers and one JVM. */
    public static final Recorder DEFAULT =
        new Recorder(
            "recordedrun-recorder:latest",
            ImagePullPolicy.IfNotPresent,
            120,
            new ResourceRequirementsBuilder()
                .addToRequests("cpu", Quantity.parse("100m"))
                .addToRequests("memory", Quantity.parse("256Mi"))
                .addToLimits("memory", Quantity.parse("1Gi"))
                .build(),
            null);

    public Recorder {
      if (finishSeconds < 1) {
        throw new IllegalArgumentException(
            "finishSeconds is %d: give the recorder at least one second to finish"
                .formatted(finishSeconds));
      }
    }

    /** The same with another time to finish and another place for spools. */
    public Recorder with(long otherFinishSeconds, @Nullable Spools otherSpools) {
      return new Recorder(image, pullPolicy, otherFinishSeconds, resources, otherSpools);
    }
  }

  /**
   * A volume for spools that outlives pods, so that {@code recordedrun archive} can finish what one
   * left there: one of the two.
   *
   * @param hostPath a folder of each node; made where it is not there
   * @param claim a claim of that name in each run's namespace
   */
  public record Spools(@Nullable String hostPath, @Nullable String claim) {

    public Spools {
      if ((hostPath == null) == (claim == null)) {
        throw new IllegalArgumentException(
            "spools are kept in a folder of the node or in a claim, not both: name one of them");
      }
      if (hostPath != null && !hostPath.startsWith("/")) {
        throw new IllegalArgumentException(
            "spools cannot be kept in %s: name the node's folder from its root"
                .formatted(hostPath));
      }
    }
  }

  /**
   * Where archives are kept.
   *
   * @param location the prefix of every archive: {@code file:///folder} or {@code
   *     s3://bucket/prefix}
   * @param endpoint of an object store that is not Amazon's; null for Amazon's
   * @param credentialsSecret a Secret in each run's namespace that holds {@code AWS_ACCESS_KEY_ID},
   *     {@code AWS_SECRET_ACCESS_KEY} and, if needed, {@code AWS_SESSION_TOKEN}
   */
  public record Store(
      String location,
      @Nullable String endpoint,
      @Nullable String region,
      @Nullable String credentialsSecret) {

    public Store {
      if (!location.startsWith("file:/") && !location.startsWith("s3://")) {
        throw new IllegalArgumentException(
            "archives cannot be kept at %s: name a folder (file:///folder) or a bucket"
                    .formatted(location)
                + " (s3://bucket/prefix)");
      }
    }
  }
}
