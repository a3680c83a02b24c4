package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.archive.ArchiveStore;

/** What the page asks for, each thing as far as its visitor may see it. */
final class RunsApi {

  private static final Logger log = LoggerFactory.getLogger(RunsApi.class);

  /** The runs that a visitor may see. */
  record Listing(List<RunRow> runs) {}

  private final RunBoard board;
  private final KubernetesClient client;
  private final RunArchives archives;

  RunsApi(RunBoard board, KubernetesClient client, RunArchives archives) {
    this.board = board;
    this.client = client;
    this.archives = archives;
  }

  Listing list(Visitor visitor) throws Refusal {
    return new Listing(board.rows(readable(visitor)));
  }

  /** The namespaces with runs that the visitor may read. */
  Set<String> readable(Visitor visitor) throws Refusal {
    Set<String> readable = new HashSet<>();
    for (String namespace : board.namespaces()) {
      if (visitor.mayRead(namespace)) {
        readable.add(namespace);
      }
    }
    return readable;
  }

  RunDetail detail(Visitor visitor, RunKey key) throws Refusal {
    return RunDetail.of(run(visitor, key), visitor.mayCancel(key.namespace(), key.name()));
  }

  /** The run as the API server has it now. */
  RecordedRun run(Visitor visitor, RunKey key) throws Refusal {
    requireReader(visitor, key);
    return asked(() -> resource(key).get(), key);
  }

  /** The same answer for what is not there, so that nobody learns what is. */
  static void requireReader(Visitor visitor, RunKey key) throws Refusal {
    if (!visitor.mayRead(key.namespace())) {
      throw Refusal.forbidden(
          "you may not get recordedruns in the namespace %s: ask for the role view there"
              .formatted(key.namespace()));
    }
  }

  void cancel(Visitor visitor, RunKey key) throws Refusal {
    RecordedRun run = run(visitor, key);
    if (!visitor.mayCancel(key.namespace(), key.name())) {
      throw Refusal.forbidden(
          "you may not patch recordedruns in the namespace %s: ask for the role edit there"
              .formatted(key.namespace()));
    }
    if (RunRow.of(run).phase().isTerminal()) {
      throw Refusal.conflict("the run %s has ended already".formatted(key.name()));
    }
    RecordedRun patched =
        asked(
            () ->
                resource(key)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}"),
            key);
    board.put(RunRow.of(patched));
    log.atInfo()
        .addKeyValue("namespace", key.namespace())
        .addKeyValue("name", key.name())
        .addKeyValue("by", visitor.name())
        .log("run cancelled on the runs page");
  }

  /** Its archive, there or not; the caller's to close. */
  ArchiveStore archive(RecordedRun run) throws IOException {
    return archives.open(run);
  }

  /** The report in its archive. */
  byte[] report(Visitor visitor, RunKey key) throws Refusal, IOException {
    try (ArchiveStore store = archive(run(visitor, key));
        InputStream report = store.read(ArchiveTail.REPORT)) {
      return report.readAllBytes();
    } catch (NoSuchFileException e) {
      throw Refusal.notFound("the run %s has no report in its archive".formatted(key.name()));
    }
  }

  private Resource<RecordedRun> resource(RunKey key) {
    return client.resources(RecordedRun.class).inNamespace(key.namespace()).withName(key.name());
  }

  private static RecordedRun asked(Supplier<@Nullable RecordedRun> question, RunKey key)
      throws Refusal {
    try {
      RecordedRun run = question.get();
      if (run == null) {
        throw Refusal.notFound(
            "there is no run %s in the namespace %s".formatted(key.name(), key.namespace()));
      }
      return run;
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("namespace", key.namespace())
          .addKeyValue("name", key.name())
          .addKeyValue("problem", e.getMessage())
          .log("the API server refused what the runs page asked");
      throw Refusal.unavailable("the cluster gives no answer about this run: try again");
    }
  }
}
