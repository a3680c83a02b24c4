package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the objects of one type before they are stored. */
interface Admission {

  /** Asks nothing: types whose validation is not served here. */
  Admission OPEN =
      new Admission() {
        @Override
        public List<String> complete(ObjectNode object) {
          return List.of();
        }

        @Override
        public List<FieldError> errors(ObjectNode object, @Nullable ObjectNode before) {
          return List.of();
        }
      };

  /** Takes out unknown fields and fills in defaults; the paths of what was taken out. */
  List<String> complete(ObjectNode object);

  /** What is wrong with the object, or with its change. */
  List<FieldError> errors(ObjectNode object, @Nullable ObjectNode before);
}
