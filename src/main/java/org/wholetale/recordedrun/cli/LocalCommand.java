package org.wholetale.recordedrun.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.local.LocalCluster;
import org.wholetale.recordedrun.local.node.LocalNode;
import org.wholetale.recordedrun.local.node.NodeConfig;
import org.wholetale.recordedrun.operator.OperatorConfig;
import org.wholetale.recordedrun.recorder.Folders;
import org.wholetale.recordedrun.runs.RunsPageConfig;
import org.wholetale.recordedrun.runs.RunsPageConfig.Visitors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs RecordedRuns on this machine, through an API server and an operator of its own. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the RecordedRuns of the files on this machine, as a cluster would.",
      "The image is not pulled: the tale sees this machine's programs. Exits as the tale did."
    })
final class LocalCommand implements Callable<Integer> {

  private static final Pattern CLAIM_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

  @Option(
      names = "--archive",
      paramLabel = "LOCATION",
      defaultValue = "recorded-runs",
      description = "Folder or s3:// location below which archives are made (${DEFAULT-VALUE}).")
  private String archive = "";

  @Option(
      names = "--claim",
      paramLabel = "NAME=FOLDER",
      description =
          "The folder that stands in for a persistent volume claim; by default the one of the claim's"
              + " name beside the file.")
  private Map<String, Path> claims = Map.of();

  @Option(
      names = "--in-place",
      description = "Let the tale write into those folders; by default it gets copies.")
  private boolean inPlace;

  @Option(names = "--follow", description = "Show what the tales print, as it comes.")
  private boolean follow;

