package org.wholetale.recordedrun.format;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Channel;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileVersion;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.TracedProcess;

/**
 * What the things of a run are called where they need names that nothing else in the world has: one
 * IRI for the run, and parts of it. All formats name one thing alike.
 */
final class Names {

  /** Of what the field's vocabularies have no word for. */
  static final String TERMS = "tag:wholetale.org,2026:recordedrun#";

  private Names() {}

  /** The run. What is of it has this, then {@code #} and one of the names below. */
  static String run(RunDescription run) {
    return "urn:uuid:" + uuid(run.uid());
  }

  static String process(TracedProcess process) {
    return "process/" + process.number();
  }

  static String execution(Execution execution) {
    return "execution/" + execution.number();
  }

  static String file(FileHistory file) {
    return "file/" + file.number();
  }

  static String version(FileVersion version) {
    return file(version.file()) + "/version/" + version.number();
  }

  static String channel(Channel channel) {
    return "channel/" + channel.number();
  }

  /** Kubernetes and {@code recordedrun record} give UUIDs; who else gives something gets one. */
  private static UUID uuid(@Nullable String uid) {
    if (uid == null) {
      return new UUID(0, 0);
    }
    try {
      return UUID.fromString(uid);
    } catch (IllegalArgumentException e) {
      return UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8));
    }
  }
}
