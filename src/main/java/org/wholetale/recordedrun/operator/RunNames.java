package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;

/** The names that follow from a run: its pod's, its label's value, its archive's. */
final class RunNames {

  private static final int LONGEST_LABEL = 63;
  private static final int HASH_LENGTH = 8;

  private RunNames() {}

  /**
   * The run's name and a hash of its UID: the same at every reconcile, another for a run that was
   * deleted and created again.
   */
  static String pod(RecordedRun run) {
    String readable =
        shortened(run.getMetadata().getName().replace('.', '-'), LONGEST_LABEL - HASH_LENGTH - 1);
    return readable + "-" + hash(run.getMetadata().getUid());
  }

  /** The run's name, cut where it is too long for the value of a label. */
  static String label(RecordedRun run) {
    return shortened(run.getMetadata().getName(), LONGEST_LABEL);
  }

  /** {@code <prefix>/<namespace>/<archive.prefix>/<name>/<uid>/}. */
  static String archive(RecordedRun run, String location) {
    ObjectMeta meta = run.getMetadata();
    return Stream.of(
            List.of(withoutSlashAtEnd(location), meta.getNamespace()),
            segments(run.getSpec().archiveOrDefault().prefix()),
            List.of(meta.getName(), meta.getUid()))
        .flatMap(List::stream)
        .collect(Collectors.joining("/", "", "/"));
  }

  private static List<String> segments(@Nullable String path) {
    return path == null
        ? List.of()
        : Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
  }

  private static String withoutSlashAtEnd(String location) {
    return location.replaceFirst("/+$", "");
  }

  private static String shortened(String name, int longest) {
    return name.length() <= longest
        ? name
        : name.substring(0, longest).replaceFirst("[^A-Za-z0-9]+$", "");
  }

  private static String hash(String uid) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
