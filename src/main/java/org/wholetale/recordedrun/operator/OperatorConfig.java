package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ImagePullPolicy;
import org.wholetale.recordedrun.runs.RunsPageConfig;

/**
 * What the person who installs the operator decides; nobody who creates a run can.
 *
 * @param namespaces where runs are looked for; empty for everywhere
 * @param httpPort where metrics and health are served; 0 for any free port
 * @param lease the Lease in the operator's own namespace by which several of them agree on one that
 *     acts; null where there is only one
 * @param nodePatience how long a node may be away before it is lost, and a run in it with it
 * @param maxRunning how many runs of a namespace may have a pod at once; 0 for any number
 * @param girder the API of the Girder that is told of runs which ask for it, such as {@code
 *     https://girder.example.org/api/v1}; null where there is none
 * @param runsPage where the runs page is served; null where it is not
 */
public record OperatorConfig(
    Set<String> namespaces,
    Recorder recorder,
    Store store,
    int httpPort,
    @Nullable String lease,
    Duration nodePatience,
    int maxRunning,
    @Nullable URI girder,
    @Nullable RunsPageConfig runsPage) {

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
    if (maxRunning < 0) {
      throw new IllegalArgumentException(
          "%d runs cannot run at once: say how many may, or 0 for any number"
              .formatted(maxRunning));
    }
    if (girder != null && !girder.toString().matches("https?://[^/?#]+[^?#]*")) {
      throw new IllegalArgumentException(
          "Girder cannot be at %s: give the address of its API, such as https://girder.example.org/api/v1"
              .formatted(girder));
    }
  }

  /**
   * All namespaces, the default recorder, and archives below that {@code file:} or {@code s3:} URI.
   */
  public static OperatorConfig archivingTo(String location) {
    return new OperatorConfig(
        Set.of(),
        Recorder.DEFAULT,
        new Store(location, null, null, null, true),
        DEFAULT_HTTP_PORT,
        null,
        DEFAULT_NODE_PATIENCE,
        0,
        null,
        null);
  }

  /** The same with another port. */
  public OperatorConfig withHttpPort(int port) {
    return new OperatorConfig(
        namespaces, recorder, store, port, lease, nodePatience, maxRunning, girder, runsPage);
  }

  /** The same with another recorder. */
  public OperatorConfig withRecorder(Recorder other) {
    return new OperatorConfig(
        namespaces, other, store, httpPort, lease, nodePatience, maxRunning, girder, runsPage);
  }

  /** The same with another store. */
  public OperatorConfig withStore(Store other) {
    return new OperatorConfig(
        namespaces, recorder, other, httpPort, lease, nodePatience, maxRunning, girder, runsPage);
  }

  /** The same, watching these namespaces only. */
  public OperatorConfig withNamespaces(Set<String> others) {
    return new OperatorConfig(
        others, recorder, store, httpPort, lease, nodePatience, maxRunning, girder, runsPage);
  }

  /** The same, with other patience with nodes. */
  public OperatorConfig withNodePatience(Duration other) {
    return new OperatorConfig(
        namespaces, recorder, store, httpPort, lease, other, maxRunning, girder, runsPage);
  }

  /** The same, with so many runs of a namespace at once. */
  public OperatorConfig withMaxRunning(int other) {
    return new OperatorConfig(
        namespaces, recorder, store, httpPort, lease, nodePatience, other, girder, runsPage);
  }

  /** The same, with a Girder that is told. */
  public OperatorConfig withGirder(URI other) {
    return new OperatorConfig(
        namespaces, recorder, store, httpPort, lease, nodePatience, maxRunning, other, runsPage);
  }

  /** The same, with a runs page. */
  public OperatorConfig withRunsPage(RunsPageConfig other) {
    return new OperatorConfig(
        namespaces, recorder, store, httpPort, lease, nodePatience, maxRunning, girder, other);
  }

  /** The same, acting only while it holds that Lease. */
  public OperatorConfig withLease(String name) {
    return new OperatorConfig(
        namespaces, recorder, store, httpPort, name, nodePatience, maxRunning, girder, runsPage);
  }

  /**
   * The sidecar.
   *
   * @param finishSeconds how long it has to itself after the tale's end
   * @param spools where it keeps what is not archived yet; null for a volume that goes with the pod
   * @param signing by what it signs archives; null where it does not
   */
  public record Recorder(
      String image,
      ImagePullPolicy pullPolicy,
      long finishSeconds,
      ResourceRequirements resources,
      @Nullable Spools spools,
      @Nullable RecorderSigning signing) {

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
            null,
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
      return new Recorder(image, pullPolicy, otherFinishSeconds, resources, otherSpools, signing);
    }

    /** The same, signing archives. */
    public Recorder with(RecorderSigning otherSigning) {
      return new Recorder(image, pullPolicy, finishSeconds, resources, spools, otherSigning);
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
   * @param checked whether the operator itself asks an object store, with these, before a run
   *     starts
   */
  public record Store(
      String location,
      @Nullable String endpoint,
      @Nullable String region,
      @Nullable String credentialsSecret,
      boolean checked) {

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