  @Option(
      names = "--no-operator",
      description = "Run no operator; one started by hand uses the kubeconfig that is printed.")
  private boolean noOperator;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "The API server's port on loopback; 0 for a free one.")
  private int port;

  @Option(
      names = "--runs-page-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The runs page's port on loopback; 0 for a free one.")
  private int runsPagePort;

  @Option(
      names = "--keep",
      description = "Go on serving the runs page when all runs have ended, until told to stop.")
  private boolean keep;

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description = "Where volumes and logs lie while runs go on; a temporary folder if left out.")
  private @Nullable Path stateFolder;

  @Option(
      names = "--finish-seconds",
      defaultValue = "120",
      description = "How long archiving may take after a tale's end (${DEFAULT-VALUE}).")
  private long finishSeconds;

  @Parameters(arity = "0..*", paramLabel = "FILE.yaml", description = "What to run.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock = Clock.systemUTC();
  private final AtomicReference<@Nullable RunWatch> watching = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @Override
  public Integer call() throws Exception {
    return Termination.run(this::run, this::cancel);
  }

  private void cancel() {
    end.countDown();
    RunWatch runs = watching.get();
    if (runs != null) {
      runs.cancelAll();
    }
  }

  private int run() throws IOException, InterruptedException, Exception {
    PrintWriter out = spec.commandLine().getOut();
    // What the operator logs is printed here already, as it comes.
    ((Logger) LoggerFactory.getLogger(OperatorConfig.class.getPackageName())).setLevel(Level.ERROR);
    List<Manifests.Document> documents = Manifests.read(files);
    Path state =
        stateFolder == null
            ? Files.createTempDirectory("recordedrun-local-")
            : Files.createDirectories(stateFolder).toAbsolutePath();
    NodeConfig node =
        new NodeConfig(
            state,
            claimFolders(documents),
            inPlace,
            OwnProgram.standIns(state),
            OwnProgram.folders());
    int code;
    boolean archived;
    try (LocalCluster cluster =
        LocalCluster.start(
            port, node, noOperator ? null : operatorConfig(state), printer(), clock)) {
      Path kubeconfig = state.resolve("kubeconfig");
      cluster.writeKubeconfig(kubeconfig);
      out.printf("API server %s, kubeconfig %s%n", cluster.url(), kubeconfig);
      cluster.runsPagePort().ifPresent(page -> out.printf("Runs page: %s%n", address(page)));
      out.println("Tales run with this machine's programs; images are not pulled.");
      out.flush();
      RunWatch runs = new RunWatch(cluster.client(), out, clock);
      watching.set(runs);
      prepare(documents, node.claims().keySet(), cluster);
      create(documents, cluster, runs);
      if (documents.isEmpty()) {
        end.await();
      }
      runs.awaitAll();
      runs.printTable();
      code = runs.exitCode();
      archived = runs.printSpools(node);
      if (keep && cluster.runsPagePort().isPresent()) {
        out.printf(
            "The runs page stays at %s until you press Ctrl-C.%n",
            address(cluster.runsPagePort().getAsInt()));
        out.flush();
        end.await();
      }
    }
    if (archived && stateFolder == null) {
      Folders.delete(state);
    }
    return code;
  }

  private static String address(int port) {
    return "http://127.0.0.1:%d/runs".formatted(port);
  }

  private OperatorConfig operatorConfig(Path state) {
    String location = ArchiveLocation.parse(archive).toString();
    OperatorConfig.Spools spools =
        new OperatorConfig.Spools(state.resolve("spools").toString(), null);
    OperatorConfig config =
        OperatorConfig.archivingTo(location)
            .withHttpPort(0)
            .withRunsPage(new RunsPageConfig(runsPagePort, Visitors.ON_THIS_MACHINE))
            .withRecorder(OperatorConfig.Recorder.DEFAULT.with(finishSeconds, spools));
    return usesObjectStore()
        ? config.withStore(
            new OperatorConfig.Store(
                location,
                System.getenv()
                    .getOrDefault("AWS_ENDPOINT_URL_S3", System.getenv("AWS_ENDPOINT_URL")),
                System.getenv("AWS_REGION"),
                LocalCluster.CREDENTIALS,
                true))
        : config;
  }

  private boolean usesObjectStore() {
    return ArchiveLocation.parse(archive).isS3();
  }

  private LocalNode.Output printer() {
    return (pod, container, stream, bytes, length) -> {
      if (follow && container.equals("tale")) {
        (stream.equals("stdout") ? System.out : System.err).write(bytes, 0, length);
        (stream.equals("stdout") ? System.out : System.err).flush();
      }
    };
  }

  private Map<String, Path> claimFolders(List<Manifests.Document> documents) {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (Manifests.Document document : documents) {
      for (String claim : document.claims()) {
        if (!CLAIM_NAME.matcher(claim).matches()) {
          throw new IllegalArgumentException(
              "%s: claimName: \"%s\" is no name of a claim: write small letters, digits, - and ."
                  .formatted(document.file(), claim));
        }
        folders.put(claim, document.folder().resolve(claim));
      }
    }
    claims.forEach((name, folder) -> folders.put(name, folder.toAbsolutePath()));
    return folders;
  }

  /** Makes what runs need beside themselves, in the namespaces of the documents and the default. */
  private void prepare(
      List<Manifests.Document> documents, Set<String> claimNames, LocalCluster cluster) {
    Stream.concat(
            Stream.of(Manifests.DEFAULT_NAMESPACE),
            documents.stream().map(Manifests.Document::namespace))
        .distinct()
        .forEach(namespace -> {
          if (usesObjectStore()) {
            cluster.createCredentials(namespace, System.getenv());
          }
          Set<String> missing = new HashSet<>(claimNames);
          documents.stream()
              .filter(document -> document.isClaimIn(namespace))
              .map(document -> document.resource().getMetadata().getName())
              .forEach(missing::remove);
          cluster.createClaims(namespace, missing);
        });
  }

  private void create(List<Manifests.Document> documents, LocalCluster cluster, RunWatch runs) {
    for (Manifests.Document document : documents) {
      GenericKubernetesResource resource = document.resource();
      String namespace = document.namespace();
      try {
        GenericKubernetesResource created =
            cluster
                .client()
                .resource(resource)
                .inNamespace(namespace)
                .fieldValidation(FieldValidateable.Validation.STRICT)
                .create();
        if (created.getKind().equals("RecordedRun")) {
          runs.add(created);
        }
      } catch (KubernetesClientException e) {
        String message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        throw new IllegalArgumentException(document.file() + ": " + message, e);
      }
    }
  }
}
