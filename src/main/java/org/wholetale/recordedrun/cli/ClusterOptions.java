package org.wholetale.recordedrun.cli;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run is looked for that a user calls by its name; named as kubectl names it. */
final class ClusterOptions {

  private static final Pattern RUN_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final int CONNECT_MILLIS = 5000;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Where the run is; the context's namespace unless given.")
  private @Nullable String namespace;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context in the kubeconfig; the current one unless given.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster; $KUBECONFIG or ~/.kube/config unless given.")
  private @Nullable Path kubeconfig;

  /** Whether a user means a run in a cluster: no path, no URI, and no folder that is here. */
  static boolean isRunName(String text) {
    return RUN_NAME.matcher(text).matches() && !Files.exists(Path.of(text));
  }

  /** The archive that a user named, by its location or by its run. */
  NamedArchive archive(String text) throws IOException {
    if (!isRunName(text)) {
      return new NamedArchive(text, null);
    }
    try (ClusterRuns runs = connect()) {
      return runs.archiveOf(runs.get(text));
    }
  }

  /** The runs of the namespace that is meant; nothing is asked of the cluster yet. */
  ClusterRuns connect() throws IOException {
    Config config = config();
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestRetryBackoffLimit(0); // who waits for an answer can ask again
    if (namespace != null) {
      config.setNamespace(namespace);
    } else if (config.getNamespace() == null) {
      config.setNamespace(Manifests.DEFAULT_NAMESPACE);
    }
    return new ClusterRuns(config);
  }

  private Config config() throws IOException {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new IOException(
          "the kubeconfig %s is not there, or not readable: name another by --kubeconfig"
              .formatted(kubeconfig));
    }
    Config config =
        kubeconfig == null
            ? Config.autoConfigure(context)
            : Config.fromKubeconfig(context, kubeconfig.toFile());
    if (context != null
        && config.getContexts().stream().noneMatch(each -> context.equals(each.getName()))) {
      throw new IOException(
          "the kubeconfig has no context '%s': kubectl config get-contexts shows those there are"
              .formatted(context));
    }
    return config;
  }
}
