package org.wholetale.recordedrun.operator;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRunSpec;

/**
 * What a tale runs and where, by Whole Tale's launch contract: {@code sh run.sh} in {@code
 * <targetMount>/workspace}, beside {@code <targetMount>/data}.
 *
 * @param line program and arguments, as they reach the tale
 * @param data absolute; null where the tale has none
 */
record TaleCommand(List<String> line, String workspace, @Nullable String data) {

  private static final String DEFAULT_ENTRYPOINT = "run.sh";

  static TaleCommand of(RecordedRunSpec spec) {
    String mount = spec.targetMount().replaceFirst("/+$", "");
    return new TaleCommand(
        line(spec), mount + "/workspace", spec.data() == null ? null : mount + "/data");
  }

  private static List<String> line(RecordedRunSpec spec) {
    List<String> command = spec.command();
    if (command == null) {
      return List.of("sh", Objects.requireNonNullElse(spec.entrypoint(), DEFAULT_ENTRYPOINT));
    }
    List<String> args = Objects.requireNonNullElse(spec.args(), List.of());
    return Stream.concat(command.stream(), args.stream()).toList();
  }
}
