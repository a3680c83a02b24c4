package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveFinder;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;

/** Finds the one archive that a user named. */
final class OneArchive {

  /** What the user named is not one archive. The message says what it is. */
  static final class NotOneArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    NotOneArchiveException(String message) {
      super(message);
    }
  }

  private OneArchive() {}

  /**
   * The archive at a location or, where there is but one, below it.
   *
   * @param text a folder or {@code s3://bucket/prefix}
   * @param environment where S3 and its credentials are named
   */
  static ArchiveFinder.Found find(String text, Map<String, String> environment)
      throws IOException, NotOneArchiveException {
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.parse(text), environment)) {
      List<ArchiveFinder.Found> found = ArchiveFinder.find(store);
      return switch (found.size()) {
        case 0 ->
            throw new NotOneArchiveException(
                "there is no archive at %s or below it".formatted(store.location()));
        case 1 -> found.getFirst();
        default ->
            throw new NotOneArchiveException(
                found.stream()
                    .map(each -> each.location().toString())
                    .collect(
                        Collectors.joining(
                            "\n",
                            "there are %d archives below %s; name one of them:\n"
                                .formatted(found.size(), store.location()),
                            "")));
      };
    } catch (IllegalArgumentException e) {
      throw new NotOneArchiveException(String.valueOf(e.getMessage()));
    } catch (ArchiveException e) {
      if (e.kind() == ArchiveException.Kind.NO_SUCH_BUCKET) {
        throw new NotOneArchiveException(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }
}
