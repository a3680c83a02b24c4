package org.wholetale.recordedrun.e2e.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import java.io.IOException;
import java.util.Optional;
import org.wholetale.recordedrun.api.RecorderPaths;

/**
 * Where runs are made to fail: the cluster, and root on its node.
 *
 * @param node that all runs are on
 */
record Scene(TestCluster cluster, NodeShell node) implements AutoCloseable {

  /** Says so where it is asked to end, as a tale does that can. */
  private static final String WAITS =
      """
      trap 'exit 3' TERM
      trap 'exit 0' USR1
      echo begun
      while :; do sleep 0.1; done
      """;

  static Scene open() {
    TestCluster cluster = TestCluster.connect();
    return new Scene(cluster, NodeShell.open(cluster, "/tmp"));
  }

  @Override
  public void close() {
    try (cluster) {
      node.close();
    }
  }

  /** A run that goes on until it is made to end: with exit code 3 where it is sent SIGTERM. */
  ClusterRun waiting(String... spec) {
    return script("waiting", WAITS, spec);
  }

  /** A run of a script. */
  ClusterRun script(String name, String script, String... spec) {
    return cluster.script(name, script, onNode(spec));
  }

  /** A run with those lines as its spec. */
  ClusterRun run(String name, String... spec) {
    return cluster.run(name, onNode(spec));
  }

  /** Where its processes are within reach. */
  private String[] onNode(String... spec) {
    return TestCluster.with(
        spec, "nodeSelector: {kubernetes.io/hostname: %s}".formatted(node.nodeName()));
  }

  /** A run whose recorder hangs before it records, until {@link #ungate}. */
  ClusterRun gated(String... spec) throws InterruptedException {
    return waitingFrom(Words.RECORDER, "kill -s STOP $process", spec);
  }

  /** A run on a node that looks to its recorder as if its kernel had no BTF. */
  ClusterRun withoutKernelTypes() throws InterruptedException {
    return waitingFrom(
        Words.SUPERVISOR, "nsenter -t $process -m mount -t tmpfs none /sys/kernel/btf");
  }

  /** A run to whose first process with these words that is done at once. */
  private ClusterRun waitingFrom(String words, String command, String... spec)
      throws InterruptedException {
    String name = TestCluster.unique("waiting");
    try (NodeShell.Command lookOut = node.lookOut(name, words, command)) {
      ClusterRun run = cluster.scriptNamed(TestCluster.NAMESPACE, name, WAITS, onNode(spec));
      lookOut.await().mustSucceed();
      return run;
    }
  }

  void ungate(ClusterRun run) throws InterruptedException {
    node.signal("CONT", run, Words.RECORDER);
  }

  void haltRecorder(ClusterRun run) throws InterruptedException {
    node.signal("STOP", run, Words.RECORDER);
  }

  void killTale(ClusterRun run) throws InterruptedException {
    node.signal("KILL", run, Words.TALE);
  }

  /** Sends the tale what makes a {@link #waiting} one end with exit code 0. */
  void endTale(ClusterRun run) throws InterruptedException {
    node.signal("USR1", run, Words.TALE);
  }

  /** The recorder is started again by what supervises it in its container. */
  void killRecorder(ClusterRun run) throws InterruptedException {
    node.signal("KILL", run, Words.RECORDER);
  }

  /** The kubelet starts it again, as long as the tale runs. */
  void killRecorderContainer(ClusterRun run) throws InterruptedException {
    node.signal("KILL", run, Words.SUPERVISOR);
  }

  void killSandbox(ClusterRun run) throws InterruptedException {
    node.signal("KILL", run, Words.PAUSE);
  }

  /** Containerd's process for the pod. */
  void killShim(ClusterRun run) throws InterruptedException {
    node.onProcess(
        run, Words.PAUSE, "kill -s KILL $(awk '/^PPid:/ { print $2 }' /proc/$process/status)");
  }

  /** Makes what the recorder would go on from unreadable, while it is away. */
  void spoilSpool(ClusterRun run) throws InterruptedException {
    node.onProcess(
        run,
        Words.RECORDER,
        """
        nsenter -t $process -m sh -c "echo '{{{' | tee %s/*_$1/journal.ndjson"
        kill -s KILL $process
        """
            .formatted(RecorderPaths.SPOOLS));
  }

  /** Waits until the recorder that follows a killed one has begun to record. */
  void awaitRecorderAgain(ClusterRun run) throws IOException {
    int before = run.segments().size();
    eventually()
        .alias(run.name() + " is recorded again")
        .until(() -> run.segments().size() > before);
  }

  void awaitRecorderContainerAgain(ClusterRun run) {
    eventually()
        .alias("the kubelet has started the recorder of " + run.name())
        .until(() -> run.container("recorder").getRestartCount() == 1);
  }

  Daemon kubelet() throws IOException {
    return daemon("kubelet");
  }

  Daemon store() throws IOException {
    return daemon("versitygw");
  }

  private static Daemon daemon(String name) throws IOException {
    Optional<Daemon> daemon = Daemon.named(name);
    assumeTrue(
        daemon.isPresent(), "only of a cluster that cluster/up has started " + name + " is halted");
    return daemon.orElseThrow();
  }

  /** By which words a pod's processes are told apart. */
  private static final class Words {
    private static final String TALE = "^sh run.sh $";
    private static final String RECORDER = "/java ";
    private static final String SUPERVISOR = "recordedrun-supervise";
    private static final String PAUSE = "^(/bin)?/pause $";
  }
}
