package org.wholetale.recordedrun.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What two runs have in common and what not, as JSON. */
public final class RunDiffJson {

  private RunDiffJson() {}

  /** An object; times in seconds. */
  public static JsonNode of(RunDiff diff) {
    ObjectNode object = AnswerJson.object().put("reproduced", diff.isReproduced());
    object.set("causes", array(diff.causes()));
    object.set("effects", array(diff.effects()));
    object.put("parting", diff.parting());
    ArrayNode unknown = object.putArray("notCompared");
    diff.unknown().forEach(unknown::add);
    object
        .putArray("seconds")
        .add(seconds(diff.durations().left()))
        .add(seconds(diff.durations().right()));
    return object;
  }

  private static ArrayNode array(List<RunDiff.Difference> differences) {
    ArrayNode array = AnswerJson.array();
    for (RunDiff.Difference each : differences) {
      array
          .addObject()
          .put("kind", each.kind().name().toLowerCase(Locale.ROOT))
          .put("what", each.what())
          .put("left", each.left())
          .put("right", each.right());
    }
    return array;
  }

  private static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / 1e9;
  }
}
